package io.fairlead.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A configuration is octets, each kept as the char of the same number (ISO 8859-1), so that what a file says about
 * requests and responses reaches them unchanged in whatever encoding it is. Only what people and the system's file
 * names read is text.
 */
final class Octets {
    private Octets() {}

    static String of(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What text is in a file of today. */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The octets as text: UTF-8 where they are that, else ISO 8859-1. */
    static String text(String octets) {
        try {
            return decode(octets);
        } catch (CharacterCodingException _) {
            return octets;
        }
    }

    /** A word that names a file, as text; Java gives a name of no other encoding than UTF-8 to the system unchanged. */
    static String fileName(Words words, Word word, String octets) throws Refusal {
        try {
            return decode(octets);
        } catch (CharacterCodingException _) {
            throw words.refuse(word, word.quoted() + " is not UTF-8 text", "expected a file name in UTF-8");
        }
    }

    /** Control characters of ASCII; the octets from 0x80 on are parts of characters. */
    static boolean isControl(int octet) {
        return octet < ' ' || octet == 0x7f;
    }

    private static String decode(String octets) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    }
}
