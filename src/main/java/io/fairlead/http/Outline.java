package io.fairlead.http;

/**
 * What rules must leave as it was, since the message's sender, and whoever awaits the answer, go by the head that was
 * sent: where the body ends, whether an answer has a body, whether another answer follows.
 */
final class Outline {
    private BodyKind bodyKind = BodyKind.NONE;
    private long bodyBytes;
    private boolean headMethod;
    private boolean connectMethod;
    private boolean interim;
    private boolean upgrade;

    void take(Head head) {
        bodyKind = kind(head);
        bodyBytes = bytes(head);
        headMethod = head.method == Method.HEAD;
        connectMethod = head.method == Method.CONNECT;
        interim = head.status < 200;
        upgrade = head.upgrade;
    }

    /** Compares the head with what was taken; an upgrade that a rule invents does not count. */
    Problem compare(Head head) {
        if (kind(head) != bodyKind || bytes(head) != bodyBytes) {
            return Problem.BODY_CHANGED;
        }
        if ((head.method == Method.HEAD) != headMethod || (head.method == Method.CONNECT) != connectMethod) {
            return Problem.METHOD_CHANGED;
        }
        if ((head.status < 200) != interim) {
            return Problem.STATUS_CHANGED;
        }
        head.upgrade &= upgrade;
        return Problem.NONE;
    }

    private static BodyKind kind(Head head) {
        boolean empty = head.bodyKind == BodyKind.LENGTH && head.contentLength == 0;
        return empty ? BodyKind.NONE : head.bodyKind;
    }

    private static long bytes(Head head) {
        return head.bodyKind == BodyKind.LENGTH ? head.contentLength : 0;
    }
}
