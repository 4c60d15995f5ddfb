package io.fairlead.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BuffersTest {
    private final ScarceMemory memory = new ScarceMemory(2);
    private final Buffers buffers = memory.buffers(16);

    @Test
    void shouldLendABufferThatCameBackWhereThereIsNoMemory() {
        Buffer first = buffers.borrow(0);
        Buffer second = buffers.borrow(0);
        assertThatThrownBy(() -> buffers.borrow(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(buffers.borrowed()).isEqualTo(2);

        buffers.giveBack(first);
        assertThat(buffers.borrow(0)).isSameAs(first).isNotSameAs(second);
    }

    @Test
    void shouldNotAskForMemoryAgainSoonAfterARefusal() {
        buffers.borrow(0);
        buffers.borrow(0);
        assertThatThrownBy(() -> buffers.borrow(0)).isInstanceOf(OutOfMemoryError.class);
        memory.add(1);
        memory.pass(9_999);
        assertThatThrownBy(() -> buffers.borrow(0)).isInstanceOf(OutOfMemoryError.class);
        assertThat(memory.asked()).isEqualTo(3);

        memory.pass(1);
        buffers.borrow(0);
        assertThat(memory.asked()).isEqualTo(4);
        assertThat(buffers.borrowed()).isEqualTo(3);
    }
}
