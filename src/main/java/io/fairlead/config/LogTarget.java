package io.fairlead.config;

/**
 * One syslog server ({@code log <address> <facility> [level]}).
 *
 * @param maxLevel the least severe level sent
 */
public record LogTarget(Address address, Facility facility, Level maxLevel) {

    /** Syslog facilities by HAProxy's names; the ordinal is the facility's number. */
    public enum Facility {
        KERN,
        USER,
        MAIL,
        DAEMON,
        AUTH,
        SYSLOG,
        LPR,
        NEWS,
        UUCP,
        CRON,
        AUTH2,
        FTP,
        NTP,
        AUDIT,
        ALERT,
        CRON2,
        LOCAL0,
        LOCAL1,
        LOCAL2,
        LOCAL3,
        LOCAL4,
        LOCAL5,
        LOCAL6,
        LOCAL7
    }

    /** Syslog levels; the ordinal is the level's number, 0 the most severe. */
    public enum Level {
        EMERG,
        ALERT,
        CRIT,
        ERR,
        WARNING,
        NOTICE,
        INFO,
        DEBUG
    }
}
