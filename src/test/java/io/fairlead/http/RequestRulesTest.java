package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.http.HeadRule.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules on requests: HAProxy 1.3.5's order and actions (its header rules, defect of {@code reqpass} excepted). */
class RequestRulesTest {
    private static final int ROOM = 1024;
    private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nX-Two: 2\r\n\r\n";

    private Head head = new Head();

    private static HeadRule rule(Kind kind, String pattern) {
        return new HeadRule(kind, pattern, false, null);
    }

    private static HeadRule replace(String pattern, String replacement) {
        return new HeadRule(Kind.REPLACE, pattern, false, replacement);
    }

    private static RequestRules rules(HeadRule... rules) {
        return new RequestRules(List.of(rules), List.of());
    }

    private Verdict apply(RequestRules rules, String message) {
        head = request(bufferAt(ROOM, message), ROOM, ROOM + message.length());
        return rules.apply(head, 0);
    }

    private String accepted(RequestRules rules, String message) {
        assertThat(apply(rules, message)).as(head.problem().text()).isEqualTo(Verdict.ACCEPT);
        assertThat(head.end()).isEqualTo(ROOM + message.length());
        return text(head);
    }

    private Problem refused(RequestRules rules, String message) {
        assertThat(apply(rules, message)).isEqualTo(Verdict.INVALID);
        return head.problem();
    }

    @Test
    void shouldLeaveARequestAloneThatNoRuleMatches() {
        RequestRules rules = rules(replace("^X-Three", "y"), rule(Kind.DENY, "^POST"), rule(Kind.DELETE, "^x-one"));
        assertThat(accepted(rules, REQUEST)).isEqualTo(REQUEST);
        assertThat(rules.switchRule()).isEqualTo(RequestRules.NONE);
        assertThat(head.start()).isEqualTo(ROOM);
    }

    @ParameterizedTest
    @CsvSource({
        "X-One: 1,                 ^X-One,      Connection: close,      true",
        "Connection: keep-alive,   ^Connection, Connection: close,      true",
        "Connection: close,        ^Connection, Connection: close,      true",
        "X-One: 1,                 ^X-One,      'Y: 1\nConnection: x, CLOSE', true",
        "Connection: close,        ^X-Two,      Connection: close,      true",
        "Connection: close,        ^X-Two,      X-Two: 3,               false",
        "Connection: close,        ^Connection, Connection: keep-alive, false",
        "X-One: 1,                 ^X-One,      X-Connection: close,    false",
    })
    void shouldTellWhoseWishItIsToClose(String line, String pattern, String replacement, boolean byRule) {
        accepted(rules(replace(pattern, replacement)), REQUEST.replace("X-One: 1", line));
        assertThat(head.closedByRule()).isEqualTo(byRule);
    }

    @Test
    void shouldKnowARulesCloseAfterTheRulesOfAnotherProxy() {
        String closing = REQUEST.replace("X-One: 1", "Connection: close");
        accepted(new RequestRules(List.of(rule(Kind.DELETE, "^Connection")), List.of("Connection: close")), closing);
        assertThat(head.closedByRule()).isTrue();
        assertThat(new RequestRules(List.of(), List.of("X: y")).apply(head, 0)).isEqualTo(Verdict.ACCEPT);
        assertThat(head.closedByRule()).isTrue();
        assertThat(rules(rule(Kind.DELETE, "^Connection")).apply(head, 0)).isEqualTo(Verdict.ACCEPT);
        assertThat(head.closedByRule()).isFalse();
    }

    @Test
    void shouldReplaceWholeLinesEverywhere() {
        assertThat(accepted(rules(replace("^X-(.*): (.)", "Y-\\1: <\\2>")), REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nY-One: <1>\r\nY-Two: <2>\r\n\r\n");
        assertThat(accepted(rules(replace("One", "X: \\0")), REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nX: One\r\nX-Two: 2\r\n\r\n");
    }

    @Test
    void shouldReplaceTheRequestLine() {
        assertThat(accepted(rules(replace("^([^ ]*) /a(.*)", "\\1 /b/c\\2")), REQUEST))
                .startsWith("GET /b/c HTTP/1.1\r\nHost");
        assertThat(text(head.bytes(), head.targetStart(), head.targetEnd())).isEqualTo("/b/c");
        assertThat(accepted(rules(replace("^GET (.*)1$", "OPTIONS \\10")), REQUEST))
                .startsWith("OPTIONS /a HTTP/1.0\r\n");
        assertThat(head.method()).isEqualTo(Method.OPTIONS);
        assertThat(head.minorVersion()).isZero();
    }

    @Test
    void shouldDeleteLines() {
        assertThat(accepted(rules(rule(Kind.DELETE, "^X-")), REQUEST)).isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @Test
    void shouldShowLaterRulesTheNewText() {
        assertThat(accepted(
                        rules(replace("^X-One", "Y: 1"), replace("^Y", "Z: 2"), rule(Kind.DELETE, "^X-One")), REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nZ: 2\r\nX-Two: 2\r\n\r\n");
        assertThat(accepted(rules(replace("^Y", "Z: 2"), replace("^X-One", "Y: 1")), REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nY: 1\r\nX-Two: 2\r\n\r\n");
        assertThat(apply(rules(rule(Kind.DELETE, "^X-"), rule(Kind.DENY, "^X-")), REQUEST))
                .isEqualTo(Verdict.ACCEPT);
        assertThat(apply(rules(replace("^X-One", "Y: 1"), rule(Kind.DENY, "^Y")), REQUEST))
                .isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldTryEachRuleOnAllLinesBeforeTheNext() {
        HeadRule tarpit = rule(Kind.TARPIT, "^X-Two");
        HeadRule deny = rule(Kind.DENY, "^GET");
        assertThat(apply(rules(tarpit, deny), REQUEST)).isEqualTo(Verdict.TARPIT);
        assertThat(apply(rules(deny, tarpit), REQUEST)).isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldLeaveTheHeadUntouchedWhenDenied() {
        apply(rules(replace("^X-One", "Y: 1"), rule(Kind.DENY, "^Y")), REQUEST);
        assertThat(text(head)).isEqualTo(REQUEST);
    }

    @Test
    void shouldAllowWhatLaterRulesWouldDeny() {
        RequestRules rules = rules(
                rule(Kind.ALLOW, "^X-One"),
                rule(Kind.DENY, "^GET"),
                rule(Kind.TARPIT, "^GET"),
                rule(Kind.PASS, "^X-"),
                rule(Kind.SET_BACKEND, "^Host"),
                rule(Kind.DELETE, "^X-One"),
                replace("^X-Two", "Y: 2"));
        assertThat(accepted(rules, REQUEST)).isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nY: 2\r\n\r\n");
        assertThat(rules.switchRule()).isEqualTo(4);
        assertThat(apply(rules, REQUEST.replace("X-One", "X-0"))).isEqualTo(Verdict.DENY);
        assertThat(accepted(rules, REQUEST)).isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nY: 2\r\n\r\n");
    }

    /** Defect 12 of HAProxy 1.3.5: reqpass did nothing. */
    @Test
    void shouldLeaveLinesAloneThatPass() {
        RequestRules rules = rules(
                rule(Kind.PASS, "^X-One"),
                rule(Kind.DENY, "^X-One"),
                rule(Kind.DELETE, "^X-"),
                replace("^A: 1", "Y: 2"));
        assertThat(accepted(rules, "GET /a HTTP/1.0\r\nX-One: 1\r\nX-Two: 2\r\nA: 1\r\n\r\n"))
                .isEqualTo("GET /a HTTP/1.0\r\nX-One: 1\r\nY: 2\r\n\r\n");
    }

    @Test
    void shouldSwitchByTheFirstRuleAndGoOn() {
        RequestRules rules = rules(
                rule(Kind.SET_BACKEND, "^X-Two"),
                rule(Kind.SET_BACKEND, "^GET"),
                rule(Kind.DELETE, "^X-"),
                rule(Kind.DENY, "^Accept"));
        assertThat(accepted(rules, REQUEST)).isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(rules.switchRule()).isZero();
        assertThat(apply(rules, REQUEST.replace("X-Two", "Accept"))).isEqualTo(Verdict.DENY);
        assertThat(rules.switchRule()).isEqualTo(1);
        apply(rules, REQUEST.replace("GET", "PUT").replace("X-Two", "A"));
        assertThat(rules.switchRule()).isEqualTo(RequestRules.NONE);
    }

    @Test
    void shouldAddLinesLast() {
        RequestRules rules = new RequestRules(List.of(rule(Kind.DELETE, "^X-")), List.of("X-Three: 3", "A: b\r\nC: d"));
        assertThat(accepted(rules, REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nX-Three: 3\r\nA: b\r\nC: d\r\n\r\n");
        assertThat(head.count()).isEqualTo(4);
        assertThat(accepted(new RequestRules(List.of(), List.of("Y: 1")), REQUEST))
                .isEqualTo(REQUEST.replace("2\r\n", "2\r\nY: 1\r\n"));
    }

    @Test
    void shouldMakeSeveralLinesOfOne() {
        assertThat(accepted(rules(replace("^X-One: (.*)", "A: \\1\r\nB: \\1\nC: \\x41")), REQUEST))
                .isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 1\nC: A\r\nX-Two: 2\r\n\r\n");
        assertThat(head.count()).isEqualTo(5);
    }

    @Test
    void shouldRemoveALineThatIsReplacedByNothing() {
        assertThat(accepted(rules(replace("^X-", "")), REQUEST)).isEqualTo("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "^GET.*,      '',                       START_LINE_REMOVED",
        "^X-One.*,    \\x0a\\x0aGET / HTTP/1.1, HEAD_CUT",
        "^X-Two.*,    \\x0d\\x0a,               HEAD_CUT",
        "^X-Two.*,    A: b\\x0d\\x0a,           HEAD_CUT",
        "^GET.*,      \\x0d\\x0a\\0,            HEAD_CUT",
        "^X-One.*,    A: \\x00,                 CONTROL_CHARACTER",
        "^X-One.*,    A: \\x0dB: c,             BARE_CARRIAGE_RETURN",
        "^X-One.*,    A: \\x0d\\x0a b,          FOLDED_LINE",
        "^X-One.*,    ' A: b',                  FOLDED_LINE",
        "^X-One.*,    A,                        INVALID_NAME",
        "^X-One.*,    A : b,                    BLANK_IN_NAME",
        "^X-One.*,    Host: i,                  SEVERAL_HOSTS",
        "^X-One.*,    Content-Length: 5,        BODY_CHANGED",
        "^X-One.*,    Transfer-Encoding: chunked, BODY_CHANGED",
        "^X-One.*,    Transfer-Encoding: gzip,  UNKNOWN_CODING",
        "'^GET (.*)', HEAD \\1,                 METHOD_CHANGED",
        "'^GET (.*)', CONNECT \\1,              METHOD_CHANGED",
        "'^GET (.*)', 'GET /b c HTTP/1.1',      INVALID_REQUEST_LINE",
        "'^GET (.*)', GET,                      INVALID_METHOD",
        "^GET,        HTTP/1.1 200 OK,          INVALID_METHOD",
        "1$,          GET / HTTP/2.0,           UNKNOWN_VERSION",
    })
    void shouldRefuseWhatWouldMeanSomethingElse(String pattern, String replacement, Problem problem) {
        assertThat(refused(rules(replace(pattern, replacement)), REQUEST)).isEqualTo(problem);
    }

    @Test
    void shouldRefuseToRemoveWhatDelimitsTheBody() {
        String post = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
        assertThat(refused(rules(rule(Kind.DELETE, "^Content-L")), post)).isEqualTo(Problem.BODY_CHANGED);
        assertThat(refused(rules(replace("^Content-L", "Content-Length: 6")), post))
                .isEqualTo(Problem.BODY_CHANGED);
        String chunked = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(refused(rules(rule(Kind.DELETE, "^Transfer")), chunked)).isEqualTo(Problem.BODY_CHANGED);
        assertThat(refused(rules(replace("1$", "POST /a HTTP/1.0")), chunked)).isEqualTo(Problem.CODING_IN_HTTP_1_0);
        String empty = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
        assertThat(accepted(rules(rule(Kind.DELETE, "^Content-L")), empty)).doesNotContain("Content");
    }

    @Test
    void shouldNotInventAnUpgrade() {
        String request = "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nX: y\r\n\r\n";
        accepted(rules(replace("^X", "Upgrade: websocket")), request);
        assertThat(head.upgrade()).isFalse();
        accepted(rules(replace("^X", "Y: z")), request.replace("X: y", "X: y\r\nUpgrade: websocket"));
        assertThat(head.upgrade()).isTrue();
    }

    @Test
    void shouldRefuseWhatGrowsTooLarge() {
        String large = REQUEST.replace("X-One: 1", "X-One: " + "1".repeat(900));
        assertThat(refused(rules(replace("^X-One: (.*)", "X: \\1\\1\\1")), large))
                .isEqualTo(Problem.TOO_LARGE);
        HeadRule doubling = replace("^X: (.*)|^X-One: (.*)", "X: \\1\\1\\2");
        HeadRule[] many = java.util.Collections.nCopies(30, doubling).toArray(HeadRule[]::new);
        assertThat(refused(rules(many), large)).isEqualTo(Problem.TOO_LARGE);
        String lines = "GET / HTTP/1.0\r\n" + "X: y\r\n".repeat(Head.MAX_HEADERS) + "\r\n";
        assertThat(refused(new RequestRules(List.of(), List.of("Y: z")), lines)).isEqualTo(Problem.TOO_MANY_HEADERS);
    }

    @Test
    void shouldRefuseBadRules() {
        assertThatThrownBy(() -> rules(rule(Kind.DENY, "["))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules(replace("a", "\\"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rules(rule(Kind.REPLACE, "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RequestRules(List.of(), List.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
