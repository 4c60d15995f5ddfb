package io.fairlead.config;

import io.fairlead.config.Source.Spoof;
import org.jspecify.annotations.Nullable;

/** Reads {@code source} and {@code usesrc}. */
final class Sources {
    /** Both on one line of a proxy. */
    static final Syntax<Source> SOURCE =
            Syntax.of(Addresses.SOURCE.notation() + " [usesrc <address>[:<port>]|client|clientip]", Sources::read);

    /** What follows {@code usesrc}. */
    static final Syntax<Foreign> USESRC = Syntax.of("<address>[:<port>]|client|clientip", Sources::readForeign);

    private Sources() {}

    /** An address that need not be ours. */
    record Foreign(Spoof spoof, @Nullable Address address) {}

    private static Source read(Words words) throws Refusal {
        Address address = Addresses.SOURCE.reader().read(words);
        if (!"usesrc".equals(words.peek())) {
            return new Source(address, Spoof.NONE, null);
        }
        words.takeKeyword("usesrc", 1);
        Foreign foreign = readForeign(words);
        return new Source(address, foreign.spoof(), foreign.address());
    }

    private static Foreign readForeign(Words words) throws Refusal {
        return switch (String.valueOf(words.peek())) {
            case "client" -> take(words, Spoof.CLIENT);
            case "clientip" -> take(words, Spoof.CLIENT_IP);
            default -> new Foreign(Spoof.ADDRESS, Addresses.SOURCE.reader().read(words));
        };
    }

    private static Foreign take(Words words, Spoof spoof) throws Refusal {
        words.next("");
        return new Foreign(spoof, null);
    }
}
