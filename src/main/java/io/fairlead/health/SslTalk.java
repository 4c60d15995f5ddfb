package io.fairlead.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.balance.CheckStatus;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code option ssl-hello-chk}: an SSLv3 ClientHello (RFC 6101 section 5.6.1.2), which every TLS server understands well
 * enough to answer with a handshake or an alert. Either is good: there is somebody who speaks TLS.
 */
final class SslTalk implements Talk {
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final short SSL_3 = 0x0300;
    private static final byte CLIENT_HELLO = 1;
    private static final int TIME_AT = 11;
    private static final byte[] NOT_SO_RANDOM = "Fairlead asks how you do now".getBytes(US_ASCII);

    /** The suites of SSLv3 (0x0001 to 0x001B), and the first with AES (0x002F to 0x003A). */
    private static final int[] SUITE_RANGES = {0x0001, 0x001B, 0x002F, 0x003A};

    private final ByteBuffer hello = hello();

    private static ByteBuffer hello() {
        ByteBuffer suites = ByteBuffer.allocate(256);
        for (int i = 0; i < SUITE_RANGES.length; i += 2) {
            for (int suite = SUITE_RANGES[i]; suite <= SUITE_RANGES[i + 1]; suite++) {
                suites.putShort((short) suite);
            }
        }
        suites.flip();
        int bodyBytes = 2 + 4 + NOT_SO_RANDOM.length + 1 + 2 + suites.remaining() + 2;
        ByteBuffer hello = ByteBuffer.allocate(RECORD_HEADER_BYTES + 4 + bodyBytes);
        hello.put((byte) HANDSHAKE).putShort(SSL_3).putShort((short) (4 + bodyBytes));
        hello.putInt(CLIENT_HELLO << 24 | bodyBytes).putShort(SSL_3);
        hello.putInt(0).put(NOT_SO_RANDOM);
        hello.put((byte) 0); // no session to resume
        hello.putShort((short) suites.remaining()).put(suites);
        hello.put((byte) 1).put((byte) 0); // one compression method: none
        return hello.flip();
    }

    /** Begins with the time in seconds, as a ClientHello's random bytes do. */
    @Override
    public ByteBuffer begin(long wallTimeMs) {
        hello.putInt(TIME_AT, (int) (wallTimeMs / 1000));
        return hello.duplicate();
    }

    @Override
    public @Nullable Verdict hear(ByteBuffer bytes, int from, int to) {
        if (to == from) {
            return null;
        }
        int type = bytes.get(from);
        if (type != ALERT && type != HANDSHAKE) {
            return new Verdict(CheckStatus.L6RSP);
        }
        return to - from < RECORD_HEADER_BYTES ? null : new Verdict(CheckStatus.L6OK);
    }

    @Override
    public Verdict ended() {
        return new Verdict(CheckStatus.L6RSP);
    }

    @Override
    public Verdict late() {
        return new Verdict(CheckStatus.L6TOUT);
    }
}
