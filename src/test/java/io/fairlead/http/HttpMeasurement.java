package io.fairlead.http;

import io.fairlead.http.HeadRule.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.IntSupplier;

/** Measures what the hot path costs; run by hand. Prints the best of several rounds in nanoseconds per call. */
final class HttpMeasurement {
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 600;
    private static final long MOST_NS = 5_000_000_000L; // for all rounds

    private final HeadParser parser = new HeadParser();
    private final Head head = new Head();
    private final HeadEditor editor = new HeadEditor();
    private final byte[] connection = Samples.octets("Connection: close");

    public static void main(String[] arguments) {
        new HttpMeasurement().run();
    }

    private void run() {
        measure("parse wrk request", parsing(Samples.WRK_REQUEST));
        measure("parse browser request", parsing(Samples.BROWSER_REQUEST));
        measure("parse nginx response", parsing(Samples.NGINX_RESPONSE));
        measure("parse, edit, compose request", rewriting());
        measure("sample's three rules", switching());
        measure("six rules, one allows", filtering());
        measure("parse, replace the request line", replacing());
        measure("find a cookie", finding());
    }

    private IntSupplier parsing(String message) {
        ByteBuffer bytes = Samples.buffer(message);
        boolean request = !message.startsWith("HTTP");
        return () -> (request
                                ? parser.request(bytes, 0, bytes.capacity(), head)
                                : parser.response(bytes, 0, bytes.capacity(), head, Method.GET))
                        == HeadParser.Result.COMPLETE
                ? head.end()
                : 0;
    }

    private IntSupplier rewriting() {
        ByteBuffer bytes = Samples.bufferAt(1024, Samples.BROWSER_REQUEST);
        byte[] pristine = Samples.octets(Samples.BROWSER_REQUEST);
        return () -> {
            bytes.put(1024, pristine);
            parser.request(bytes, 1024, bytes.capacity(), head);
            editor.begin(head);
            editor.drop(5);
            editor.add(connection);
            return editor.composeBefore(0);
        };
    }

    private IntSupplier switching() {
        return applying(List.of(
                rule(Kind.SET_BACKEND, "^Host: img"),
                rule(Kind.SET_BACKEND, "^[^ ]* /(img|css)/"),
                rule(Kind.SET_BACKEND, "^[^ ]* /admin/stats")));
    }

    private IntSupplier filtering() {
        return applying(List.of(
                rule(Kind.DENY, "^[^ ]* /(private|\\.\\.)/"),
                rule(Kind.DELETE, "^X-Forwarded-For:"),
                new HeadRule(Kind.REPLACE, "^([^ ]*) /old/(.*)", false, "\\1 /new/\\2"),
                rule(Kind.ALLOW, "^Host: www"),
                rule(Kind.DENY, "^Host:"),
                rule(Kind.TARPIT, "^User-Agent: .*(crawler|spider)")));
    }

    private static HeadRule rule(Kind kind, String pattern) {
        return new HeadRule(kind, pattern, true, null);
    }

    private static IntSupplier applying(List<HeadRule> list) {
        RequestRules rules = new RequestRules(list, List.of());
        Head request = Samples.request(Samples.BROWSER_REQUEST);
        return () -> rules.apply(request, 0) == Verdict.ACCEPT ? rules.switchRule() : 0;
    }

    /** What a rule costs that matches: the line is replaced, the head composed and parsed again. */
    private IntSupplier replacing() {
        ByteBuffer bytes = Samples.bufferAt(1024, Samples.BROWSER_REQUEST);
        byte[] pristine = Samples.octets(Samples.BROWSER_REQUEST);
        RequestRules rules = new RequestRules(
                List.of(new HeadRule(Kind.REPLACE, "^([^ ]*) /shop/(.*)", false, "\\1 /new/\\2")), List.of());
        return () -> {
            bytes.put(1024, pristine);
            parser.request(bytes, 1024, bytes.capacity(), head);
            rules.apply(head, 0);
            return head.start();
        };
    }

    private IntSupplier finding() {
        Cookies cookies = new Cookies();
        Head request = Samples.request(Samples.BROWSER_REQUEST);
        byte[] name = Samples.octets("DYNSRV");
        return () -> cookies.find(request, name) ? cookies.valueStart() : 0;
    }

    private static void measure(String what, IntSupplier call) {
        double best = Double.MAX_VALUE;
        long sum = 0;
        long begun = System.nanoTime();
        for (int round = 0; round < ROUNDS && System.nanoTime() - begun < MOST_NS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < CALLS; i++) {
                sum += call.getAsInt();
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) CALLS);
        }
        System.out.printf("%-30s %7.1f ns   (%d)%n", what, best, sum);
    }
}
