package io.fairlead.process;

import java.lang.reflect.Proxy;

/**
 * What the process does when it is signalled, in place of the JVM's own handlers. Handlers run on a thread of their own.
 * {@code sun.misc.Signal} is reached by reflection: javac warns of its name, and that warning cannot be turned off.
 */
final class Signals {
    private Signals() {}

    /** {@code name} without SIG. */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object runs =
                    Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, (_, _, _) -> {
                        action.run();
                        return null;
                    });
            handle(signal, handler, name, runs);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the module jdk.unsupported offers it", e);
        }
    }

    /** The kernel drops the signal. */
    static void ignore(String name) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ignores = handler.getField("SIG_IGN").get(null);
            handle(Class.forName("sun.misc.Signal"), handler, name, ignores);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the module jdk.unsupported offers it", e);
        }
    }

    private static void handle(Class<?> signal, Class<?> handlerType, String name, Object handler)
            throws ReflectiveOperationException {
        Object named = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handlerType).invoke(null, named, handler);
    }
}
