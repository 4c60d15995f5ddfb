package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.http.Head;
import io.fairlead.http.Problem;
import java.io.PrintStream;
import java.nio.ByteBuffer;

/**
 * {@code debug}: every connection and every line of a head on standard output, in HAProxy's form. Each line begins with
 * the session's number and its proxy. Shared by all loops.
 */
public final class Trace {
    private static final int NO_FD = 0xffff;

    private final PrintStream out;

    public Trace(PrintStream out) {
        this.out = out;
    }

    /** A client is accepted. */
    void accept(Session session, int listenerFd) {
        String text = "accept(%04x)=%04x from [%s]".formatted(listenerFd, session.client.fd(), session.entry.client);
        print(session, text);
    }

    /** A request's head as it was received. */
    void request(Session session, Head head) {
        lines(session, "clireq", "clihdr", head);
    }

    /** A response's head as it was received. */
    void response(Session session, Head head) {
        lines(session, "srvhdr", "srvhdr", head);
    }

    /** A message that is not passed on. */
    void invalid(Session session, Problem why) {
        print(session, "invalid" + ends(session) + ": " + why.text());
    }

    private void lines(Session session, String first, String others, Head head) {
        print(session, first + ends(session) + ": " + text(head, head.start(), head.startLineEnd()));
        for (int header = 0; header < head.count(); header++) {
            String line = text(head, head.lineStart(header), head.lineEnd(header));
            print(session, others + ends(session) + ": " + line);
        }
    }

    private static String text(Head head, int from, int to) {
        ByteBuffer bytes = head.bytes();
        byte[] line = new byte[to - from];
        bytes.get(from, line);
        return new String(line, ISO_8859_1);
    }

    /** Tells of one event of a session: {@code clicls}, {@code srvcls} or {@code closed}. */
    void event(Session session, String name) {
        print(session, name + ends(session));
    }

    private static String ends(Session session) {
        Connection server = session.server;
        int serverFd = server == null || !server.isOpen() ? NO_FD : server.fd();
        int clientFd = session.client.isOpen() ? session.client.fd() : NO_FD;
        return "[%04x:%04x]".formatted(clientFd, serverFd);
    }

    private void print(Session session, String text) {
        String line = "%08x:%s.%s\n".formatted(session.id(), session.frontend.name(), text);
        byte[] bytes = line.getBytes(ISO_8859_1);
        out.write(bytes, 0, bytes.length); // whole, whoever else writes
        out.flush();
    }
}
