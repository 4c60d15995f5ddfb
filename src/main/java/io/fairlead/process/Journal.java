package io.fairlead.process;

import io.fairlead.config.LogTarget;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig;
import io.fairlead.session.Frontend;
import io.fairlead.session.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what happens to the process: in the logs, and where an operator may be looking on standard error too. */
final class Journal {
    private final Worker writer;
    private final Console console;

    /** @param writer whose loop writes the logs */
    Journal(Worker writer, Console console) {
        this.writer = writer;
        this.console = console;
    }

    /** In the proxy's logs, or in those of the process. Any thread may call. */
    void note(@Nullable ProxyConfig proxy, Level level, String text) {
        List<LogTarget> targets = proxy == null ? List.of() : proxy.logs(); // none: the global ones
        writer.loop().post(() -> writer.log().event(targets, level, text));
    }

    /** In the logs of the process. Any thread may call. */
    void note(Level level, String text) {
        note((ProxyConfig) null, level, text);
    }

    void note(Frontend frontend, Level level, String text) {
        note(frontend.proxy(), level, text);
    }

    /** In the proxy's logs and on standard error. */
    void warn(Frontend frontend, String text) {
        console.warning(text);
        note(frontend, Level.WARNING, text);
    }

    /** In the logs of the process and on standard error. */
    void warn(Level level, String text) {
        console.warning(text);
        note(level, text);
    }

    /** On standard error alone. */
    void warn(String text) {
        console.warning(text);
    }
}
