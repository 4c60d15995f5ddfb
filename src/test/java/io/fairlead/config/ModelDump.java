package io.fairlead.config;

import io.fairlead.config.ProxyConfig.Origin;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a configuration's model as indented text. What is null, 0, false or empty is left out, and so is a global
 * section that says nothing.
 */
final class ModelDump {
    private final StringBuilder out = new StringBuilder();

    private ModelDump() {}

    static String of(Config config) throws ReflectiveOperationException {
        ModelDump dump = new ModelDump();
        if (!config.global().equals(new GlobalDraft().build(Overrides.NONE))) {
            dump.write("global", config.global(), "");
        }
        dump.write("proxies", config.proxies(), "");
        return dump.out.toString();
    }

    private void write(String name, @Nullable Object value, String indent) throws ReflectiveOperationException {
        switch (value) {
            case null -> {}
            case Collection<?> many -> writeAll(name, many, indent);
            case Map<?, ?> map -> writeAll(name, map.values(), indent);
            case Address address -> line(indent, name, address.ip().getHostAddress() + " port " + address.port());
            case Origin origin -> line(indent, name, origin.line() + ":" + origin.column());
            case Record parts -> writeRecord(name, parts, indent);
            default -> writePlain(name, value.toString(), indent);
        }
    }

    private void writeRecord(String name, Record parts, String indent) throws ReflectiveOperationException {
        int before = out.length();
        String kind = kind(parts);
        line(indent, name, kind);
        int start = out.length();
        writeComponents(parts, indent + "  ");
        if (kind.isEmpty() && out.length() == start) {
            out.setLength(before);
        }
    }

    /** Which of several records that may stand there. */
    private static String kind(Record parts) {
        return parts.getClass().getInterfaces().length == 0
                ? ""
                : parts.getClass().getSimpleName();
    }

    private void writeAll(String name, Collection<?> many, String indent) throws ReflectiveOperationException {
        for (Object one : many) {
            write(name, one, indent);
        }
    }

    private void writeComponents(Record parts, String indent) throws ReflectiveOperationException {
        for (RecordComponent component : parts.getClass().getRecordComponents()) {
            write(component.getName(), component.getAccessor().invoke(parts), indent);
        }
    }

    private void writePlain(String name, String text, String indent) {
        if (!text.equals("0") && !text.equals("false")) {
            line(indent, name, text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t"));
        }
    }

    private void line(String indent, String name, String text) {
        out.append((indent + name + " " + text).stripTrailing()).append('\n');
    }
}
