package io.fairlead.health;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.CheckStatus;
import io.fairlead.config.ServerCheck.Smtp;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** {@code option smtpchk}: greeting, HELO or EHLO, QUIT (RFC 5321 section 4.1); each answer must be 2xx. */
final class SmtpTalk implements Talk {
    private static final int CODE_BYTES = 3;

    private enum Step {
        GREETED,
        HELLO,
        QUIT
    }

    private final ByteBuffer hello;
    private final ByteBuffer quit = ISO_8859_1.encode("QUIT\r\n");
    private Step step = Step.GREETED;
    private int code;
    private @Nullable ByteBuffer reply;

    SmtpTalk(Smtp check) {
        hello = ISO_8859_1.encode(check.hello() + " " + check.domain() + "\r\n");
    }

    @Override
    public @Nullable ByteBuffer begin(long wallTimeMs) {
        step = Step.GREETED;
        reply = null;
        return null;
    }

    @Override
    public @Nullable Verdict hear(ByteBuffer bytes, int from, int to) {
        int line = from;
        int end = lineEnd(bytes, line, to);
        while (end >= 0 && isCode(bytes, line, end) && bytes.get(line + CODE_BYTES) == '-') {
            line = end; // one of several lines (RFC 5321 section 4.2.1): the last has no hyphen
            end = lineEnd(bytes, line, to);
        }
        if (end < 0) {
            return null;
        }
        String info = Words.line(bytes, line + (isCode(bytes, line, end) ? CODE_BYTES : 0), end);
        if (!isCode(bytes, line, end)) {
            return new Verdict(CheckStatus.L7RSP, 0, info);
        }
        code = 100 * digit(bytes, line) + 10 * digit(bytes, line + 1) + digit(bytes, line + 2);
        return code / 100 == 2 ? answered(info) : new Verdict(CheckStatus.L7STS, code, info);
    }

    private @Nullable Verdict answered(String info) {
        switch (step) {
            case GREETED -> {
                step = Step.HELLO;
                reply = hello.duplicate();
            }
            case HELLO -> {
                step = Step.QUIT;
                reply = quit.duplicate();
            }
            case QUIT -> {
                return new Verdict(CheckStatus.L7OK, code, info);
            }
        }
        return null;
    }

    /** Behind the line feed of the line that begins at {@code from}; -1: not there yet. */
    private static int lineEnd(ByteBuffer bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean isCode(ByteBuffer bytes, int line, int end) {
        if (end - line <= CODE_BYTES) {
            return false;
        }
        for (int i = 0; i < CODE_BYTES; i++) {
            if (digit(bytes, line + i) < 0 || digit(bytes, line + i) > 9) {
                return false;
            }
        }
        byte after = bytes.get(line + CODE_BYTES);
        return after == ' ' || after == '-' || after == '\r' || after == '\n';
    }

    private static int digit(ByteBuffer bytes, int index) {
        return bytes.get(index) - '0';
    }

    @Override
    public @Nullable ByteBuffer reply() {
        ByteBuffer next = reply;
        reply = null;
        return next;
    }

    /** A server that hangs up on QUIT has said all that was asked. */
    @Override
    public Verdict ended() {
        return step == Step.QUIT ? new Verdict(CheckStatus.L7OK, code, "") : new Verdict(CheckStatus.L7RSP);
    }

    @Override
    public Verdict late() {
        return new Verdict(CheckStatus.L7TOUT);
    }
}
