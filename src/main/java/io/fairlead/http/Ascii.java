package io.fairlead.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What the grammar of RFC 9110 §5.6 says about single octets, and scans over runs of them. */
final class Ascii {
    static final int HTAB = '\t';
    static final int LF = '\n';
    static final int CR = '\r';
    static final int DEL = 0x7f;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final boolean[] TOKEN = tokenOctets();
    private static final byte[] LOWER = lowerCase();
    private static final byte[] HEX = hexDigits();

    private Ascii() {}

    /** Eight octets, the first one lowest. */
    static long word(ByteBuffer bytes, int at) {
        return (long) WORD.get(bytes, at);
    }

    /** The first octet in {@code [from, to)} that is a control character (HTAB and DEL included), or {@code to}. */
    static int findControl(ByteBuffer bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = word(bytes, at);
            long dels = word ^ (DEL * ONES);
            // a borrow may flag octets above the first one found, never below it
            long flags = (((word - 0x20 * ONES) & ~word) | ((dels - ONES) & ~dels)) & HIGH_BITS;
            if (flags != 0) {
                return at + (Long.numberOfTrailingZeros(flags) >>> 3);
            }
        }
        while (at < to && !isControl(bytes.get(at))) {
            at++;
        }
        return at;
    }

    /** The first octet in {@code [from, to)} that is a space or below, or {@code to}. */
    static int findBlank(ByteBuffer bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = word(bytes, at);
            long flags = (word - 0x21 * ONES) & ~word & HIGH_BITS;
            if (flags != 0) {
                return at + (Long.numberOfTrailingZeros(flags) >>> 3);
            }
        }
        while (at < to && (bytes.get(at) > ' ' || bytes.get(at) < 0)) {
            at++;
        }
        return at;
    }

    /** The first octet in {@code [from, to)} that cannot be part of a token, or {@code to}. */
    static int findTokenEnd(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && isToken(bytes.get(at))) {
            at++;
        }
        return at;
    }

    /** The first {@code wanted} in {@code [from, to)}, or {@code to}. */
    static int find(ByteBuffer bytes, int from, int to, char wanted) {
        int at = from;
        while (at < to && bytes.get(at) != wanted) {
            at++;
        }
        return at;
    }

    /** The first octet in {@code [from, to)} that is neither space nor HTAB, or {@code to}. */
    static int skipBlanks(ByteBuffer bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes.get(at))) {
            at++;
        }
        return at;
    }

    /** One past the last octet in {@code [from, to)} that is neither space nor HTAB, or {@code from}. */
    static int trimBlanks(ByteBuffer bytes, int from, int to) {
        int at = to;
        while (at > from && isBlank(bytes.get(at - 1))) {
            at--;
        }
        return at;
    }

    static boolean equals(ByteBuffer bytes, int from, int to, byte[] wanted) {
        if (to - from != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (bytes.get(from + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean equalsIgnoreCase(ByteBuffer bytes, int from, int to, byte[] lowerCaseWanted) {
        if (to - from != lowerCaseWanted.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseWanted.length; i++) {
            if (LOWER[bytes.get(from + i) & 0xff] != lowerCaseWanted[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == HTAB;
    }

    static boolean isControl(byte octet) {
        return (octet >= 0 && octet < ' ') || octet == DEL;
    }

    static boolean isToken(byte octet) {
        return TOKEN[octet & 0xff];
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexValue(byte octet) {
        return HEX[octet & 0xff];
    }

    private static boolean[] tokenOctets() {
        boolean[] table = new boolean[256];
        for (char c = '!'; c < DEL; c++) {
            table[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }
        return table;
    }

    private static byte[] lowerCase() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            table[octet] = (byte) (octet >= 'A' && octet <= 'Z' ? octet + 0x20 : octet);
        }
        return table;
    }

    private static byte[] hexDigits() {
        byte[] table = new byte[256];
        for (int octet = 0; octet < 256; octet++) {
            table[octet] = (byte) (octet < 128 ? Character.digit(octet, 16) : -1);
        }
        return table;
    }
}
