package io.fairlead.system.differential;

import io.fairlead.system.LogServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An exchange through one proxy: plays the script and tells what came of it. */
final class Conversation implements AutoCloseable {
    /** What comes at all comes within this time. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Once something did not come, the rest of a script need not be waited for as long. */
    private static final long IMPATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    /** Where nothing happens for this long, nothing will. */
    private static final long QUIET_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Exchange exchange;
    private final String name;
    private final InetSocketAddress front;
    private final LogServer log = new LogServer();
    private final Servers servers;
    private final Map<String, Stream> clients = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final StringBuilder inVain = new StringBuilder();
    private final StringBuilder serverEnds = new StringBuilder();

    /**
     * @param name of the exchange's proxy
     * @param front where it listens
     */
    Conversation(Exchange exchange, String name, InetSocketAddress front) {
        this.exchange = exchange;
        this.name = name;
        this.front = front;
        servers = new Servers(exchange, this);
    }

    Servers servers() {
        return servers;
    }

    int logPort() {
        return log.port();
    }

    /** All lines that the exchange's proxy has logged. */
    List<String> logged() {
        return log.lines();
    }

    @Override
    public void close() {
        log.close();
    }

    /** Plays the script once. */
    Outcome play() throws Exception {
        synchronized (this) {
            servers.clear();
            clients.clear();
            sources.clear();
            inVain.setLength(0);
            serverEnds.setLength(0);
        }
        for (Step step : exchange.steps()) {
            perform(step);
        }
        if (exchange.steps().stream().noneMatch(step -> step.isClients() && step.waits())) {
            clients.forEach((name, _) -> waitFor(new Step(name, "?", "response")));
        }
        settle();
        Outcome outcome = outcome();
        clients.values().forEach(Stream::close);
        synchronized (this) {
            servers.clear();
        }
        return outcome;
    }

    private void perform(Step step) throws Exception {
        if (step.waits()) {
            waitFor(step);
        } else if (step.verb().equals("!")) {
            act(step);
        } else {
            send(step);
        }
    }

    private void send(Step step) throws IOException {
        String bytes = Escapes.decode(step.text());
        Stream stream = step.isServers() ? servers.current() : client(step.actor());
        if (stream == null) {
            return; // nobody came, as a wait has told
        }
        if (step.verb().equals(">>")) {
            stream.sendBytewise(bytes);
        } else {
            stream.send(bytes);
        }
    }

    private void act(Step step) throws IOException {
        if (step.text().startsWith("from ")) {
            sources.put(step.actor(), step.text().substring("from ".length()));
            return;
        }
        Stream stream = step.isServers() ? servers.current() : client(step.actor());
        if (stream == null) {
            return;
        }
        switch (step.text()) {
            case "connect" -> {}
            case "shut" -> stream.shut();
            case "close" -> stream.close();
            case "reset" -> stream.reset();
            default -> throw new IllegalArgumentException(exchange.fullName() + ": " + step);
        }
    }

    private Stream client(String name) throws IOException {
        Stream known = clients.get(name);
        if (known != null) {
            return known;
        }
        Socket socket = new Socket();
        String source = sources.get(name);
        if (source != null) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
        }
        socket.connect(front, (int) TimeUnit.NANOSECONDS.toMillis(PATIENCE_NS));
        Stream client = new Stream(socket, this);
        clients.put(name, client);
        client.read(_ -> {});
        return client;
    }

    private void waitFor(Step step) {
        String[] words = step.text().split(" ", 2);
        int count = words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 1;
        boolean came = switch (step.actor()) {
            case "L" -> await(() -> hasLogged(step.text().replace("{name}", name)), () -> false);
            case "S" -> waitForServers(words[0], count);
            default -> waitForClient(clients.get(step.actor()), words[0], count);
        };
        if (!came) {
            inVain.append(step).append('\n');
        }
    }

    private boolean hasLogged(String text) {
        return log.lines().stream().anyMatch(line -> line.contains(text));
    }

    private boolean waitForClient(@Nullable Stream client, String what, int count) {
        if (client == null) {
            return false;
        }
        BooleanSupplier came = switch (what) {
            case "response" -> () -> Description.completeResponses(client.received(), client.sent()) >= count;
            case "head" -> () -> client.received().split("\r\n\r\n", -1).length > count;
            case "bytes" -> () -> client.received().length() >= count;
            case "end" -> client::isEnded;
            default -> throw new IllegalArgumentException(exchange.fullName() + ": C? " + what);
        };
        return await(() -> came.getAsBoolean() || client.isEnded(), () -> false);
    }

    private boolean waitForServers(String what, int count) {
        return switch (what) {
            case "connection" -> await(servers::takeConnection, this::isOver);
            case "head" -> await(servers::takeRequest, this::isOver);
            case "body" -> await(servers::isRequestComplete, this::isOver);
            case "request" ->
                await(servers::takeRequest, this::isOver) && await(servers::isRequestComplete, this::isOver);
            case "bytes" -> await(() -> received() >= count, this::isOver);
            case "end" -> waitForServerEnd();
            default -> throw new IllegalArgumentException(exchange.fullName() + ": S? " + what);
        };
    }

    private int received() {
        Stream current = servers.current();
        return current == null ? 0 : current.received().length();
    }

    private boolean waitForServerEnd() {
        boolean came = await(
                () -> {
                    Stream current = servers.current();
                    return current != null && current.isEnded();
                },
                () -> servers.current() == null);
        Stream current = servers.current();
        serverEnds.append(current == null ? "none" : current.end()).append('\n');
        return came;
    }

    /** Whether all clients were let go, so that no more will reach a server. */
    private boolean isOver() {
        return !clients.isEmpty()
                && clients.values().stream()
                        .allMatch(client -> client.end() == Stream.End.FIN || client.end() == Stream.End.RST)
                && isQuiet();
    }

    private boolean isQuiet() {
        long last = servers.changedNs();
        for (Stream client : clients.values()) {
            last = Math.max(last, client.changedNs());
        }
        return System.nanoTime() - last > QUIET_NS;
    }

    private synchronized boolean await(BooleanSupplier condition, BooleanSupplier hopeless) {
        long deadline = System.nanoTime() + (inVain.isEmpty() ? PATIENCE_NS : IMPATIENCE_NS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || hopeless.getAsBoolean()) {
                return false;
            }
            try {
                wait(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return true;
    }

    private void settle() {
        await(
                () -> isQuiet()
                        || !clients.isEmpty() && clients.values().stream().allMatch(Stream::isEnded),
                () -> false);
    }

    private synchronized Outcome outcome() {
        Map<String, String> aspects = new LinkedHashMap<>();
        StringBuilder got = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        Map<String, Integer> ports = new LinkedHashMap<>();
        clients.forEach((name, client) -> {
            got.append(name).append(": ").append(describe(client)).append('\n');
            ends.append(name).append(": ").append(client.end()).append('\n');
            ports.put(name, client.localPort());
        });
        aspects.put("client", got.toString());
        aspects.put("client-end", ends.toString());
        aspects.put("server", servers.describe());
        aspects.put("server-end", serverEnds.toString());
        aspects.put("in-vain", inVain.toString());
        return new Outcome(aspects, ports);
    }

    private String describe(Stream client) {
        return exchange.isTcp()
                ? Escapes.encode(client.received())
                : Description.ofResponses(client.received(), client.sent());
    }
}
