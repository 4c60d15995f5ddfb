package io.fairlead.config;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Reads {@code <address>[/<mask>]}; the mask counts bits, or is dotted for IPv4. */
final class Networks {
    static final Syntax<Network> SYNTAX = Syntax.of("<address>[/<mask>]", Networks::read);

    private Networks() {}

    private static Network read(Words words) throws Refusal {
        Word word = words.next(SYNTAX.notation());
        int slash = word.text().indexOf('/');
        String host = slash < 0 ? word.text() : word.text().substring(0, slash);
        InetAddress ip = Addresses.resolve(words, word, host);
        int width = ip.getAddress().length * Byte.SIZE;
        return new Network(ip, slash < 0 ? width : bits(words, word, word.text().substring(slash + 1), width));
    }

    private static int bits(Words words, Word word, String mask, int width) throws Refusal {
        if (mask.matches("[0-9]{1,3}") && Integer.parseInt(mask) <= width) {
            return Integer.parseInt(mask);
        }
        if (width == Integer.SIZE && mask.matches("[0-9]+(\\.[0-9]+){3}")) {
            int dotted = ByteBuffer.wrap(Addresses.resolve(words, word, mask).getAddress())
                    .getInt();
            int bits = Integer.bitCount(dotted);
            if (bits == Integer.numberOfLeadingZeros(~dotted)) {
                return bits;
            }
        }
        String form = width == Integer.SIZE ? " or a dotted mask" : "";
        throw words.refuse(
                word, Word.quote(mask) + " is not a network mask", "expected 0 to " + width + " bits" + form);
    }
}
