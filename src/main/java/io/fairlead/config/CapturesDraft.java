package io.fairlead.config;

import io.fairlead.config.Captures.Capture;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code capture} lines of a proxy while they are read. */
final class CapturesDraft {
    private static final String LENGTH = " len <length>";

    /** {@code <prefix> len <length>}. */
    static final Syntax<Capture> COOKIE = Syntax.of("<prefix>" + LENGTH, CapturesDraft::readCookie);

    /** {@code <name> len <length>}. */
    static final Syntax<Capture> HEADER = Syntax.of("<name>" + LENGTH, CapturesDraft::readHeader);

    @Nullable
    Capture cookie;

    final List<Capture> request = new ArrayList<>();
    final List<Capture> response = new ArrayList<>();

    Captures build() {
        return new Captures(cookie, List.copyOf(request), List.copyOf(response));
    }

    private static Capture readCookie(Words words) throws Refusal {
        String prefix = Syntax.plain("prefix").reader().read(words);
        int length = readLength(words);
        if (length > Limits.MAX_COOKIE_CAPTURE_BYTES) {
            words.warn(words.last(), "truncating capture length to " + Limits.MAX_COOKIE_CAPTURE_BYTES + " bytes");
        }
        return new Capture(prefix, Math.min(length, Limits.MAX_COOKIE_CAPTURE_BYTES));
    }

    private static Capture readHeader(Words words) throws Refusal {
        return new Capture(Syntax.readToken(words, "<name>"), readLength(words));
    }

    private static int readLength(Words words) throws Refusal {
        words.expect("len");
        return Syntax.number("length", 1, Limits.MAX_CAPTURE_BYTES).reader().read(words);
    }
}
