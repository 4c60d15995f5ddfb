package io.fairlead.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads configuration files. Whatever they contain, the outcome is a {@link Result}, never an exception. */
public final class ConfigReader {
    private ConfigReader() {}

    /**
     * What came of reading.
     *
     * @param config null exactly where a message is an {@link Message.Severity#ALERT}
     * @param messages every message about every file, in order
     */
    public record Result(@Nullable Config config, List<Message> messages) {}

    /**
     * Reads files as if they were one, except that a section does not reach over the end of a file. Host names are
     * resolved, and environment variables inserted, now.
     *
     * @param filesOrDirectories a directory stands for its {@code *.cfg} files in byte order ({@code -f})
     */
    public static Result read(List<Path> filesOrDirectories, Overrides overrides) {
        Messages messages = new Messages();
        List<SourceFile> files = new SourceReader(messages).read(filesOrDirectories);
        return read(files, overrides, new SystemEnvironment(), messages);
    }

    /** The same on files that are in memory; {@code messages} may already hold what was said about them. */
    static Result read(List<SourceFile> files, Overrides overrides, Environment environment, Messages messages) {
        Parser parser = new Parser(environment, messages);
        files.forEach(parser::read);
        new Checks(parser.global(), parser.proxies(), overrides, messages).run();
        Config config = messages.hasAlerts() ? null : build(parser, overrides);
        return new Result(config, messages.list());
    }

    private static Config build(Parser parser, Overrides overrides) {
        GlobalConfig global = parser.global().draft.build(overrides);
        List<ProxyConfig> proxies = parser.proxies().stream()
                .map(body -> body.draft.build(global, overrides))
                .toList();
        return new Config(global, proxies);
    }
}
