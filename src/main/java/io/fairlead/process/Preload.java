package io.fairlead.process;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ResolvedModule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Loads what a chrooted process can no longer reach by path: classes from jars, which the class loader would otherwise
 * open on first use, and the time zone. The JDK's own classes come from a file that is mapped since the start.
 */
final class Preload {
    private Preload() {}

    static void all() throws ProcessException {
        var _ = ZoneId.systemDefault().getRules().getOffset(Instant.now());
        for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
            boolean inJar = module.reference().location().stream()
                    .anyMatch(uri -> uri.getScheme().equals("file"));
            if (inJar) {
                load(module);
            }
        }
    }

    private static void load(ResolvedModule module) throws ProcessException {
        try (ModuleReader reader = module.reference().open()) {
            List<String> classes = reader.list()
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .toList();
            for (String name : classes) {
                Class.forName(name, false, Preload.class.getClassLoader());
            }
        } catch (IOException | ReflectiveOperationException | LinkageError e) {
            throw new ProcessException("cannot load the module " + module.name() + ": " + e.getMessage());
        }
    }
}
