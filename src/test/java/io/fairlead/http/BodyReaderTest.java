package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
    private static final String CHUNKED = String.join(
            "\r\n",
            "5",
            "hello",
            "00a ;name=\"v; w\";x",
            "0123456789",
            "1",
            "\r",
            "0;last",
            "Digest: sha-256=x",
            "X-Empty:",
            "",
            "");
    private static final String NEXT = "GET / HTTP/1.1\r\n";

    private final BodyReader reader = new BodyReader();

    @Test
    void shouldBeCompleteAtOnceWithoutBody() {
        reader.start(BodyKind.NONE, -1);
        assertThat(reader.complete()).isTrue();
        assertThat(reader.accept(buffer(NEXT), 0, 5)).isZero();
        assertThat(reader.payloadRun()).isZero();
        reader.start(BodyKind.LENGTH, 0);
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void shouldTakeAsManyBytesAsTheLengthSays() {
        reader.start(BodyKind.LENGTH, 7);
        ByteBuffer bytes = buffer("0123456789");
        assertThat(reader.accept(bytes, 0, 4)).isEqualTo(4);
        assertThat(reader.payloadRun()).isEqualTo(3);
        assertThat(reader.complete()).isFalse();
        assertThat(reader.accept(bytes, 4, 10)).isEqualTo(3);
        assertThat(reader.complete()).isTrue();
        assertThat(reader.endsAtClose()).isFalse();
    }

    @Test
    void shouldCountBytesThatWentAnotherWay() {
        long length = 5L << 32;
        reader.start(BodyKind.LENGTH, length);
        reader.carried(length - 2);
        assertThat(reader.payloadRun()).isEqualTo(2);
        assertThatThrownBy(() -> reader.carried(3)).isInstanceOf(IllegalArgumentException.class);
        reader.carried(2);
        assertThat(reader.complete()).isTrue();
    }

    @Test
    void shouldNeverCompleteWhatOnlyTheCloseEnds() {
        for (BodyKind kind : new BodyKind[] {BodyKind.UNTIL_CLOSE, BodyKind.TUNNEL}) {
            reader.start(kind, -1);
            assertThat(reader.accept(buffer(NEXT), 2, 9)).isEqualTo(7);
            reader.carried(1L << 40);
            assertThat(reader.payloadRun()).isEqualTo(Long.MAX_VALUE);
            assertThat(reader.complete()).isFalse();
            assertThat(reader.endsAtClose()).isTrue();
        }
    }

    @Test
    void shouldFindTheEndOfAChunkedBodyWhereverItIsCut() {
        ByteBuffer bytes = buffer(CHUNKED + NEXT);
        for (int first = 0; first <= bytes.capacity(); first++) {
            for (int second = first; second <= bytes.capacity(); second++) {
                reader.start(BodyKind.CHUNKED, -1);
                int taken = reader.accept(bytes, 0, first);
                taken += reader.accept(bytes, first, second);
                taken += reader.accept(bytes, second, bytes.capacity());
                assertThat(taken).isEqualTo(CHUNKED.length());
                assertThat(reader.complete()).isTrue();
            }
        }
    }

    @Test
    void shouldFollowAChunkedBodyByteByByte() {
        ByteBuffer bytes = buffer(CHUNKED + NEXT);
        reader.start(BodyKind.CHUNKED, -1);
        for (int at = 0; at < CHUNKED.length(); at++) {
            assertThat(reader.complete()).isFalse();
            assertThat(reader.accept(bytes, at, at + 1)).isEqualTo(1);
        }
        assertThat(reader.complete()).isTrue();
        assertThat(reader.accept(bytes, CHUNKED.length(), bytes.capacity())).isZero();
    }

    @Test
    void shouldTellHowMuchPayloadFollowsInAChunk() {
        reader.start(BodyKind.CHUNKED, -1);
        ByteBuffer bytes = buffer("10000000000\r\nabc");
        reader.accept(bytes, 0, 12);
        assertThat(reader.payloadRun()).isZero();
        reader.accept(bytes, 12, 16);
        assertThat(reader.payloadRun()).isEqualTo((1L << 40) - 3);
        reader.carried((1L << 40) - 4);
        reader.carried(0);
        assertThat(reader.payloadRun()).isEqualTo(1);
        reader.carried(1);
        assertThat(reader.payloadRun()).isZero();
        ByteBuffer rest = buffer("\r\n0\r\n\r\n");
        assertThat(reader.accept(rest, 0, 7)).isEqualTo(7);
        assertThat(reader.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x10\r\n",
                "+5\r\n",
                "-5\r\n",
                "5 \r\n",
                "5\t\r\n",
                " 5\r\n",
                "\r\n",
                ";x\r\n",
                "5\n",
                "5;ext\n",
                "5;a\rb\r\n",
                "5;a\u0000b\r\n",
                "5;a\u007fb\r\n",
                "5 x\r\n",
                "5,5\r\n",
                "5.0\r\n",
                "5g\r\n",
                "5\r\r\n",
                "8000000000000000\r\n",
                "fffffffffffffffff\r\n",
                "00000000000000005\r\n",
                "\u00b2\r\n",
                "5\u00a0\r\n",
                "1\r\nab\r\n",
                "1\r\na\n0\r\n",
                "1\r\na\rb",
                "3\r\nab\r\n0\r\n\r\n",
                "0\r\n\n",
                "0\r\n\rX",
                "0\r\n X: y\r\n",
                "0\r\nX : y\r\n",
                "0\r\nX\r\n",
                "0\r\n: y\r\n",
                "0\r\nX: y\n\r\n",
                "0\r\nX: \u0000\r\n",
                "0\r\nX: y\r\n folded\r\n",
                "0\r\nX: y\rZ: z\r\n",
                "1\r\na0\r\n\r\n"
            })
    void shouldRefuseMalformedChunksWhereverTheyAreCut(String body) {
        ByteBuffer bytes = buffer(body);
        reader.start(BodyKind.CHUNKED, -1);
        assertThat(reader.accept(bytes, 0, bytes.capacity())).isEqualTo(-1);
        assertThat(reader.accept(buffer("0\r\n\r\n"), 0, 5)).isEqualTo(-1);
        assertThat(reader.complete()).isFalse();

        reader.start(BodyKind.CHUNKED, -1);
        int last = 0;
        for (int at = 0; at < bytes.capacity(); at++) {
            last = reader.accept(bytes, at, at + 1);
        }
        assertThat(last).isEqualTo(-1);
    }

    @Test
    void shouldLimitExtensionsAndTrailers() {
        assertThat(accepts("1;" + "x".repeat(ChunkedEnvelope.MAX_EXTENSION_BYTES) + "\r\na\r\n0\r\n\r\n"))
                .isTrue();
        assertThat(accepts("1;" + "x".repeat(ChunkedEnvelope.MAX_EXTENSION_BYTES + 1) + "\r\na\r\n0\r\n\r\n"))
                .isFalse();
        assertThat(accepts("1" + " ".repeat(ChunkedEnvelope.MAX_EXTENSION_BYTES + 1) + ";\r\na\r\n0\r\n\r\n"))
                .isFalse();
        assertThat(accepts("0\r\nX:" + "x".repeat(ChunkedEnvelope.MAX_TRAILER_BYTES - 2) + "\r\n\r\n"))
                .isTrue();
        assertThat(accepts("0\r\nX:" + "x".repeat(ChunkedEnvelope.MAX_TRAILER_BYTES - 1) + "\r\n\r\n"))
                .isFalse();
        assertThat(accepts("0\r\n" + "X:\r\n".repeat(ChunkedEnvelope.MAX_TRAILER_BYTES) + "\r\n"))
                .isFalse();
    }

    private boolean accepts(String body) {
        reader.start(BodyKind.CHUNKED, -1);
        return reader.accept(buffer(body), 0, body.length()) == body.length() && reader.complete();
    }
}
