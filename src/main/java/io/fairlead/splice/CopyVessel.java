package io.fairlead.splice;

import io.fairlead.loop.Buffer;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Channel;

/** A borrowed buffer: recv(2) and send(2). */
final class CopyVessel implements Vessel {
    private final Buffers buffers;
    private final Buffer buffer;

    CopyVessel(Buffers buffers) {
        this.buffers = buffers;
        this.buffer = buffers.borrow(0);
    }

    @Override
    public int fill(Channel source, long limit) {
        if (buffer.isEmpty()) {
            buffer.reset(0);
        }
        int room = (int) Math.min(buffer.room(), limit);
        return room == 0 ? Relay.FULL : source.receive(buffer, room);
    }

    @Override
    public int drain(Channel target) {
        return target.send(buffer, buffer.length());
    }

    @Override
    public int heldBytes() {
        return buffer.length();
    }

    @Override
    public void release() {
        buffers.giveBack(buffer);
    }

    @Override
    public boolean inKernel() {
        return false;
    }
}
