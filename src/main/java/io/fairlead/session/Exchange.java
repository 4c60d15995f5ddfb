package io.fairlead.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.fairlead.balance.Server;
import io.fairlead.http.BodyKind;
import io.fairlead.http.Head;
import io.fairlead.http.Header;
import io.fairlead.http.Method;
import org.jspecify.annotations.Nullable;

/** What is known of one request and of its response, and what that means for the connections on both sides. */
final class Exchange {
    private static final byte[] NTLM = "ntlm".getBytes(ISO_8859_1);
    private static final byte[] NEGOTIATE = "negotiate".getBytes(ISO_8859_1);

    private Method method = Method.OTHER;
    private boolean oldClient;
    private boolean clientStays;
    private boolean serverStays;
    private boolean serverLeaves;
    private boolean upgrades;
    private boolean repeatable;
    private boolean requestWhole;
    private boolean requestCut;
    private boolean bindsConnection;
    private boolean delimited;
    private @Nullable Server wanted;
    private int requestStart;
    private int requestBytes;

    /** Nothing is known yet: what is answered now ends the connection. */
    void clear() {
        method = Method.OTHER;
        clientStays = false;
        serverStays = false;
        serverLeaves = false;
        repeatable = false;
        requestWhole = false;
        requestCut = false;
        wanted = null;
    }

    void request(Head head) {
        method = head.method();
        oldClient = head.minorVersion() == 0;
        clientStays = head.keepAlive();
        requestWhole = head.bodyKind() == BodyKind.NONE;
        // a request that is wholly in hand and may be made twice can go out on a connection that may be closing
        upgrades = head.upgrade();
        bindsConnection = bindsConnection(head);
        repeatable = requestWhole && method.idempotent() && !upgrades && !bindsConnection;
    }

    /**
     * The request is ready to be sent.
     *
     * @param named the server its cookie names, or null
     * @param sent as rules have left it
     * @param start where its head begins in the client's buffer
     */
    void routed(Route to, @Nullable Server named, Head sent, int start) {
        repeatable &= sent.method().idempotent();
        clientStays &= !to.closes();
        serverLeaves = to.closes() || sent.closedByRule();
        wanted = named;
        requestStart = start;
        requestBytes = sent.end() - start;
    }

    void response(Head head) {
        BodyKind kind = head.bodyKind();
        delimited = kind != BodyKind.UNTIL_CLOSE && kind != BodyKind.TUNNEL;
        serverStays = !serverLeaves && head.keepAlive() && delimited && requestWhole && !bindsConnection;
        clientStays &= delimited && requestWhole;
    }

    /**
     * NTLM and Negotiate make the connection itself the user's (RFC 4559, section 6): such a one is neither taken from
     * others nor left to them.
     */
    private static boolean bindsConnection(Head head) {
        for (int i = 0; i < head.count(); i++) {
            if (head.header(i) == Header.AUTHORIZATION
                    && (head.valueStartsWith(i, NTLM) || head.valueStartsWith(i, NEGOTIATE))) {
                return true;
            }
        }
        return false;
    }

    /** The request goes out once more, on a connection of its own. */
    void again() {
        requestCut = false;
    }

    /** The whole request has left for the server. */
    void requestPassed() {
        requestWhole = !requestCut;
    }

    /** The server takes no more of the request: what the client still sends of it must not pass for another request. */
    void requestCut() {
        requestCut = true;
    }

    /** The client's connection ends with this exchange. */
    void leaveClient() {
        clientStays = false;
    }

    Method method() {
        return method;
    }

    /** Whether the client spoke HTTP/1.0. */
    boolean oldClient() {
        return oldClient;
    }

    boolean clientStays() {
        return clientStays;
    }

    boolean serverStays() {
        return serverStays;
    }

    /** Whether the server is told that its connection ends with this exchange. */
    boolean serverLeaves() {
        return serverLeaves;
    }

    /** Whether the client asked for another protocol. */
    boolean upgrades() {
        return upgrades;
    }

    boolean repeatable() {
        return repeatable;
    }

    /** Whether nothing of the request is still to come from the client. */
    boolean requestWhole() {
        return requestWhole;
    }

    /** Whether the client can tell a response cut short from a whole one. */
    boolean delimited() {
        return delimited;
    }

    @Nullable
    Server wanted() {
        return wanted;
    }

    int requestStart() {
        return requestStart;
    }

    int requestBytes() {
        return requestBytes;
    }
}
