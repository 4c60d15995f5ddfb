package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fairlead.session.Responder.Answer;
import java.nio.ByteBuffer;

/**
 * A response around a body of the page's; for HEAD the session leaves the body out.
 *
 * @param policy what a browser may load and run (Content-Security-Policy)
 */
record PageAnswer(String type, String policy) {
    private static final String NOTHING = "default-src 'none'";

    PageAnswer(String type) {
        this(type, NOTHING);
    }

    Answer ok(String body) {
        return answer(200, "OK", "", body);
    }

    static Answer unauthorized(String realm) {
        String quoted = realm.replace("\\", "\\\\").replace("\"", "\\\"");
        return sentence(
                401,
                "Unauthorized",
                "WWW-Authenticate: Basic realm=\"" + quoted + "\", charset=\"UTF-8\"\r\n",
                "You need a name and a password to see this page.");
    }

    static Answer notAllowed() {
        return sentence(405, "Method Not Allowed", "Allow: GET, HEAD, POST\r\n", "This page can only be read.");
    }

    static Answer seeOther(String uri) {
        return sentence(303, "See Other", "Location: " + uri + "\r\n", "This page can only be read.");
    }

    private static Answer sentence(int status, String reason, String header, String sentence) {
        return new PageAnswer("text/plain").answer(status, reason, header, sentence + "\n");
    }

    private Answer answer(int status, String reason, String header, String text) {
        byte[] body = text.getBytes(UTF_8);
        byte[] head = ("HTTP/1.1 " + status + " " + reason + "\r\n"
                        + "Content-Length: " + body.length + "\r\n"
                        + "Content-Type: " + type + "\r\n"
                        + "Cache-Control: no-store\r\n"
                        + "Content-Security-Policy: " + policy + "; frame-ancestors 'none'; base-uri 'none'\r\n"
                        + "Referrer-Policy: no-referrer\r\n"
                        + "X-Content-Type-Options: nosniff\r\n"
                        + header
                        + "\r\n")
                .getBytes(ISO_8859_1);
        ByteBuffer answer = ByteBuffer.allocateDirect(head.length + body.length);
        return new Answer(status, answer.put(head).put(body).flip());
    }
}
