package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IoTest {
    private static final int PAGE = 4096;

    private final ByteBuffer bytes = Memory.allocate(PAGE);
    private final long pointer = Memory.addressOf(bytes);
    private int from;
    private int to;
    private int pipeOut;
    private int pipeIn;

    @BeforeEach
    void open() {
        assertThat(Sockets.pair(pointer)).isZero();
        from = bytes.getInt(0);
        to = bytes.getInt(4);
        assertThat(Io.pipe(pointer)).isZero();
        pipeOut = bytes.getInt(0);
        pipeIn = bytes.getInt(4);
    }

    @AfterEach
    void close() {
        for (int fd : new int[] {from, to, pipeOut, pipeIn}) {
            Io.close(fd);
        }
    }

    @Test
    void shouldReadWhatWasWritten() {
        bytes.putLong(0, 135);
        assertThat(Io.write(pipeIn, pointer, 8)).isEqualTo(8);
        bytes.putLong(0, 0);
        assertThat(Io.read(pipeOut, pointer, PAGE)).isEqualTo(8);
        assertThat(bytes.getLong(0)).isEqualTo(135);
    }

    @Test
    void shouldReceiveWhatWasSent() {
        bytes.putLong(0, 136);
        assertThat(Io.send(from, pointer, 8)).isEqualTo(8);
        bytes.putLong(0, 0);
        assertThat(Io.receive(to, pointer, PAGE)).isEqualTo(8);
        assertThat(bytes.getLong(0)).isEqualTo(136);
    }

    @Test
    void shouldGiveDescriptorsNumbersFromTheLowestThatIsAllowed() {
        int lowest = Math.max(pipeIn, to) + 100;
        int first = Io.duplicate(from, lowest);
        int second = Io.duplicate(from, lowest);
        assertThat(first).isGreaterThanOrEqualTo(lowest);
        assertThat(second).isGreaterThan(first);
        assertThat(Io.send(second, pointer, 8)).isEqualTo(8);
        assertThat(Io.receive(to, pointer, PAGE)).isEqualTo(8);
        Io.close(first);
        Io.close(second);
    }

    @Test
    void shouldAnswerThatNothingIsThereYet() {
        assertThat(Io.read(pipeOut, pointer, PAGE)).isEqualTo(-Errno.EAGAIN);
        assertThat(Io.receive(to, pointer, PAGE)).isEqualTo(-Errno.EAGAIN);
        assertThat(Io.splice(to, pipeIn, PAGE)).isEqualTo(-Errno.EAGAIN);
        assertThat(Io.splice(pipeOut, from, PAGE)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void shouldAnswerThatAPipeIsFull() {
        int total = 0;
        int written = Io.write(pipeIn, pointer, PAGE);
        while (written > 0) {
            total += written;
            written = Io.write(pipeIn, pointer, PAGE);
        }
        assertThat(written).isEqualTo(-Errno.EAGAIN);
        assertThat(total).isGreaterThanOrEqualTo(PAGE);
    }

    @Test
    void shouldSpliceFromSocketToSocketThroughAPipe() {
        bytes.putInt(0, 4711);
        Io.send(from, pointer, 4);
        assertThat(Io.splice(to, pipeIn, PAGE)).isEqualTo(4);
        assertThat(Io.splice(pipeOut, to, PAGE)).isEqualTo(4);
        bytes.putInt(0, 0);
        assertThat(Io.receive(from, pointer, PAGE)).isEqualTo(4);
        assertThat(bytes.getInt(0)).isEqualTo(4711);
    }

    @Test
    void shouldAnswerTheEndOfTheStream() {
        assertThat(Sockets.shutdownWrite(from)).isZero();
        assertThat(Io.receive(to, pointer, PAGE)).isZero();
        assertThat(Io.splice(to, pipeIn, PAGE)).isZero();
    }

    @Test
    void shouldAnswerABrokenConnectionWithoutASignal() {
        Io.close(to);
        assertThat(Io.send(from, pointer, 8)).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void shouldResizeAPipe() {
        assertThat(Io.resizePipe(pipeIn, 1 << 17)).isEqualTo(1 << 17);
        assertThat(Io.resizePipe(pipeIn, (1 << 17) + 1)).isEqualTo(1 << 18);
        assertThat(Io.resizePipe(from, PAGE)).isEqualTo(-Errno.EBADF);
    }

    @Test
    void shouldAnswerABadDescriptor() {
        assertThat(Io.read(-1, pointer, 1)).isEqualTo(-Errno.EBADF);
        assertThat(Io.write(-1, pointer, 1)).isEqualTo(-Errno.EBADF);
        assertThat(Io.receive(-1, pointer, 1)).isEqualTo(-Errno.EBADF);
        assertThat(Io.send(-1, pointer, 1)).isEqualTo(-Errno.EBADF);
        assertThat(Io.splice(-1, pipeIn, 1)).isEqualTo(-Errno.EBADF);
    }
}
