package io.fairlead.loop;

import io.fairlead.linux.Memory;
import java.nio.ByteBuffer;

/**
 * Off-heap bytes with what lies between {@link #start} and {@link #end}. Borrowed from {@link Buffers} while it holds
 * something; an idle connection holds none.
 */
public final class Buffer {
    private final ByteBuffer bytes;
    private final long pointer;
    private int start;
    private int end;

    Buffer(int capacityBytes) {
        bytes = Memory.allocate(capacityBytes);
        pointer = Memory.addressOf(bytes);
    }

    /** The memory, for absolute access only. */
    public ByteBuffer bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public int capacity() {
        return bytes.capacity();
    }

    /** Room behind the bytes held. */
    public int room() {
        return bytes.capacity() - end;
    }

    /** Empties the buffer, leaving {@code reserveBytes} free in front of what comes next. */
    public void reset(int reserveBytes) {
        start = reserveBytes;
        end = reserveBytes;
    }

    /** The bytes held begin elsewhere: behind what was consumed, or before what was put in front of them. */
    public void startAt(int index) {
        if (index < 0 || index > end) {
            throw new IllegalArgumentException("start " + index + " of " + end);
        }
        start = index;
    }

    /** {@code count} bytes were consumed at the front. */
    public void consume(int count) {
        startAt(start + count);
    }

    /** {@code count} bytes were put behind. */
    public void extend(int count) {
        if (count < 0 || count > room()) {
            throw new IllegalArgumentException("extend by " + count + " of " + room());
        }
        end += count;
    }

    /** Moves the bytes held to {@code index}, to make room on one side of them. */
    public void moveTo(int index) {
        int length = length();
        if (index != start) {
            bytes.put(index, bytes, start, length);
            start = index;
            end = index + length;
        }
    }

    /** Appends as much of {@code source} from its position as fits, and moves its position. */
    public int append(ByteBuffer source) {
        int count = Math.min(room(), source.remaining());
        bytes.put(end, source, source.position(), count);
        source.position(source.position() + count);
        end += count;
        return count;
    }

    long startPointer() {
        return pointer + start;
    }

    long endPointer() {
        return pointer + end;
    }
}
