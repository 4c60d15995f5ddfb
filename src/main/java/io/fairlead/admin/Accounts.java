package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.fairlead.config.BackendConfig.StatsConfig.Account;
import io.fairlead.http.Head;
import io.fairlead.http.Header;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/** Who may see the page ({@code stats auth}; RFC 7617). */
final class Accounts {
    private static final byte[] BASIC = "basic ".getBytes(US_ASCII);

    private final List<byte[]> credentials;

    Accounts(List<Account> accounts) {
        credentials = accounts.stream()
                .map(account -> account.user() + ":" + account.password())
                .map(pair -> Base64.getEncoder().encode(pair.getBytes(ISO_8859_1)))
                .toList();
    }

    /** Whether the request comes from one of them; where there are none, everybody is welcome. */
    boolean admit(Head request) {
        return credentials.isEmpty() || presents(request);
    }

    private boolean presents(Head request) {
        for (int i = 0; i < request.count(); i++) {
            if (request.header(i) == Header.AUTHORIZATION && request.valueStartsWith(i, BASIC)) {
                return isOneOf(value(request, i));
            }
        }
        return false;
    }

    private static byte[] value(Head request, int header) {
        int from = request.valueStart(header) + BASIC.length;
        byte[] value = new byte[request.valueEnd(header) - from];
        request.bytes().get(from, value);
        return new String(value, ISO_8859_1).strip().getBytes(ISO_8859_1);
    }

    /** Takes as long whichever it is and however much of it is right, so that guessing learns nothing from the time. */
    private boolean isOneOf(byte[] presented) {
        boolean found = false;
        for (byte[] each : credentials) {
            found |= MessageDigest.isEqual(each, presented);
        }
        return found;
    }
}
