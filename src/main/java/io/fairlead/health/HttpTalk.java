package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.CheckStatus;
import io.fairlead.config.ServerCheck.Http;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code option httpchk}: a status of 2xx or 3xx is good. */
final class HttpTalk implements Talk {
    private final ByteBuffer request;

    HttpTalk(Http check) {
        request = ISO_8859_1.encode(check.method() + " " + check.uri() + " " + check.version() + "\r\n\r\n");
    }

    int requestBytes() {
        return request.remaining();
    }

    @Override
    public ByteBuffer begin(long wallTimeMs) {
        return request.duplicate();
    }

    @Override
    public @Nullable Verdict hear(ByteBuffer bytes, int from, int to) {
        int status = StatusLine.parse(bytes, from, to);
        if (status == StatusLine.INCOMPLETE) {
            return null;
        }
        if (status == StatusLine.MALFORMED) {
            return new Verdict(CheckStatus.L7RSP);
        }
        boolean good = status >= 200 && status < 400;
        return good
                ? new Verdict(CheckStatus.L7OK, status, "")
                : new Verdict(CheckStatus.L7STS, status, Words.line(bytes, from + StatusLine.BYTES, to));
    }

    @Override
    public Verdict ended() {
        return new Verdict(CheckStatus.L7RSP);
    }

    @Override
    public Verdict late() {
        return new Verdict(CheckStatus.L7TOUT);
    }
}
