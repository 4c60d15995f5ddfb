package io.fairlead.http;

/** Why a message head is refused, in words for logs and {@code show errors}. */
public enum Problem {
    NONE("no problem"),
    CONTROL_CHARACTER("control character"),
    BARE_CARRIAGE_RETURN("carriage return without line feed"),
    INVALID_METHOD("invalid method"),
    NO_TARGET("no request target"),
    INVALID_REQUEST_LINE("invalid request line"),
    INVALID_STATUS_LINE("invalid status line"),
    INVALID_STATUS("invalid status"),
    UNKNOWN_VERSION("not HTTP/1.0 or HTTP/1.1"),
    TOO_MANY_HEADERS("too many header lines"),
    TOO_LARGE("head too large"),
    FOLDED_LINE("folded header line"),
    BLANK_IN_NAME("white space in header name"),
    INVALID_NAME("invalid header name"),
    NO_HOST("no Host header in HTTP/1.1"),
    SEVERAL_HOSTS("several Host headers"),
    INVALID_LENGTH("invalid Content-Length"),
    DIFFERING_LENGTHS("differing Content-Lengths"),
    INVALID_CODING("invalid Transfer-Encoding"),
    UNKNOWN_CODING("unknown transfer coding"),
    CODING_AND_LENGTH("both Transfer-Encoding and Content-Length"),
    CODING_IN_HTTP_1_0("Transfer-Encoding in HTTP/1.0"),
    CONNECT_WITH_BODY("CONNECT with a body"),
    CONNECT_WITHOUT_PORT("CONNECT without a port"),
    OTHER_HOST("another host than the Host header's"),
    UNASKED_UPGRADE("101 that nobody asked for"),
    START_LINE_REMOVED("a rule removed the start line"),
    HEAD_CUT("a rule made an empty line"),
    BODY_CHANGED("a rule changed where the body ends"),
    METHOD_CHANGED("a rule changed the method from or to HEAD or CONNECT"),
    STATUS_CHANGED("a rule changed the status from or to 1xx");

    private final String text;

    Problem(String text) {
        this.text = text;
    }

    /** A few words, such as {@code invalid header name}. */
    public String text() {
        return text;
    }
}
