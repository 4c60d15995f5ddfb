package io.fairlead.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A small world without a network: two host names, four environment variables, a user, a group and some files. */
final class FakeEnvironment implements Environment {
    private static final Map<String, String> HOSTS = Map.of("localhost", "127.0.0.1", "www.example.com", "192.0.2.80");
    private static final Map<String, String> VARIABLES =
            Map.of("PORT", "8080", "HOST_NAME", "www.example.com", "WITH_BLANK", "a b", "CITY", "K\u00f6ln");

    private static final Map<String, String> FILES = Map.of(
            "/errors/503.http", "HTTP/1.0 503 Gone fishing\r\nContent-Type: text/plain\r\n\r\nBack soon.\n",
            "/errors/lf.http", "HTTP/1.1 400 No\n\n",
            "/errors/empty.http", "",
            "/errors/page.html", "<html>not a response</html>",
            "/errors/head-only.http", "HTTP/1.0 503 No end\r\nContent-Type: text/plain\r\n",
            "/errors/huge.http", "HTTP/1.0 200 OK\r\n\r\n" + "x".repeat(Limits.MAX_ERROR_FILE_BYTES));

    @Override
    public @Nullable String variable(String name) {
        return VARIABLES.get(name);
    }

    @Override
    public @Nullable InetAddress resolve(String hostName) {
        String address = HOSTS.get(hostName);
        return address == null ? null : InetAddress.ofLiteral(address);
    }

    @Override
    public OptionalInt userId(String name) {
        return name.equals("www-data") ? OptionalInt.of(33) : OptionalInt.empty();
    }

    @Override
    public OptionalInt groupId(String name) {
        return name.equals("proxies") ? OptionalInt.of(133) : OptionalInt.empty();
    }

    @Override
    public byte[] read(String path, int maxBytes) throws IOException {
        String content = FILES.get(path);
        if (content == null) {
            throw new NoSuchFileException(path);
        }
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, Math.min(bytes.length, maxBytes));
    }
}
