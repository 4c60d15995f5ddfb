package io.fairlead.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

/** Bytes by the million, always the same: made, sent in odd pieces, and compared one by one where they arrive. */
final class Bulk {
    /** A prime, so that no power of two repeats it. */
    private static final int BLOCK_BYTES = 1_000_003;

    private static final int PART_BYTES = 1 << 16;
    private static final int LONGEST_CHUNK_BYTES = 65_521;
    private static final byte[] BLOCK = new byte[BLOCK_BYTES];

    static {
        new Random(1).nextBytes(BLOCK);
    }

    private Bulk() {}

    /** A byte of the stream is not the one that was sent. */
    static final class Difference extends IOException {
        private static final long serialVersionUID = 1;

        private Difference(long at) {
            super("byte " + at + " is not what was sent");
        }
    }

    /** Writes the first bytes of the stream. */
    static void write(OutputStream out, long bytes) throws IOException {
        write(out, 0, bytes);
    }

    /** Writes bytes from the middle of the stream. */
    static void write(OutputStream out, long from, long bytes) throws IOException {
        for (long sent = 0; sent < bytes; ) {
            int at = (int) ((from + sent) % BLOCK_BYTES);
            int count = (int) Math.min(BLOCK_BYTES - at, bytes - sent);
            out.write(BLOCK, at, count);
            sent += count;
        }
    }

    /** Writes the first bytes as chunks of many sizes, from one byte on. */
    static void writeChunks(OutputStream out, long bytes) throws IOException {
        writeChunks(out, 0, bytes);
    }

    /** Writes bytes from the middle of the stream as chunks of many sizes, the last one too. */
    static void writeChunks(OutputStream out, long from, long bytes) throws IOException {
        int size = 1;
        int at = (int) (from % BLOCK_BYTES);
        for (long rest = bytes; rest > 0; ) {
            int count = (int) Math.min(Math.min(size, BLOCK_BYTES - at), rest);
            out.write((Integer.toHexString(count) + "\r\n").getBytes(US_ASCII));
            out.write(BLOCK, at, count);
            out.write("\r\n".getBytes(US_ASCII));
            rest -= count;
            at = (at + count) % BLOCK_BYTES;
            size = size * 3 % LONGEST_CHUNK_BYTES;
        }
        out.write("0\r\n\r\n".getBytes(US_ASCII));
    }

    /** Reads so many bytes of the stream and compares each. */
    static void read(InputStream in, long bytes) throws IOException {
        read(in, 0, bytes);
    }

    /** Reads so many bytes from the middle of the stream and compares each. */
    static void read(InputStream in, long from, long bytes) throws IOException {
        Comparison comparison = new Comparison(from);
        byte[] part = new byte[PART_BYTES];
        while (comparison.bytes() < bytes) {
            int count = in.read(part, 0, (int) Math.min(part.length, bytes - comparison.bytes()));
            if (count < 0) {
                throw new EOFException("ended after " + comparison.bytes() + " of " + bytes + " bytes");
            }
            comparison.write(part, 0, count);
        }
    }

    /** Compares what is written to it with the stream. */
    static final class Comparison extends OutputStream {
        private final long from;
        private long bytes;

        Comparison() {
            this(0);
        }

        /** With what begins in the middle of the stream. */
        Comparison(long from) {
            this.from = from;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] part, int from, int count) throws IOException {
            for (int done = 0; done < count; ) {
                int at = (int) ((this.from + bytes) % BLOCK_BYTES);
                int run = Math.min(count - done, BLOCK_BYTES - at);
                int wrong = Arrays.mismatch(part, from + done, from + done + run, BLOCK, at, at + run);
                if (wrong >= 0) {
                    throw new Difference(bytes + wrong);
                }
                done += run;
                bytes += run;
            }
        }

        long bytes() {
            return bytes;
        }
    }
}
