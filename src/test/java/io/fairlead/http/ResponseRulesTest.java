package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.http.HeadRule.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules on responses: line by line, the first rule that matches is the only one. */
class ResponseRulesTest {
    private static final int ROOM = 1024;
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nServer: s\r\nX-One: 1\r\nContent-Length: 3\r\n\r\n";

    private final Head head = new Head();

    private static HeadRule rule(Kind kind, String pattern) {
        return new HeadRule(kind, pattern, true, null);
    }

    private static HeadRule replace(String pattern, String replacement) {
        return new HeadRule(Kind.REPLACE, pattern, true, replacement);
    }

    private static ResponseRules rules(HeadRule... rules) {
        return new ResponseRules(List.of(rules), List.of());
    }

    private Verdict apply(ResponseRules rules, String message, Method method) {
        ByteBuffer bytes = bufferAt(ROOM, message);
        assertThat(new HeadParser().response(bytes, ROOM, bytes.capacity(), head, method))
                .isEqualTo(HeadParser.Result.COMPLETE);
        return rules.apply(head, 0);
    }

    private String accepted(ResponseRules rules) {
        assertThat(apply(rules, RESPONSE, Method.GET)).isEqualTo(Verdict.ACCEPT);
        assertThat(head.end()).isEqualTo(ROOM + RESPONSE.length());
        return text(head);
    }

    @Test
    void shouldLeaveAResponseAloneThatNoRuleMatches() {
        assertThat(accepted(rules(rule(Kind.DENY, "^Set-Cookie"), replace("^Date", "x"))))
                .isEqualTo(RESPONSE);
        assertThat(accepted(rules())).isEqualTo(RESPONSE);
    }

    @Test
    void shouldTellWhoseWishItIsToClose() {
        accepted(new ResponseRules(List.of(), List.of("Connection: close")));
        assertThat(head.closedByRule()).isTrue();
        accepted(rules(replace("^X-One.*", "Connection: close")));
        assertThat(head.closedByRule()).isTrue();
        accepted(rules(replace("^X-One.*", "Connection: keep-alive")));
        assertThat(head.closedByRule()).isFalse();
    }

    @Test
    void shouldCarryOutTheFirstRuleOfALineOnly() {
        assertThat(accepted(rules(replace("^Server: (.*)", "Server: t"), rule(Kind.DENY, "^server"))))
                .isEqualTo(RESPONSE.replace("Server: s", "Server: t"));
        assertThat(accepted(rules(replace("^X-One", "Y: 1"), replace("^Y", "Z: 1"), rule(Kind.DELETE, "^x-"))))
                .isEqualTo(RESPONSE.replace("X-One: 1", "Y: 1"));
        assertThat(accepted(rules(rule(Kind.DELETE, "^(Server|X-)"), rule(Kind.DENY, "1$"))))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    }

    @Test
    void shouldReplaceTheStatusLine() {
        assertThat(accepted(rules(replace("^(HTTP/1..) 200 .*", "\\1 403 No"))))
                .startsWith("HTTP/1.1 403 No\r\nServer");
        assertThat(head.status()).isEqualTo(403);
    }

    @Test
    void shouldDenyWithoutTouchingTheHead() {
        ResponseRules rules = rules(replace("^Server", "S: t"), rule(Kind.DENY, "^x-one: 1$"));
        assertThat(apply(rules, RESPONSE, Method.GET)).isEqualTo(Verdict.DENY);
        assertThat(text(head)).isEqualTo(RESPONSE);
    }

    @Test
    void shouldAddLinesLast() {
        ResponseRules rules = new ResponseRules(List.of(rule(Kind.DELETE, "^X-")), List.of("P3P: CP=\"x\"", "Y: z"));
        assertThat(accepted(rules))
                .isEqualTo("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 3\r\nP3P: CP=\"x\"\r\nY: z\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "^HTTP,            '',                          START_LINE_REMOVED",
        "^HTTP,            HTTP/1.1 204 OK,             BODY_CHANGED",
        "^HTTP,            HTTP/1.1 304 OK,             BODY_CHANGED",
        "^HTTP,            HTTP/1.1 100 OK,             BODY_CHANGED",
        "^HTTP,            HTTP/1.1 101 OK,             BODY_CHANGED",
        "^HTTP,            HTTP/2.0 200 OK,             UNKNOWN_VERSION",
        "^HTTP,            ' HTTP/1.1 200 OK',          INVALID_STATUS_LINE",
        "^Content-Length,  '',                          BODY_CHANGED",
        "^Content-Length,  Content-Length: 4,           BODY_CHANGED",
        "^Content-Length,  Transfer-Encoding: chunked,  BODY_CHANGED",
        "^Server,          Transfer-Encoding: chunked,  CODING_AND_LENGTH",
        "^Server,          Content-Length: 4,           DIFFERING_LENGTHS",
        "^Server,          \\x0d\\x0a<html>,            HEAD_CUT",
        "^Server,          A: b\\x0a\\x0aHTTP/1.1 200,  HEAD_CUT",
        "^X-One,           \\x00,                       CONTROL_CHARACTER",
    })
    void shouldRefuseWhatWouldMeanSomethingElse(String pattern, String replacement, Problem problem) {
        ResponseRules rules = rules(replace(pattern, replacement));
        assertThat(apply(rules, RESPONSE, Method.GET)).isEqualTo(Verdict.INVALID);
        assertThat(head.problem()).isEqualTo(problem);
    }

    @Test
    void shouldNotMakeAnInterimResponseOfAFinalOne() {
        ResponseRules rules = rules(replace("^HTTP", "HTTP/1.1 102 x"));
        assertThat(apply(rules, "HTTP/1.1 204 x\r\n\r\n", Method.GET)).isEqualTo(Verdict.INVALID);
        assertThat(head.problem()).isEqualTo(Problem.STATUS_CHANGED);
    }

    @Test
    void shouldLetTheLengthOfAnAbsentBodyGo() {
        assertThat(apply(rules(rule(Kind.DELETE, "^Content-")), RESPONSE, Method.HEAD))
                .isEqualTo(Verdict.ACCEPT);
        assertThat(head.bodyKind()).isEqualTo(BodyKind.NONE);
    }

    @Test
    void shouldRefuseALineThatGrowsTooLong() {
        ResponseRules rules = rules(replace("^X-One: (.*)", "X-One: " + "\\1".repeat(30)));
        String response = RESPONSE.replace("X-One: 1", "X-One: " + "1".repeat(600));
        assertThat(apply(rules, response, Method.GET)).isEqualTo(Verdict.INVALID);
        assertThat(head.problem()).isEqualTo(Problem.TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"ALLOW", "PASS", "TARPIT", "SET_BACKEND"})
    void shouldKnowNoOtherKinds(Kind kind) {
        assertThatThrownBy(() -> rules(rule(kind, "a"))).isInstanceOf(IllegalArgumentException.class);
    }
}
