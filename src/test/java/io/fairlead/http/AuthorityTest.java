package io.fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that name a host (RFC 9112, 3.2.2 and 3.2.3), judged as HAProxy 2.6 does. */
class AuthorityTest {
    private static Problem problem(String target, String host) {
        return Authority.problem(Samples.request(target + " HTTP/1.1\r\nX: y\r\nHost: " + host + "\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a,               h",
        "OPTIONS *,            h",
        "GET http://h/x,       H",
        "GET http://h,         h",
        "GET HTTP://h:80/x,    h",
        "GET http://h/x,       h:80",
        "GET https://h/x,      h:443",
        "GET http://h:/x,      h",
        "GET http://h/x,       h:",
        "GET http://u:p@h/x,   h",
        "GET http:///x,        h",
        "GET http://[::1]/x,   [::1]:80",
        "CONNECT h:80,         h",
        "CONNECT h:443,        h",
        "CONNECT h:8080,       h:8080",
        "CONNECT [::1]:80,     [::1]:80",
    })
    void shouldTakeTargetsThatNameTheHost(String request, String host) {
        assertThat(problem(request, host)).isEqualTo(Problem.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://a/x,       b",
        "GET http://a/x,       ab",
        "GET http://a:81/x,    a",
        "GET http://a:080/x,   a",
        "GET http://a:443/x,   a",
        "GET https://a:80/x,   a",
        "GET http://a/x,       ''",
        "GET http://a?x,       a",
        "GET ftp://a/x,        b",
        "GET http://u@a/x,     u@a",
        "GET http://a@b@c/x,   c",
        "CONNECT a:80,         b",
        "CONNECT a:8080,       a",
    })
    void shouldRefuseTargetsThatNameAnother(String request, String host) {
        assertThat(problem(request, host)).isEqualTo(Problem.OTHER_HOST);
    }

    @ParameterizedTest
    @CsvSource({"CONNECT a, a", "CONNECT a:, a", "CONNECT a:x, a:x", "CONNECT /x, a", "CONNECT [::1], [::1]"})
    void shouldRefuseAConnectWithoutPort(String request, String host) {
        assertThat(problem(request, host)).isEqualTo(Problem.CONNECT_WITHOUT_PORT);
    }

    @Test
    void shouldTakeAnOldRequestThatNamesNoHost() {
        assertThat(Authority.problem(Samples.request("GET http://a/x HTTP/1.0\r\n\r\n")))
                .isEqualTo(Problem.NONE);
    }
}
