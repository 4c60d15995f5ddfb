package io.fairlead.splice;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.loop.Channel;

/** A kernel pipe: pages move from socket to socket by splice(2) and never enter the process. */
final class Pipe implements Vessel {
    private final PipePool pool;
    private final int readEnd;
    private final int writeEnd;
    private int heldBytes;

    Pipe(PipePool pool, int readEnd, int writeEnd) {
        this.pool = pool;
        this.readEnd = readEnd;
        this.writeEnd = writeEnd;
    }

    @Override
    public int fill(Channel source, long limit) {
        // splice(2) takes the length as size_t, but the kernel caps a transfer below 2 GiB: objects over 4 GiB go in parts
        int count = Io.splice(source.fd(), writeEnd, (int) Math.min(limit, pool.bytesPerFill()), 0);
        if (count > 0) {
            heldBytes += count;
        } else if (count == -Errno.EAGAIN && heldBytes == 0) {
            // only an empty pipe tells the two meanings of EAGAIN apart: it is not full, so the source is dry
            source.notReadable();
        }
        return count;
    }

    @Override
    public int drain(Channel target) {
        int count = Io.splice(readEnd, target.fd(), heldBytes, 0);
        if (count > 0) {
            heldBytes -= count;
        } else if (count == -Errno.EAGAIN) {
            target.notWritable();
        }
        return count;
    }

    @Override
    public int heldBytes() {
        return heldBytes;
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
