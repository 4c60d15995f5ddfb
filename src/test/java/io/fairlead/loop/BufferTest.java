package io.fairlead.loop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferTest {
    private final Buffers buffers = new Buffers(16);
    private final Buffer buffer = buffers.borrow(4);

    @Test
    void shouldBeginBehindItsReserve() {
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.start()).isEqualTo(4);
        assertThat(buffer.room()).isEqualTo(12);
        assertThat(buffer.capacity()).isEqualTo(16);
    }

    @Test
    void shouldAppendAsMuchAsFits() {
        ByteBuffer source = ByteBuffer.wrap("0123456789abcdef".getBytes(US_ASCII));
        source.position(1);
        assertThat(buffer.append(source)).isEqualTo(12);
        assertThat(source.position()).isEqualTo(13);
        assertThat(text()).isEqualTo("123456789abc");
        assertThat(buffer.append(source)).isZero();
    }

    @Test
    void shouldConsumeFromTheFront() {
        append("hello");
        buffer.consume(2);
        assertThat(text()).isEqualTo("llo");
        assertThat(buffer.length()).isEqualTo(3);
        buffer.consume(3);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeBytesInFront() {
        append("lo");
        buffer.bytes().put(1, "hel".getBytes(US_ASCII));
        buffer.startAt(1);
        assertThat(text()).isEqualTo("hello");
    }

    @Test
    void shouldMoveBytesOverThemselvesBothWays() {
        append("0123456789");
        buffer.moveTo(6);
        assertThat(text()).isEqualTo("0123456789");
        assertThat(buffer.room()).isZero();
        buffer.moveTo(0);
        assertThat(text()).isEqualTo("0123456789");
        assertThat(buffer.room()).isEqualTo(6);
    }

    @Test
    void shouldRefuseToReachBeyondItsBytes() {
        append("abc");
        assertThatThrownBy(() -> buffer.consume(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.startAt(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.extend(10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buffer.extend(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(text()).isEqualTo("abc");
    }

    @Test
    void shouldComeBackEmptyToTheNextBorrower() {
        append("abc");
        buffers.giveBack(buffer);
        assertThat(buffers.borrowed()).isZero();
        Buffer next = buffers.borrow(0);
        assertThat(next).isSameAs(buffer);
        assertThat(next.isEmpty()).isTrue();
        assertThat(next.room()).isEqualTo(16);
        assertThat(buffers.borrow(0)).isNotSameAs(next);
        assertThat(buffers.borrowed()).isEqualTo(2);
    }

    private void append(String text) {
        buffer.append(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    private String text() {
        byte[] held = new byte[buffer.length()];
        buffer.bytes().get(buffer.start(), held);
        return new String(held, US_ASCII);
    }
}
