package io.fairlead.session;

import static io.fairlead.session.Message.HEAD;
import static io.fairlead.session.Message.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.BodyKind;
import io.fairlead.session.Flow.Outcome;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages pass whole and unaltered, and the flow knows where they end, whichever way their bytes took. */
@ParameterizedClass(name = "spliced: {0}")
@ValueSource(booleans = {false, true})
class FlowTest {
    private static final String NEXT = "HTTP/1.1 204 No Content\r\n\r\n";

    private final FlowRig rig;
    private final boolean spliced;

    FlowTest(boolean spliced) {
        this.spliced = spliced;
        rig = new FlowRig(spliced);
    }

    @AfterEach
    void shouldLeaveNothingBehind() {
        rig.close();
    }

    @Test
    void shouldCarrySeveralChunksInAPacket() {
        byte[] message = new Message(1)
                .head()
                .chunk(5)
                .text("6;name=value\r\n world\r\n")
                .chunk(1)
                .text("0\r\nTrailer: value\r\n\r\n")
                .bytes();
        shouldPass(message, BodyKind.CHUNKED, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 16_383, 16_384, 16_385, 300_000, 1 << 20})
    void shouldNotSwallowTheEnvelopeBetweenChunks(int size) {
        Message message = new Message(size).head();
        for (int i = 0; i < 6; i++) {
            message.chunk(size).chunk(3);
        }
        shouldPass(message.lastChunk().bytes(), BodyKind.CHUNKED, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_095, 4_096, 4_097, 16_384, 70_000, 5 << 20})
    void shouldEndAtTheLengthThoughTheConnectionStaysOpen(int length) {
        shouldPass(new Message(length).head().payload(length).bytes(), BodyKind.LENGTH, length);
        // the connection is good for another
        shouldPass(new Message(length + 1).head().payload(length).bytes(), BodyKind.LENGTH, length);
    }

    @Test
    void shouldCarryAChunkedBodyCutAtEveryByte() {
        byte[] message = new Message(2)
                .head()
                .chunk(3)
                .chunk(4_100)
                .text("1;e\r\nx\r\n0\r\nT: v\r\n\r\n")
                .bytes();
        shouldPassCutEverywhere(message, BodyKind.CHUNKED, 0);
    }

    @Test
    void shouldCarryABodyWithALengthCutAtEveryByte() {
        shouldPassCutEverywhere(new Message(3).head().payload(4_200).bytes(), BodyKind.LENGTH, 4_200);
    }

    /** As in answers to HEAD, 204 and 304: what follows is not theirs, even if it looks like a body. */
    @Test
    void shouldCarryNoBodyWhereTheMessageHasNone() {
        byte[] stray = new Message(4).payload(6_000).bytes();
        rig.send(ascii(HEAD));
        rig.send(stray);
        rig.start(HEAD.length(), BodyKind.NONE, 0);
        assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
        assertThat(rig.takeReceived()).asString().isEqualTo(HEAD);
        assertThat(rig.leftOver(stray.length)).hasSize(stray.length);
        assertThat(rig.counters.bytesSpliced.sum()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNTIL_CLOSE", "TUNNEL"})
    void shouldEndWhereTheConnectionEnds(BodyKind kind) {
        byte[] message = new Message(5).head().payload(3_000_000).bytes();
        rig.send(message, 0, HEAD.length());
        rig.start(HEAD.length(), kind, 0);
        rig.send(message, HEAD.length(), message.length);
        rig.finish();
        assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
        assertThat(rig.takeReceived()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_000, 60_000, 99_999})
    void shouldTellATruncatedBodyAndDeliverWhatCame(int arrived) {
        byte[] message = new Message(6).head().payload(arrived).bytes();
        rig.send(message, 0, HEAD.length());
        rig.start(HEAD.length(), BodyKind.LENGTH, 100_000);
        rig.send(message, HEAD.length(), message.length);
        rig.finish();
        assertThat(rig.end()).isEqualTo(Outcome.TRUNCATED);
        assertThat(rig.takeReceived()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "186a0", "186a0\r\nonly the beginning", "3\r\nabc\r\n", "0\r\n", "0\r\nT: v\r\n"})
    void shouldTellATruncatedChunkedBodyAndDeliverWhatCame(String body) {
        byte[] message = new Message(7).head().chunk(10_000).text(body).bytes();
        rig.send(message, 0, HEAD.length());
        rig.start(HEAD.length(), BodyKind.CHUNKED, 0);
        rig.send(message, HEAD.length(), message.length);
        rig.finish();
        assertThat(rig.end()).isEqualTo(Outcome.TRUNCATED);
        assertThat(rig.takeReceived()).isEqualTo(message);
    }

    @Test
    void shouldRefuseABrokenEnvelopeAfterASplicedChunk() {
        byte[] message =
                new Message(8).head().text("186a0\r\n").payload(100_000).bytes();
        rig.send(message, 0, HEAD.length());
        rig.start(HEAD.length(), BodyKind.CHUNKED, 0);
        rig.send(message, HEAD.length(), message.length);
        rig.awaitReceived(message.length);
        rig.send(ascii("no line end"));
        assertThat(rig.end()).isEqualTo(Outcome.MALFORMED);
        assertThat(rig.takeReceived()).isEqualTo(message);
    }

    @Test
    void shouldSpliceThePayloadAndCopyTheEnvelope() {
        String size = "186a0\r\n";
        String end = "\r\n0\r\n\r\n";
        rig.send(ascii(HEAD));
        rig.start(HEAD.length(), BodyKind.CHUNKED, 0);
        rig.send(ascii(size));
        rig.awaitReceived(HEAD.length() + size.length()); // so that no payload comes with its size
        rig.send(new Message(9).payload(100_000).bytes());
        rig.send(ascii(end));
        assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
        int envelope = HEAD.length() + size.length() + end.length();
        assertThat(rig.counters.bytesSpliced.sum()).isEqualTo(spliced ? 100_000 : 0);
        assertThat(rig.counters.bytesCopied.sum()).isEqualTo(spliced ? envelope : envelope + 100_000);
        assertThat(rig.takeReceived()).hasSize(envelope + 100_000);
    }

    @Test
    void shouldDeliverWhatCameBeforeTheSourceBroke() {
        byte[] message = new Message(10).head().payload(20_000).bytes();
        rig.send(message, 0, HEAD.length());
        rig.start(HEAD.length(), BodyKind.LENGTH, 100_000);
        rig.send(message, HEAD.length(), message.length);
        rig.resetSender();
        assertThat(rig.end()).isEqualTo(Outcome.SOURCE_FAILED);
        assertThat(rig.takeReceived()).isEqualTo(message);
    }

    @RepeatedTest(40)
    void shouldPassRandomChunksInRandomPieces(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Message composed = new Message(random.nextLong()).head();
        int chunks = random.nextInt(12);
        for (int i = 0; i < chunks; i++) {
            composed.chunk(1 + random.nextInt(1 << random.nextInt(19)));
        }
        byte[] message = composed.lastChunk().text(NEXT).bytes();
        int cut = HEAD.length() + random.nextInt(100);
        rig.send(message, 0, Math.min(cut, message.length));
        rig.start(HEAD.length(), BodyKind.CHUNKED, 0);
        while (cut < message.length) {
            int next = Math.min(message.length, cut + 1 + random.nextInt(1 << random.nextInt(19)));
            rig.send(message, cut, next);
            cut = next;
        }
        assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
        assertThat(rig.takeReceived()).isEqualTo(Arrays.copyOf(message, message.length - NEXT.length()));
        assertThat(rig.leftOver(NEXT.length())).isEqualTo(NEXT);
    }

    /** Sends a message with the beginning of the next in one go; only the first may pass. */
    private void shouldPass(byte[] message, BodyKind kind, long length) {
        byte[] withNext = Arrays.copyOf(message, message.length + NEXT.length());
        System.arraycopy(ascii(NEXT), 0, withNext, message.length, NEXT.length());
        rig.send(withNext, 0, HEAD.length());
        rig.start(HEAD.length(), kind, length);
        rig.send(withNext, HEAD.length(), withNext.length);
        assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
        assertThat(rig.takeReceived()).isEqualTo(message);
        assertThat(rig.leftOver(NEXT.length())).isEqualTo(NEXT);
    }

    private void shouldPassCutEverywhere(byte[] message, BodyKind kind, long length) {
        for (int cut = HEAD.length(); cut <= message.length; cut++) {
            rig.send(message, 0, cut);
            rig.start(HEAD.length(), kind, length);
            rig.awaitReceived(cut);
            assertThat(rig.flow.outcome() == Outcome.COMPLETE).isEqualTo(cut == message.length);
            rig.send(message, cut, message.length);
            assertThat(rig.end()).isEqualTo(Outcome.COMPLETE);
            assertThat(rig.takeReceived()).as("cut at %d", cut).isEqualTo(message);
        }
    }
}
