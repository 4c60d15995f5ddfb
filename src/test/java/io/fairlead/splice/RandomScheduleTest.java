package io.fairlead.splice;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.splice.Splice.Step;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Random writes, reads, pauses and ends: the repetition's number is the seed. */
@EveryEngine
class RandomScheduleTest extends EngineTest {
    RandomScheduleTest(Engine engine) {
        super(engine);
    }

    @RepeatedTest(60)
    void shouldCarryExactlyWhatWasSentUpToTheLimit(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        long limit = random.nextBoolean() ? Long.MAX_VALUE : size(random);
        long total = size(random);
        Transfer transfer = rig.transfer(limit, socketBytes(random), socketBytes(random));
        while (transfer.from.sent() < total && !transfer.over()) {
            act(transfer, total, random);
        }
        if (random.nextInt(4) == 0) {
            transfer.from.close();
        } else {
            transfer.from.finish();
        }
        rig.drain(transfer);
        long expected = Math.min(limit, transfer.from.sent());
        assertThat(transfer.step()).isEqualTo(transfer.from.sent() >= limit ? Step.DONE : Step.END);
        assertThat(transfer.carried()).isEqualTo(expected);
        assertThat(transfer.to.received()).isEqualTo(expected);
        assertThat(rig.held()).isZero();
    }

    @RepeatedTest(30)
    void shouldDeliverAPrefixWhenCutShortAnywhere(RepetitionInfo repetition) {
        Random random = new Random(1_000 + repetition.getCurrentRepetition());
        Transfer transfer = rig.transfer(Long.MAX_VALUE, socketBytes(random), socketBytes(random));
        long total = size(random);
        long cut = random.nextLong(total);
        while (transfer.carried() <= cut && transfer.from.sent() < total) {
            act(transfer, total, random);
        }
        transfer.close();
        assertThat(rig.held()).isZero();
        transfer.target.shutdownWrite();
        rig.turnUntil(() -> {
            transfer.to.receive();
            return transfer.to.ended();
        });
        assertThat(transfer.to.received()).isEqualTo(transfer.carried());
    }

    private void act(Transfer transfer, long total, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> transfer.from.send(Math.min(size(random), total - transfer.from.sent()));
            case 1 -> transfer.to.receive(size(random));
            case 2 -> rig.loop.turn(0);
            default -> transfer.advance(); // a needless call must do no harm
        }
    }

    /** Sizes of socket buffers: often the kernel's choice, else small ones. */
    private static int socketBytes(Random random) {
        return random.nextInt(3) == 0 ? 1 + random.nextInt(20_000) : 0;
    }

    /** From a byte to some megabytes, each order of magnitude alike. */
    private static long size(Random random) {
        return 1L + random.nextInt(1 << random.nextInt(23));
    }
}
