package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.describe;
import static io.fairlead.http.Samples.octets;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.http.HeadParser.Result;
import io.fairlead.http.HeadRule.Kind;
import java.nio.ByteBuffer;
import java.util.List;

/** What holds for a head made of any bytes. */
final class HeadInvariants {
    static final int ROOM = 512;

    private static final List<HeadRule> RULES = List.of(
            new HeadRule(Kind.REPLACE, "^(GET|HTTP/1..) (.*)$", true, "\\1 \\2"),
            new HeadRule(Kind.REPLACE, "^x-([^:]*): *(.*)", true, "\\1: \\2"),
            new HeadRule(Kind.REPLACE, "^y", true, "A: \\0\r\nB: b"),
            new HeadRule(Kind.DELETE, "^accept", true, null),
            new HeadRule(Kind.DENY, "^z", false, null));

    private final boolean request;
    private final HeadParser parser = new HeadParser();
    private final Head head = new Head();
    private final Head again = new Head();
    private final HeadEditor editor = new HeadEditor();
    private final RequestRules requestRules = new RequestRules(RULES, List.of("Via: f"));
    private final ResponseRules responseRules = new ResponseRules(RULES, List.of("Via: f"));
    private final Cookies cookies = new Cookies();
    private final SessionId session = new SessionId("a", 5);

    HeadInvariants(boolean request) {
        this.request = request;
    }

    /** The head that the message was read as, where it is complete. */
    Head head() {
        return head;
    }

    /** Checks everything; returns what the message was read as. */
    Result check(byte[] message) {
        ByteBuffer bytes = bufferAt(ROOM, message);
        Result result = parse(bytes, bytes.capacity(), head);
        checkInPieces(bytes, result);
        if (result == Result.COMPLETE) {
            String meaning = describe(head);
            useReaders();
            checkComposed(message, meaning);
            checkRules(message);
            assertThat(parse(bytes, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
            assertThat(describe(head)).isEqualTo(meaning);
        }
        return result;
    }

    private Result parse(ByteBuffer bytes, int to, Head into) {
        return request ? parser.request(bytes, ROOM, to, into) : parser.response(bytes, ROOM, to, into, Method.GET);
    }

    /** How bytes arrive makes no difference; the sizes of the pieces come from the bytes. */
    private void checkInPieces(ByteBuffer bytes, Result whole) {
        Result result = Result.INCOMPLETE;
        int to = ROOM;
        while (result == Result.INCOMPLETE && to < bytes.capacity()) {
            to = Math.min(bytes.capacity(), to + 1 + (bytes.get(to) & 15));
            result = parse(bytes, to, again);
        }
        parser.reset();
        assertThat(result).isEqualTo(whole);
        if (whole == Result.COMPLETE) {
            assertThat(describe(again)).isEqualTo(describe(head));
        }
    }

    /** None of them may fail. */
    private void useReaders() {
        byte[] name = octets("a");
        cookies.find(head, name);
        cookies.findBeginning(head, name);
        session.find(head);
        CacheCheck.exposesCookie(head);
        new HeaderName("Host").last(head);
    }

    /** What is sent on must mean, to any strict reader, what was read here. */
    private void checkComposed(byte[] message, String meaning) {
        ByteBuffer bytes = bufferAt(ROOM, message);
        assertThat(parse(bytes, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
        editor.begin(head);
        int end = head.end();
        String composed = text(bytes, editor.composeBefore(0), end);
        checkLineEnds(composed);
        reparse(composed);
        assertThat(withoutLengthLines(describe(again))).isEqualTo(withoutLengthLines(meaning));
        assertThat(again.repeatedLength).isFalse();
    }

    /** After rules and with cookies changed, too, a head is what its own bytes say. */
    private void checkRules(byte[] message) {
        ByteBuffer bytes = bufferAt(ROOM, message);
        assertThat(parse(bytes, bytes.capacity(), head)).isEqualTo(Result.COMPLETE);
        BodyKind bodyKind = head.bodyKind();
        long length = head.contentLength();
        int end = head.end();
        Verdict verdict = request ? requestRules.apply(head, 0) : responseRules.apply(head, 0);
        if (verdict != Verdict.ACCEPT) {
            return;
        }
        assertThat(head.end()).isEqualTo(end);
        assertThat(head.bodyKind() == bodyKind || length == 0 || head.contentLength() == 0)
                .isTrue();
        editor.begin(head);
        changeCookies();
        int start = editor.composeBefore(0);
        if (start >= 0) {
            String composed = text(bytes, start, end);
            checkLineEnds(composed);
            reparse(composed);
            assertThat(again.bodyKind()).isEqualTo(head.bodyKind());
            assertThat(again.contentLength()).isEqualTo(head.contentLength());
        }
    }

    private void changeCookies() {
        byte[] name = octets("a");
        if (request) {
            cookies.removePrefix(head, octets("b"), editor);
            cookies.remove(head, name, editor);
        } else {
            cookies.addPrefix(head, octets("b"), octets("s~"), editor);
            cookies.replaceValue(head, octets("c"), octets("s"), editor);
            cookies.remove(head, name, editor);
        }
    }

    private void reparse(String composed) {
        ByteBuffer copy = bufferAt(ROOM, composed);
        assertThat(parse(copy, copy.capacity(), again)).as(composed).isEqualTo(Result.COMPLETE);
        assertThat(again.end()).isEqualTo(copy.capacity());
        assertThat(again.start()).isEqualTo(ROOM);
    }

    private static void checkLineEnds(String composed) {
        assertThat(composed).doesNotContainPattern("[^\\r]\\n").doesNotContainPattern("\\r[^\\n]");
    }

    private static String withoutLengthLines(String description) {
        return description.replaceAll("(?m)^CONTENT_LENGTH .*\\n", "");
    }
}
