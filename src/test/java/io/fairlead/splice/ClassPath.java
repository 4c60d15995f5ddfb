package io.fairlead.splice;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What another JVM needs to run classes of the tests, whether these run as a module or not. */
public final class ClassPath {
    private ClassPath() {}

    /** Where these classes, and their neighbours, were loaded from. */
    public static String of(Class<?>... types) throws URISyntaxException {
        List<String> roots = new ArrayList<>();
        for (Class<?> type : types) {
            roots.add(root(type));
        }
        return String.join(File.pathSeparator, roots);
    }

    /** The directory or archive that a class was loaded from. */
    private static String root(Class<?> type) throws URISyntaxException {
        String inside = "/" + type.getName().replace('.', '/') + ".class";
        URL place = Objects.requireNonNull(type.getResource(inside));
        if (place.getProtocol().equals("jar")) {
            String archive = place.getPath().substring(0, place.getPath().indexOf('!'));
            return Path.of(URI.create(archive)).toString();
        }
        Path file = Path.of(place.toURI());
        return Objects.requireNonNull(file.getRoot())
                .resolve(file.subpath(0, file.getNameCount() - inside.split("/").length + 1))
                .toString();
    }
}
