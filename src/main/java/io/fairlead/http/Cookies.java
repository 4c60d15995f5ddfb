package io.fairlead.http;

import java.nio.ByteBuffer;

/**
 * Finds and changes cookies: those of Cookie lines in a request, those of Set-Cookie lines in a response, as {@code
 * cookie}, {@code appsession} and {@code capture cookie} need it. Names are case-sensitive. Reusable; one per loop.
 */
public final class Cookies {
    /** Stands between a server's name and the application's value ({@code cookie ... prefix}). */
    public static final char DELIMITER = '~';

    private final CookieScan cookie = new CookieScan();

    /** Finds the first cookie of that name. Its value may be empty, and then names no server. */
    public boolean find(Head head, byte[] name) {
        for (int header = 0; header < head.count(); header++) {
            if (holdsCookies(head, header) && findIn(head, header, name)) {
                return true;
            }
        }
        return false;
    }

    /** Finds the first cookie whose text, {@code name=value}, begins so ({@code capture cookie}). */
    public boolean findBeginning(Head head, byte[] prefix) {
        for (int header = 0; header < head.count(); header++) {
            if (holdsCookies(head, header)) {
                cookie.begin(head, header);
                while (cookie.next()) {
                    if (cookie.beginsWith(prefix)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** First byte of the name found. */
    public int nameStart() {
        return cookie.nameStart;
    }

    /** First byte of the value found. */
    public int valueStart() {
        return cookie.valueStart;
    }

    /** One past the value found. */
    public int valueEnd() {
        return cookie.valueEnd;
    }

    /** Where the {@link #DELIMITER} stands in the value found, or {@link #valueEnd()}. */
    public int delimiter(Head head) {
        return Ascii.find(head.bytes, cookie.valueStart, cookie.valueEnd, DELIMITER);
    }

    /** Removes every cookie of that name, and header lines that hold no other cookie; true if there was one. */
    public boolean remove(Head head, byte[] name, HeadEditor editor) {
        boolean found = false;
        for (int header = 0; header < head.count(); header++) {
            if (holdsCookies(head, header) && findIn(head, header, name)) {
                removeIn(head, header, name, editor);
                found = true;
            }
        }
        return found;
    }

    /** Removes what stands before the {@link #DELIMITER}, and that, from every cookie of that name in a request. */
    public void removePrefix(Head request, byte[] name, HeadEditor editor) {
        for (int header = 0; header < request.count(); header++) {
            if (holdsCookies(request, header)) {
                cookie.begin(request, header);
                while (cookie.next()) {
                    int delimiter = delimiter(request);
                    if (cookie.isNamed(name) && delimiter < cookie.valueEnd) {
                        editor.cut(header, cookie.valueStart, delimiter + 1);
                    }
                }
            }
        }
    }

    /**
     * Puts text in front of the value of every cookie of that name in a response; true if there was one.
     *
     * @param prefix ends with the {@link #DELIMITER}; kept, not copied
     */
    public boolean addPrefix(Head response, byte[] name, byte[] prefix, HeadEditor editor) {
        return write(response, name, prefix, false, editor);
    }

    /** Gives every cookie of that name in a response another value, kept and not copied; true if there was one. */
    public boolean replaceValue(Head response, byte[] name, byte[] value, HeadEditor editor) {
        return write(response, name, value, true, editor);
    }

    private boolean write(Head response, byte[] name, byte[] text, boolean instead, HeadEditor editor) {
        boolean found = false;
        for (int header = 0; header < response.count(); header++) {
            if (holdsCookies(response, header)) {
                cookie.begin(response, header);
                while (cookie.next()) {
                    if (cookie.isNamed(name)) {
                        int to = instead ? cookie.valueEnd : cookie.valueStart;
                        editor.replace(header, cookie.valueStart, to, text);
                        found = true;
                    }
                }
            }
        }
        return found;
    }

    private void removeIn(Head head, int header, byte[] name, HeadEditor editor) {
        if (isAlone(head, header, name)) {
            editor.drop(header);
            return;
        }
        ByteBuffer bytes = head.bytes;
        int limit = head.valueEnd(header);
        int separator = -1; // behind the last cookie that stays
        cookie.begin(head, header);
        while (cookie.next()) {
            if (!cookie.isNamed(name)) {
                separator = cookie.end;
            } else if (separator >= 0) {
                editor.cut(header, separator, cookie.end);
                separator = cookie.end;
            } else {
                editor.cut(header, cookie.start, Ascii.skipBlanks(bytes, Math.min(cookie.end + 1, limit), limit));
            }
        }
    }

    private boolean isAlone(Head head, int header, byte[] name) {
        cookie.begin(head, header);
        while (cookie.next()) {
            if (cookie.isCookie() && !cookie.isNamed(name)) {
                return false;
            }
        }
        return true;
    }

    private boolean findIn(Head head, int header, byte[] name) {
        cookie.begin(head, header);
        while (cookie.next()) {
            if (cookie.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsCookies(Head head, int header) {
        return head.header(header) == (head.request ? Header.COOKIE : Header.SET_COOKIE);
    }
}
