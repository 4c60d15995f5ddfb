package io.fairlead.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineTest {
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(64);
    private final Line line = new Line(bytes);

    private String finished() {
        byte[] raw = new byte[line.finish()];
        bytes.get(0, raw);
        return new String(raw, StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldWriteEveryLongAsTheJdkDoes() {
        Random random = new Random(42);
        for (long edge : new long[] {0, -1, 9, 10, 99, 100, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            line.restartAt(0).put(edge);
            assertThat(finished()).isEqualTo(edge + "\n");
        }
        for (int i = 0; i < 1_000; i++) {
            long number = random.nextLong() >> random.nextInt(64);
            line.restartAt(0).put(number);
            assertThat(finished()).isEqualTo(number + "\n");
        }
    }

    @Test
    void shouldWriteFixedWidths() {
        line.putTwo(7).putTwo(42).putTwo(7, ' ').putThree(0).putThree(56).putThree(999);
        assertThat(finished()).isEqualTo("0742 7000056999\n");
    }

    @Test
    void shouldDropWhatDoesNotFit() {
        line.put("a".repeat(60)).put(123_456).put('x').put("yz").putEscaped(new byte[] {1}, 1);
        assertThat(finished()).isEqualTo("a".repeat(60) + "123\n");
    }
}
