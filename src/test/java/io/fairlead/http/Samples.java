package io.fairlead.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages and short ways to parse them. */
final class Samples {
    static final String WRK_REQUEST = "GET /img/logo.png HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n";

    static final String BROWSER_REQUEST = """
        GET /shop/index.html?item=4711 HTTP/1.1
        Host: www.example.org
        User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0
        Accept: text/html,application/xhtml+xml,*/*;q=0.8
        Accept-Language: en-US,en;q=0.5
        Accept-Encoding: gzip, deflate, br
        Connection: keep-alive
        Cookie: lang=en; DYNSRV=s2; theme=dark

        """.replace("\n", "\r\n");

    static final String NGINX_RESPONSE = """
        HTTP/1.1 200 OK
        Server: nginx/1.22.1
        Date: Sun, 23 Nov 2025 05:20:00 GMT
        Content-Type: text/plain
        Content-Length: 100
        Last-Modified: Sun, 23 Nov 2025 05:00:00 GMT
        Connection: keep-alive
        ETag: "69229b60-64"
        Accept-Ranges: bytes

        """.replace("\n", "\r\n");

    static final List<String> REQUESTS = List.of(
            WRK_REQUEST,
            BROWSER_REQUEST,
            "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello",
            "GET /;a=1?b HTTP/1.1\r\nHost: a\r\nCookie: a=1; b=s1~x, a=2; c=3\r\nX-A: 1\r\nY: 2\r\n"
                    + "Authorization: Basic YTpi\r\nAccept: */*\r\n\r\n",
            "PUT /b HTTP/1.0\r\nConnection: keep-alive, Upgrade\r\nUpgrade: x\r\nX: \t \u00e9\t\r\nEmpty:\r\n\r\n",
            "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n0\r\n\r\n");

    static final List<String> RESPONSES = List.of(
            NGINX_RESPONSE,
            "HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n",
            "HTTP/1.0 404 Not Found\r\nConnection: close\r\nSet-Cookie: a=b; path=/\r\n\r\ngone",
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; path=/, b=2; expires=Thu, 01-Jan-1970 00:00:01 GMT\r\nSet-Cookie: c=3\r\n"
                    + "Cache-Control: no-cache=\"set-cookie, x\", max-age=0\r\nX-A: 1\r\nY: 2\r\n\r\n",
            "HTTP/1.1 200\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");

    private Samples() {}

    /** The text in a direct buffer, one octet per char. */
    static ByteBuffer buffer(String text) {
        return bufferAt(0, text);
    }

    /** The text in a direct buffer behind some free room. */
    static ByteBuffer bufferAt(int offset, String text) {
        return bufferAt(offset, octets(text));
    }

    static ByteBuffer bufferAt(int offset, byte[] octets) {
        return ByteBuffer.allocateDirect(offset + octets.length).put(offset, octets);
    }

    static String text(ByteBuffer bytes, int from, int to) {
        byte[] octets = new byte[to - from];
        bytes.get(from, octets);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The head of a request that must be valid. */
    static Head request(String text) {
        return request(buffer(text), 0, text.length());
    }

    static Head request(ByteBuffer bytes, int from, int to) {
        Head head = new Head();
        HeadParser parser = new HeadParser();
        if (parser.request(bytes, from, to, head) != HeadParser.Result.COMPLETE) {
            throw new IllegalArgumentException(
                    "not a request: " + parser.problem().text());
        }
        return head;
    }

    /** The head as it lies in its buffer. */
    static String text(Head head) {
        return text(head.bytes(), head.start(), head.end());
    }

    /** The head of a response to GET that must be valid. */
    static Head response(String text) {
        Head head = new Head();
        HeadParser parser = new HeadParser();
        if (parser.response(buffer(text), 0, text.length(), head, Method.GET) != HeadParser.Result.COMPLETE) {
            throw new IllegalArgumentException(
                    "not a response: " + parser.problem().text());
        }
        return head;
    }

    /** Everything a head says, for comparison. */
    static String describe(Head head) {
        ByteBuffer bytes = head.bytes();
        StringBuilder text = new StringBuilder();
        text.append(text(bytes, head.start(), head.startLineEnd())).append('\n');
        text.append(head.method())
                .append(' ')
                .append(head.status())
                .append(" HTTP/1.")
                .append(head.minorVersion());
        text.append(' ')
                .append(text(bytes, head.targetStart(), head.targetEnd()))
                .append('\n');
        for (int i = 0; i < head.count(); i++) {
            text.append(head.header(i)).append(' ').append(text(bytes, head.nameStart(i), head.nameEnd(i)));
            text.append('=')
                    .append(text(bytes, head.valueStart(i), head.valueEnd(i)))
                    .append('\n');
        }
        text.append(head.bodyKind())
                .append(' ')
                .append(head.contentLength())
                .append(' ')
                .append(head.keepAlive());
        return text.append(' ').append(head.upgrade()).toString();
    }
}
