package io.fairlead.http;

import java.util.List;
import java.util.Random;

/** Damages messages at random, with a liking for what confuses parsers. */
final class Mutations {
    private static final List<String> SPARKS = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            " ",
            "\t",
            ":",
            ";",
            ",",
            "=",
            "\u0000",
            "\u007f",
            "\u00ff",
            "0",
            "5",
            "f",
            "+",
            "-",
            "0x",
            "ffffffffffffffff",
            "Content-Length: 5\r\n",
            "Content-Length: 5, 5\r\n",
            "Host: a\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n",
            "HTTP/1.0",
            "chunked",
            "\r\n ",
            "0\r\n\r\n");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** The message with up to four wounds; sometimes with none. */
    String of(String message) {
        StringBuilder text = new StringBuilder(message);
        for (int wounds = random.nextInt(5); wounds > 0 && !text.isEmpty(); wounds--) {
            wound(text);
        }
        return text.toString();
    }

    private void wound(StringBuilder text) {
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        switch (random.nextInt(6)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.delete(at, end);
            case 2 -> text.insert(at, text.substring(at, end));
            case 3 -> text.deleteCharAt(at);
            case 4 -> replaceLineEnd(text, at);
            default -> text.insert(at, SPARKS.get(random.nextInt(SPARKS.size())));
        }
    }

    private static void replaceLineEnd(StringBuilder text, int from) {
        int at = text.indexOf("\r\n", from);
        if (at >= 0) {
            text.deleteCharAt(at);
        }
    }
}
