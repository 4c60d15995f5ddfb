package io.fairlead.http;

import java.util.Random;

/** Writes random expressions in two dialects with the same meaning: POSIX extended and RE2. */
final class RandomExpressions {
    private static final String[] CLASSES = {"alpha", "digit", "alnum", "upper", "lower", "space", "punct", "xdigit"};

    private final Random random;
    private StringBuilder posix = new StringBuilder();
    private StringBuilder re2 = new StringBuilder();

    RandomExpressions(Random random) {
        this.random = random;
    }

    void next() {
        posix = new StringBuilder();
        re2 = new StringBuilder();
        choice(3);
    }

    String posix() {
        return posix.toString();
    }

    String re2() {
        return re2.toString();
    }

    private void both(String text) {
        either(text, text);
    }

    private void either(String inPosix, String inRe2) {
        posix.append(inPosix);
        re2.append(inRe2);
    }

    private void choice(int depth) {
        sequence(depth);
        while (random.nextInt(4) == 0) {
            both("|");
            sequence(depth);
        }
    }

    private void sequence(int depth) {
        if (random.nextInt(3) > 0) {
            both("^");
        }
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            repeated(depth);
        }
        if (random.nextInt(3) > 0) {
            both("$");
        }
    }

    private void repeated(int depth) {
        atom(depth);
        switch (random.nextInt(10)) {
            case 0 -> both("*");
            case 1 -> both("+");
            case 2 -> both("?");
            case 3 -> both("{" + random.nextInt(3) + "}");
            case 4 -> both("{" + random.nextInt(3) + ",}");
            case 5 -> both("{" + random.nextInt(2) + "," + (1 + random.nextInt(3)) + "}");
            default -> {}
        }
    }

    private void atom(int depth) {
        switch (random.nextInt(depth > 0 ? 8 : 7)) {
            case 0 -> both(".");
            case 1 -> bracket();
            case 2 -> both("\\.");
            case 3, 4, 5, 6 -> both(String.valueOf("aAbBc/ :0-".charAt(random.nextInt(10))));
            default -> {
                both("(");
                choice(depth - 1);
                both(")");
            }
        }
    }

    private void bracket() {
        both(random.nextInt(3) == 0 ? "[^" : "[");
        if (random.nextInt(6) == 0) {
            either("]", "\\]");
        }
        do {
            switch (random.nextInt(4)) {
                case 0 -> both("a-b");
                case 1 -> both("[:" + CLASSES[random.nextInt(CLASSES.length)] + ":]");
                case 2 -> either("\\", "\\\\");
                default -> both(String.valueOf("aB/0 ".charAt(random.nextInt(5))));
            }
        } while (random.nextBoolean());
        both(random.nextInt(6) == 0 ? "-]" : "]");
    }
}
