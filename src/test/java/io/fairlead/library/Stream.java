package io.fairlead.library;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.zip.CRC32C;

/** So many bytes of one way, always the same for the same seed, told from all others by their checksum. */
record Stream(long seed, int bytes) {
    private static final int PART_BYTES = 50_021; // a prime: no segment, page or pipe is a multiple of it

    /** Sends all and finishes; its checksum. */
    Callable<Long> from(Socket socket) {
        return () -> {
            Random random = new Random(seed);
            CRC32C sum = new CRC32C();
            for (int sent = 0; sent < bytes; ) {
                byte[] part = new byte[Math.min(PART_BYTES, bytes - sent)];
                random.nextBytes(part);
                sum.update(part);
                socket.getOutputStream().write(part);
                sent += part.length;
            }
            socket.shutdownOutput();
            return sum.getValue();
        };
    }

    /** The checksum of what arrives until the other side has finished. */
    static Callable<Long> into(Socket socket) {
        return () -> sum(socket.getInputStream());
    }

    private static long sum(InputStream in) throws IOException {
        CRC32C sum = new CRC32C();
        byte[] part = new byte[PART_BYTES];
        for (int count = in.read(part); count >= 0; count = in.read(part)) {
            sum.update(part, 0, count);
        }
        return sum.getValue();
    }
}
