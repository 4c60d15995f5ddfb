package io.fairlead.balance;

/**
 * How a check of a server ended.
 *
 * @param code the status that the server answered with (HTTP, SMTP), or 0
 * @param info the server's or the kernel's words for it, or empty
 */
public record CheckResult(CheckStatus status, int code, String info, long durationMs) {
    /** Before the first check has ended. */
    public static final CheckResult NONE = new CheckResult(CheckStatus.INI, 0, "", 0);

    public boolean passed() {
        return status.passed();
    }
}
