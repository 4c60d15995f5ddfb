package io.fairlead.system.differential;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The servers of an exchange behind one proxy, and whom they have met. Guarded by the conversation's monitor. */
final class Servers {
    /** A request that began to arrive. */
    private record Request(Arrival arrival, int number) {}

    private final Exchange exchange;
    private final Object monitor;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private int connectionsTaken;
    private int requestsTaken;
    private @Nullable Arrival current;
    private int currentNumber;
    private String firstCheck = "";

    Servers(Exchange exchange, Object monitor) {
        this.exchange = exchange;
        this.monitor = monitor;
    }

    void accept(String server, Socket socket) throws IOException {
        Stream stream = new Stream(socket, monitor);
        Arrival arrival = new Arrival(server, socket.getInetAddress().getHostAddress(), stream);
        synchronized (monitor) {
            arrivals.add(arrival);
            monitor.notifyAll();
        }
        int[] answered = {0};
        stream.read(_ -> changed(arrival, answered));
    }

    private void changed(Arrival arrival, int[] answered) {
        int complete;
        synchronized (monitor) {
            if (exchange.isTcp()) {
                return;
            }
            note(arrival);
            complete = arrival.requests() - 1;
        }
        boolean check = arrival.isCheck();
        while ((check || exchange.isAnswered()) && answered[0] < complete) {
            HttpText request = arrival.request(answered[0]++);
            answer(arrival, request, check ? exchange.check() : exchange.answer());
        }
        if (arrival.stream.isEnded() && (check || exchange.isAnswered())) {
            arrival.stream.close();
        }
    }

    private void note(Arrival arrival) {
        if (arrival.isCheck()) {
            firstCheck = firstCheck.isEmpty() ? "check: " + Description.of(arrival.request(0)) : firstCheck;
            return;
        }
        for (int number = 0; number < arrival.requests(); number++) {
            Request request = new Request(arrival, number);
            if (arrival.request(number).headComplete && !requests.contains(request)) {
                requests.add(request);
                monitor.notifyAll();
            }
        }
    }

    private static void answer(Arrival arrival, HttpText request, String text) {
        String answer = Escapes.decode(text.replace("{server}", arrival.server));
        String method = request.startLine.split(" ", 2)[0];
        HttpText last = HttpText.response(answer, 0, method);
        while (last.complete && last.end < answer.length() && last.status() < 200) {
            last = HttpText.response(answer, last.end, method);
        }
        arrival.stream.send(method.equals("HEAD") ? answer.substring(0, last.end) : answer);
        if (!last.complete || last.value("connection").equals("close")) {
            arrival.stream.close();
        }
    }

    /** Forgets everybody, as before a first connection. */
    void clear() {
        arrivals.forEach(arrival -> arrival.stream.close());
        arrivals.clear();
        requests.clear();
        connectionsTaken = 0;
        requestsTaken = 0;
        current = null;
    }

    /** Takes the next connection, if there is one. */
    boolean takeConnection() {
        if (connectionsTaken >= arrivals.size()) {
            return false;
        }
        current = arrivals.get(connectionsTaken++);
        return true;
    }

    /** Takes the next request whose head is there, if there is one. */
    boolean takeRequest() {
        if (requestsTaken >= requests.size()) {
            return false;
        }
        Request request = requests.get(requestsTaken++);
        current = request.arrival;
        currentNumber = request.number;
        return true;
    }

    boolean isRequestComplete() {
        return current != null && current.request(currentNumber).complete;
    }

    /** The connection taken last. */
    @Nullable
    Stream current() {
        return current == null ? null : current.stream;
    }

    long changedNs() {
        return arrivals.stream()
                .mapToLong(arrival -> arrival.stream.changedNs())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** What servers got, in the order of arrival. */
    String describe() {
        StringBuilder out = new StringBuilder();
        if (exchange.isTcp()) {
            for (Arrival arrival : arrivals) {
                out.append(title(arrival))
                        .append(Escapes.encode(arrival.stream.received()))
                        .append('\n');
            }
            return out.toString();
        }
        for (Request request : requests) {
            HttpText text = request.arrival.request(request.number);
            boolean whole = text.complete || text.framing == HttpText.Framing.CLOSE;
            if (!whole && exchange.isAnswered()) {
                continue; // where it was cut depends on who was faster, and no server acts on it
            }
            out.append(title(request.arrival)).append(Description.of(text)).append('\n');
        }
        return out.append(firstCheck).toString();
    }

    private static String title(Arrival arrival) {
        String from = arrival.from.equals("127.0.0.1") ? "" : " from " + arrival.from;
        return (arrival.server + from + ": ").toLowerCase(Locale.ROOT);
    }
}
