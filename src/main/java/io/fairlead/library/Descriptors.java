package io.fairlead.library;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** The descriptors of the JDK's channels. Only the JDK's own classes tell them, to whoever is let in by a flag. */
final class Descriptors {
    private static final String OWNER = "sun.nio.ch.SelChImpl";
    private static final @Nullable MethodHandle GETTER = getter();

    private Descriptors() {}

    private static @Nullable MethodHandle getter() {
        try {
            return MethodHandles.lookup()
                    .findVirtual(Class.forName(OWNER), "getFDVal", MethodType.methodType(int.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static MethodHandle allowed() {
        if (GETTER == null) {
            Module module = Descriptors.class.getModule();
            throw new IllegalStateException("the JVM does not tell the descriptors of its channels: start it with"
                    + " --add-exports=java.base/sun.nio.ch=" + (module.isNamed() ? module.getName() : "ALL-UNNAMED"));
        }
        return GETTER;
    }

    /** @throws IllegalStateException where the JVM was started without the flag, which is named */
    static void require() {
        allowed();
    }

    /** The channel's own descriptor: gone, or another's, once the channel is closed. */
    static int of(SocketChannel channel) {
        try {
            return (int) allowed().invoke(channel);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // it declares nothing
        }
    }

    /** Another descriptor of the same connection, non-blocking, which stays when the channel is closed. */
    static int duplicate(SocketChannel channel, int lowest) throws IOException {
        channel.configureBlocking(false);
        int answer = Io.duplicate(of(channel), lowest);
        if (answer < 0) {
            throw new IOException("no descriptor: " + Errno.describe(answer));
        }
        return answer;
    }
}
