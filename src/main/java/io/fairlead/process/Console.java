package io.fairlead.process;

import io.fairlead.config.Message;
import io.fairlead.config.Message.Severity;
import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * HAProxy's messages on standard error. While starting every alert is shown; afterwards {@code quiet} silences them.
 * Warnings are silenced by it from the first; {@code verbose} undoes it.
 */
public final class Console {
    private final PrintStream out;
    private final boolean quiet;
    private volatile boolean starting = true;

    public Console(PrintStream out, boolean quiet, boolean verbose) {
        this.out = out;
        this.quiet = quiet && !verbose;
    }

    /** Shows a message, unless it is silenced. */
    public void show(Message message) {
        if (!quiet || (starting && message.severity() == Severity.ALERT)) {
            print(message);
        }
    }

    private void print(Message message) {
        out.println(message.format(
                LocalDateTime.now(ZoneId.systemDefault()),
                ProcessHandle.current().pid()));
    }

    public void alert(String text) {
        show(new Message(Severity.ALERT, null, text));
    }

    public void warning(String text) {
        show(new Message(Severity.WARNING, null, text));
    }

    /** A warning of the start that whoever starts a daemon must see, though {@code -D} implies quiet. */
    void insist(String text) {
        print(new Message(Severity.WARNING, null, text));
    }

    /** From here on quiet silences alerts too. */
    void started() {
        starting = false;
    }
}
