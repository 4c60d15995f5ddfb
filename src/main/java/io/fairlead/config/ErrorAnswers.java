package io.fairlead.config;

import io.fairlead.http.Replies;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code errorloc*} and {@code errorfile}; an empty list stands for a line that is ignored. */
final class ErrorAnswers {
    private static final Set<Integer> STATUSES = new TreeSet<>(List.of(200, 400, 403, 408, 500, 502, 503, 504));
    private static final int MIN_STATUS = 100;
    private static final int MAX_STATUS = 599;

    static final Syntax<List<ErrorAnswer>> FILE = Syntax.of("<status> <file>", ErrorAnswers::readFile);

    private ErrorAnswers() {}

    static Syntax<List<ErrorAnswer>> redirect(int with) {
        return Syntax.of("<status> <url>", words -> readRedirect(words, with));
    }

    private static List<ErrorAnswer> readRedirect(Words words, int with) throws Refusal {
        int status = readStatus(words);
        String url = Syntax.plain("url").reader().read(words);
        return kept(new ErrorAnswer.Redirect(status, with, url));
    }

    private static List<ErrorAnswer> readFile(Words words) throws Refusal {
        int status = readStatus(words);
        Word path = words.next("<file>");
        String name = Octets.fileName(words, path, path.text());
        String content = Octets.of(load(words, path, name));
        String complaint = content.isEmpty() ? null : Replies.contentComplaint(content);
        if (complaint != null) {
            String hint = "expected 'HTTP/1.0 <status> <reason>', header lines, an empty line, a body";
            throw words.refuse(path, "error file " + path.quoted() + " is not a response: " + complaint, hint);
        }
        return kept(new ErrorAnswer.File(status, name, content));
    }

    private static int readStatus(Words words) throws Refusal {
        int status = Syntax.number("status", MIN_STATUS, MAX_STATUS).reader().read(words);
        if (!STATUSES.contains(status)) {
            String what = "status code " + status + " cannot be replaced, the line is ignored";
            words.warn(words.last(), what + "; expected one of " + STATUSES);
        }
        return status;
    }

    private static List<ErrorAnswer> kept(ErrorAnswer answer) {
        return STATUSES.contains(answer.status()) ? List.of(answer) : List.of();
    }

    private static byte[] load(Words words, Word path, String name) throws Refusal {
        String file = "error file " + path.quoted();
        try {
            byte[] bytes = words.environment().read(name, Limits.MAX_ERROR_FILE_BYTES + 1);
            if (bytes.length > Limits.MAX_ERROR_FILE_BYTES) {
                throw words.refuse(path, file + " is larger than " + Limits.MAX_ERROR_FILE_BYTES + " bytes", "");
            }
            return bytes;
        } catch (IOException | InvalidPathException e) {
            throw words.refuse(path, "cannot read " + file + " : " + SourceReader.reason(e), "");
        }
    }
}
