package io.fairlead.process;

import io.fairlead.config.LogTarget.Level;
import io.fairlead.config.ProxyConfig;
import io.fairlead.session.Frontend;
import io.fairlead.session.Worker;

/** Says what happens to the process: in the logs, and where an operator may be looking on standard error too. */
final class Journal {
    private final Worker writer;
    private final Console console;

    /** @param writer whose loop writes the logs */
    Journal(Worker writer, Console console) {
        this.writer = writer;
        this.console = console;
    }

    /** In the proxy's logs. Any thread may call. */
    void note(ProxyConfig proxy, Level level, String text) {
        writer.loop().post(() -> writer.log().event(proxy.logs(), level, text));
    }

    void note(Frontend frontend, Level level, String text) {
        note(frontend.proxy(), level, text);
    }

    /** In the proxy's logs and on standard error. */
    void warn(Frontend frontend, String text) {
        console.warning(text);
        note(frontend, Level.WARNING, text);
    }

    /** On standard error alone. */
    void warn(String text) {
        console.warning(text);
    }
}
