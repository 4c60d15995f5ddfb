package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.loop.Channel;

/** A kernel pipe: pages move from socket to socket by splice(2) and never enter the process. */
final class Pipe implements Vessel {
    private final PipePool pool;
    private final int readEnd;
    private final int writeEnd;
    private final int capacityBytes;
    private int heldBytes;

    Pipe(PipePool pool, int readEnd, int writeEnd, int capacityBytes) {
        this.pool = pool;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
        this.capacityBytes = capacityBytes;
    }

    @Override
    public int fill(Channel source, long limit) {
        // the kernel counts pages, but a piece of a socket's memory as large as 32 KB takes the place of one page:
        // left to itself, a pipe of 1 MB would hold 8 MB for a slow reader
        int room = (int) Math.min(limit, capacityBytes - heldBytes);
        if (room == 0) {
            return Relay.FULL;
        }
        int count = Io.splice(source.fd(), writeEnd, room);
        if (count > 0) {
            heldBytes += count;
        } else if (count == -Errno.EAGAIN && heldBytes == 0) {
            // only an empty pipe tells the two meanings of EAGAIN apart: it is not full, so the source is dry
            source.notReadable();
        }
        return source.endOrReset(count);
    }

    @Override
    public int drain(Channel target) {
        int count = Io.splice(readEnd, target.fd(), heldBytes);
        if (count > 0) {
            heldBytes -= count;
        } else {
            target.notWritable(count);
        }
        return count;
    }

    @Override
    public int heldBytes() {
        return heldBytes;
    }

    /** The most that it holds. */
    int capacityBytes() {
        return capacityBytes;
    }

    @Override
    public void release() {
        pool.takeBack(this);
    }

    @Override
    public boolean inKernel() {
        return true;
    }

    void destroy() {
        Io.close(readEnd);
        Io.close(writeEnd);
    }
}
