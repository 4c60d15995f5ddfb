package io.fairlead.http;

import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code appsession JSESSIONID len 8}. */
class SessionIdTest {
    private final SessionId session = new SessionId("JSESSIONID", 8);

    private String find(Head head) {
        return session.find(head) ? text(head.bytes(), session.start(), session.end()) : "none";
    }

    /** Defect 24 of HAProxy 1.3.5: a part of the name was enough, and short values were read past their ends. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JSESSIONID=0123456789 | 01234567",
                "a=b; JSESSIONID=abc; c=d | abc",
                "JSESSIONID=abc | abc",
                "JSESSIONID= | none",
                "JSESS=abc | none",
                "J=abc; JSESSIONIDX=abc; jsessionid=abc | none",
            })
    void shouldFindTheCookieOfThatVeryName(String cookies, String expected) {
        assertThat(find(request("PUT / HTTP/1.1\r\nHost: a\r\nCookie: " + cookies + "\r\n\r\n")))
                .isEqualTo(expected);
        assertThat(find(Samples.response("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nSet-Cookie: JSESSIONID=xyz\r\n\r\n")))
                .isEqualTo("xyz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /shop;jsessionid=abc | abc",
                "POST /shop;JSESSIONID=0123456789?x=y | 01234567",
                "GET /shop;JSessionID=abc;x=y | abc",
                "GET /shop;jsessionid=abc/next | abc",
                "GET http://h/shop;jsessionid=abc?;jsessionid=d | abc",
                "GET /shop;x=y;jsessionid=abc | none",
                "GET /shop;jsessionid= | none",
                "GET /shop;jsessionid | none",
                "GET /shop; | none",
                "GET /shop | none",
                "GET /shop?;jsessionid=abc | none",
                "GET /shop;jsess=abc | none",
                "GET /shop;jsessionidx=abc | none",
                "PUT /shop;jsessionid=abc | none",
            })
    void shouldFindTheParameterOfThePath(String line, String expected) {
        assertThat(find(request(line + " HTTP/1.0\r\n\r\n"))).isEqualTo(expected);
    }

    @Test
    void shouldPreferTheCookie() {
        assertThat(find(request("GET /;jsessionid=url HTTP/1.0\r\nCookie: JSESSIONID=cookie\r\n\r\n")))
                .isEqualTo("cookie");
        assertThat(find(Samples.response("HTTP/1.1 200 OK\r\nA: b\r\n\r\n"))).isEqualTo("none");
    }
}
