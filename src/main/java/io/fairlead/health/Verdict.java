package io.fairlead.health;

import io.fairlead.balance.CheckStatus;

/**
 * What a server's answer means.
 *
 * @param code the status it answered with, or 0
 * @param info its words for it, or empty
 */
record Verdict(CheckStatus status, int code, String info) {
    Verdict(CheckStatus status) {
        this(status, 0, "");
    }
}
