package io.fairlead.http;

import static io.fairlead.http.Samples.buffer;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.HeadParser.Result;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Damaged messages against plain statements of the grammar; the seeds are fixed. */
class FuzzTest {
    private static final int ROUNDS = 40_000;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String FIELDS = "(?:" + TOKEN + ":[\\t\\x20-\\x7e\\x80-\\xff]*\\r?\\n){0,203}\\r?\\n";
    private static final Pattern REQUEST =
            Pattern.compile("(?:\\r?\\n){0,8}" + TOKEN + " [\\x21-\\x7e\\x80-\\xff]+ HTTP/1\\.[01]\\r?\\n" + FIELDS);
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}(?: [\\t\\x20-\\x7e\\x80-\\xff]*)?\\r?\\n" + FIELDS);
    private static final Pattern CHUNK_START =
            Pattern.compile("([0-9A-Fa-f]{1,16})(?:[ \\t]*;[\\t\\x20-\\x7e\\x80-\\xff]*)?\\r\\n");
    private static final Pattern TRAILERS =
            Pattern.compile("(?:" + TOKEN + ":[\\t\\x20-\\x7e\\x80-\\xff]*\\r\\n)*\\r\\n");

    private static final List<String> BODIES = List.of(
            "5\r\nhello\r\n0\r\n\r\n",
            "1;a=b\r\nx\r\na ; name=\"v\"\r\n0123456789\r\n00\r\nDigest: x\r\nY:\r\n\r\n",
            "0\r\n\r\nGET / HTTP/1.1\r\n\r\n");

    private final Random random = new Random(9112);
    private final Mutations mutations = new Mutations(random);

    @Test
    void shouldReadDamagedRequestsAsTheGrammarSays() {
        assertThat(acceptedOf(Samples.REQUESTS, REQUEST, true)).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    @Test
    void shouldReadDamagedResponsesAsTheGrammarSays() {
        assertThat(acceptedOf(Samples.RESPONSES, RESPONSE, false)).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private int acceptedOf(List<String> samples, Pattern grammar, boolean request) {
        HeadInvariants invariants = new HeadInvariants(request);
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String message = mutations.of(samples.get(random.nextInt(samples.size())));
            Result result = invariants.check(Samples.octets(message));
            Matcher oracle = grammar.matcher(message);
            if (oracle.lookingAt()) {
                assertThat(result).as(message).isNotEqualTo(Result.INCOMPLETE);
            } else {
                assertThat(result).as(message).isNotEqualTo(Result.COMPLETE);
            }
            if (result == Result.COMPLETE) {
                accepted++;
                assertThat(invariants.head().end()).as(message).isEqualTo(HeadInvariants.ROOM + oracle.end());
            }
        }
        return accepted;
    }

    @Test
    void shouldFollowDamagedChunksAsTheGrammarSays() {
        BodyReader reader = new BodyReader();
        int complete = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String body = mutations.of(BODIES.get(random.nextInt(BODIES.size())));
            ByteBuffer bytes = buffer(body);
            int end = endOfChunks(body);
            reader.start(BodyKind.CHUNKED, -1);
            int taken = reader.accept(bytes, 0, bytes.capacity());
            assertThat(reader.complete()).as(body).isEqualTo(end >= 0);
            if (end >= 0) {
                complete++;
                assertThat(taken).as(body).isEqualTo(end);
            }
            assertThat(acceptInPieces(reader, bytes)).as(body).isEqualTo(taken);
        }
        assertThat(complete).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
    }

    private int acceptInPieces(BodyReader reader, ByteBuffer bytes) {
        reader.start(BodyKind.CHUNKED, -1);
        int total = 0;
        for (int from = 0, to; from < bytes.capacity(); from = to) {
            to = Math.min(bytes.capacity(), from + 1 + random.nextInt(5));
            int run = (int) Math.min(reader.payloadRun(), to - from);
            int taken = run;
            if (run > 0 && random.nextBoolean()) {
                reader.carried(run);
                to = from + run;
            } else {
                taken = reader.accept(bytes, from, to);
            }
            if (taken < 0) {
                return -1;
            }
            total += taken;
        }
        return total;
    }

    /** Where a chunked body ends, or -1 if it does not. */
    private static int endOfChunks(String body) {
        int at = 0;
        while (true) {
            Matcher start = CHUNK_START.matcher(body).region(at, body.length());
            if (!start.lookingAt() || start.group(1).matches("[89a-fA-F].{15}")) {
                return -1;
            }
            long size = Long.parseLong(start.group(1), 16);
            at = start.end();
            if (size == 0) {
                Matcher trailers = TRAILERS.matcher(body).region(at, body.length());
                return trailers.lookingAt() ? trailers.end() : -1;
            }
            if (size > body.length() - at || !body.startsWith("\r\n", at + (int) size)) {
                return -1;
            }
            at += (int) size + 2;
        }
    }
}
