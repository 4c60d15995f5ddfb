package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.BackendConfig.StatsConfig;
import io.fairlead.config.BackendConfig.StatsConfig.Account;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import io.fairlead.session.Responder;
import io.fairlead.splice.PacketEngine;
import io.fairlead.splice.SpliceCounters.Fallback;
import io.fairlead.splice.SplicedPair;
import io.fairlead.splice.SplicedPair.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsPageTest {
    private static final List<Account> ACCOUNTS = List.of(new Account("ann", "secret:1"), new Account("bob", "other"));

    private final Fixture fixture = new Fixture();
    private StatsPage page = page(List.of(), List.of(), 0, false);

    private StatsPage page(List<Account> accounts, List<String> scope, int refreshSeconds, boolean hideVersion) {
        StatsConfig config =
                new StatsConfig("/admin/stats", "Keep \"out\"", accounts, scope, refreshSeconds, hideVersion);
        return new StatsPage(config, fixture.statistics, Runnable::run);
    }

    private Responder.@Nullable Answer ask(String requestLine, String... headers) {
        String more =
                String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList());
        byte[] raw = (requestLine + "\r\nHost: example.org\r\n" + more + "\r\n").getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(raw.length + 3).put(3, raw);
        Head head = new Head();
        HeadParser.Result result = new HeadParser().request(bytes, 3, raw.length + 3, head);
        assertThat(result).isEqualTo(HeadParser.Result.COMPLETE);
        AtomicReference<Responder.@Nullable Answer> answer = new AtomicReference<>();
        boolean taken = page.answer(head, "web", answer::set);
        assertThat(taken).isEqualTo(answer.get() != null);
        return answer.get();
    }

    private String answer(String requestLine, String... headers) {
        Responder.Answer answer = Objects.requireNonNull(ask(requestLine, headers));
        assertThat(answer.whole().isDirect()).isTrue();
        String text = UTF_8.decode(answer.whole()).toString();
        assertThat(text).startsWith("HTTP/1.1 " + answer.status() + " ");
        return text;
    }

    private String body() {
        return body("");
    }

    private String body(String parameters) {
        String answer = answer("GET /admin/stats" + parameters + " HTTP/1.1");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static int contentLength(String answer) {
        String value = answer.substring(answer.indexOf("Content-Length: ") + 16);
        return Integer.parseInt(value.substring(0, value.indexOf("\r\n")));
    }

    @Test
    void shouldAnswerWithAWholeResponse() {
        String answer = answer("GET /admin/stats HTTP/1.1");
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/html; charset=utf-8\r\n")
                .contains("\r\nCache-Control: no-store\r\n")
                .endsWith("</html>\n");
        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).doesNotContain("Connection:");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(contentLength(answer)).isEqualTo(body.getBytes(UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/admin/stats", "/admin/stats/", "/admin/stats?x=1", "/admin/statsandmore"})
    void shouldAnswerWhateverBeginsWithThePrefix(String target) {
        assertThat(ask("GET " + target + " HTTP/1.1")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/admin/stat", "/Admin/stats", "/x/admin/stats", "/admin%2Fstats"})
    void shouldLeaveOtherTargetsAlone(String target) {
        assertThat(ask("GET " + target + " HTTP/1.1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "get", "FOO"})
    void shouldRefuseOtherMethods(String method) {
        assertThat(answer(method + " /admin/stats HTTP/1.1"))
                .startsWith("HTTP/1.1 405 ")
                .contains("\r\nAllow: GET, HEAD, POST\r\n");
    }

    @Test
    void shouldLeadWhoPostsBackToThePage() {
        assertThat(answer("POST /admin/stats HTTP/1.1"))
                .startsWith("HTTP/1.1 303 ")
                .contains("\r\nLocation: /admin/stats\r\n");
    }

    @Test
    void shouldAskForANameAndAPassword() {
        page = page(ACCOUNTS, List.of(), 0, false);
        assertThat(answer("GET /admin/stats HTTP/1.1"))
                .startsWith("HTTP/1.1 401 ")
                .contains("\r\nWWW-Authenticate: Basic realm=\"Keep \\\"out\\\"\", charset=\"UTF-8\"\r\n")
                .doesNotContain("public");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann:secret:1", "bob:other"})
    void shouldAdmitEveryAccount(String credentials) {
        page = page(ACCOUNTS, List.of(), 0, false);
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
        assertThat(answer("GET /admin/stats HTTP/1.1", "Authorization: Basic " + encoded))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /admin/stats HTTP/1.1", "AUTHORIZATION:basic  " + encoded + " "))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET /admin/stats HTTP/1.1", "Authorization: Digest " + encoded))
                .startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann:other", "ann:secret", "ann", ":", "ann:secret:12", "Ann:secret:1"})
    void shouldAdmitNobodyElse(String credentials) {
        page = page(ACCOUNTS, List.of(), 0, false);
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
        assertThat(answer("GET /admin/stats HTTP/1.1", "Authorization: Basic " + encoded))
                .startsWith("HTTP/1.1 401 ");
        assertThat(answer("GET /admin/stats HTTP/1.1", "Authorization: Basic")).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void shouldShowWhatTheScopeNamesInEveryForm() {
        page = page(List.of(), List.of("app"), 0, false);
        assertThat(body()).contains("data-proxy=\"app\"").doesNotContain("data-proxy=\"public\"");
        assertThat(body(";csv")).contains("\napp,s1,").doesNotContain("public");
        assertThat(body(";json")).contains("\"value\":\"app\"").doesNotContain("public");
    }

    @Test
    void shouldTellEveryRowAsCsvWithoutWhatIsTheOperators() {
        String csv = body(";csv");
        assertThat(csv).startsWith("# pxname,svname,qcur,").contains(",uweight,", "\napp,BACKEND,");
        assertThat(csv.lines()).hasSize(1 + 3 + 3 + 1);
        assertThat(csv).doesNotContain("127.0.0.1");
        assertThat(answer("GET /admin/stats;csv HTTP/1.1")).contains("\r\nContent-Type: text/plain; charset=utf-8\r\n");
        assertThat(body(";norefresh;csv")).isEqualTo(csv);
    }

    @Test
    void shouldTellEveryRowAsJson() {
        assertThat(answer("GET /admin/stats;json HTTP/1.1")).contains("\r\nContent-Type: application/json\r\n");
        assertThat(body(";json"))
                .startsWith("[[{\"objType\":\"Frontend\"")
                .endsWith("}]]\n")
                .contains("\"<b>\\\"x'&\"")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void shouldReloadItselfWithoutAScriptToo() {
        page = page(List.of(), List.of(), 7, false);
        assertThat(body())
                .contains("<noscript><meta http-equiv=\"refresh\" content=\"7\"></noscript>")
                .contains("<body data-refresh=\"7\">");
        assertThat(body(";norefresh")).doesNotContain("http-equiv").contains("data-refresh=\"0\"");
    }

    @Test
    void shouldHideTheVersionWhereItIsToldTo() {
        assertThat(body()).contains("1.2.3");
        page = page(List.of(), List.of(), 0, true);
        assertThat(body()).doesNotContain("1.2.3");
    }

    @Test
    void shouldLetABrowserRunItsOwnScriptAndNothingElse() throws Exception {
        String answer = answer("GET /admin/stats HTTP/1.1");
        String policy = answer.lines()
                .filter(line -> line.startsWith("Content-Security-Policy: "))
                .findFirst()
                .orElseThrow();
        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src " + hash(answer, "script"),
                        "style-src " + hash(answer, "style"));
        assertThat(body()).doesNotContain(" style=\"", " onclick=\"", "unsafe-inline");
    }

    private static String hash(String answer, String element) throws Exception {
        String text = answer.split("<" + element + ">", 2)[1].split("</" + element + ">", 2)[0];
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    @Test
    void shouldEscapeEveryName() {
        assertThat(body()).contains("&lt;b&gt;&quot;x&#39;&amp;").doesNotContain("<b>");
    }

    @Test
    void shouldTellWhatTheProcessIs() {
        fixture.nowNs += 3_700_000_000_000L;
        assertThat(body()).contains("1.2.3", "pid 4711", "up 1h 1m", ">10,000<", ">20,031<", "all 3 servers up");
    }

    @Test
    void shouldSayFirstThatAServerIsDown() {
        fixture.appBackend.checked(fixture.appBackend.servers().getFirst(), Fixture.FAILED, 1);
        assertThat(body()).contains("1 of 3 servers down").contains("<span class=\"pill bad\">DOWN</span>");
    }

    @Test
    void shouldTellWhatSplicingDoes() {
        fixture.splice.bytesSpliced.add(3L << 30);
        fixture.splice.bytesCopied.add(1L << 30);
        fixture.splice.pipesInUse.set(12_345);
        fixture.splice.fellBack(Fallback.NO_DESCRIPTOR);
        assertThat(body())
                .contains("75%", "3.00 GiB", "1.00 GiB", "12,345")
                .contains("1 × copied instead: " + Fallback.NO_DESCRIPTOR.reason());
    }

    @Test
    void shouldTellWhyThereAreNoPackets() {
        assertThat(body()).contains("<li>packet engine: not asked for</li>");
        fixture.splice.packetEngine = new PacketEngine(null, "not available: <nothing> permitted");
        assertThat(body())
                .contains("<li class=\"trouble\">packet engine: not available: &lt;nothing&gt; permitted</li>");
    }

    @Test
    void shouldTellFiguresShortlyAndExactlyInTheTitle() {
        fixture.publicFrontend.counters().bytesOut.add(1_234_567_890L);
        assertThat(body()).contains("title=\"Bytes to clients, spliced ones included: 1,234,567,890\">1.15 GiB</td>");
    }

    @Test
    void shouldTellHowTheLastCheckEnded() {
        fixture.appBackend.checked(fixture.server("s1"), Fixture.FAILED, 1);
        assertThat(body()).contains(">L7STS/500</td>", "Layer7 wrong status, Oh, &quot;no&quot;, in 12 ms");
    }

    private static SplicedPair pair(int clientPort, Phase phase) throws Exception {
        return new SplicedPair(
                new InetSocketAddress(InetAddress.getByName("2001:db8::7"), clientPort),
                new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80),
                new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 51_234),
                new InetSocketAddress(InetAddress.getByName("10.0.0.9"), 8080),
                phase,
                899_999,
                61_000,
                0,
                3L << 20);
    }

    @Test
    void shouldListWhatTheKernelJoins() throws Exception {
        assertThat(body()).contains("Spliced connections", ">None now.</p>");
        fixture.pairs = List.of(pair(40_001, Phase.ESTABLISHED), pair(40_002, Phase.CLOSE));

        assertThat(body())
                .contains("data-live=\"splice-count\">2</span>")
                .contains("<tr><th scope=\"row\">[2001:db8::7]:40001</th>"
                        + "<td class=\"status\"><span class=\"pill good\">ESTABLISHED</span></td>")
                .contains("<span class=\"pill aside\">CLOSE</span>")
                .contains(">10.0.0.9:8080</td>", ">14m 59s</td>", ">1m 1s</td>", ">3.00 MiB</td>")
                .doesNotContain("None now.");
    }

    @Test
    void shouldTellAsJsonWhatTheKernelJoins() throws Exception {
        fixture.pairs = List.of(pair(40_001, Phase.ESTABLISHED));

        assertThat(body(";json"))
                .contains(",[{\"objType\":\"Splice\",\"proxyId\":0,\"id\":1,"
                        + "\"field\":{\"pos\":0,\"name\":\"client\"},\"processNum\":1,")
                .contains("\"name\":\"bytes_down\"", "\"value\":3145728}")
                .endsWith("}]]\n");
    }

    @Test
    void shouldListAHundredOfTheJoinedAndCountTheRest() throws Exception {
        fixture.pairs = Collections.nCopies(1_234, pair(40_001, Phase.ESTABLISHED));

        assertThat(body().split("<tr><th scope=\"row\">", -1)).hasSize(1 + 100);
        assertThat(body()).contains(">1,234</span>", ">And 1,134 more.</p>");
    }

    @Test
    void shouldListNothingOfTheKernelsToWhoSeesOnlySomeProxies() throws Exception {
        fixture.pairs = List.of(pair(40_001, Phase.ESTABLISHED));
        page = page(List.of(), List.of("app"), 0, false);

        assertThat(body()).doesNotContain("Spliced connections", "2001:db8");
        assertThat(body(";json")).doesNotContain("Splice", "2001:db8");
    }

    @Test
    void shouldListNothingWhereTheKernelJoinsNothing() {
        StatsConfig config = new StatsConfig("/admin/stats", "", List.of(), List.of(), 0, false);
        page = new StatsPage(config, fixture.statistics(null), Runnable::run);

        assertThat(body()).doesNotContain("Spliced connections");
    }

    @Test
    void shouldNeedNothingFromOutside() {
        assertThat(body()).doesNotContain("http://", "https://", "<img", "@import", "url(", "src=");
    }

    @Test
    void shouldNestItsElementsWell() throws Exception {
        fixture.pairs = List.of(pair(40_001, Phase.ESTABLISHED));
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^<>]*>").matcher(body().split("<script>", 2)[0]);
        while (tag.find()) {
            if (!tag.group(1).isEmpty()) {
                assertThat(tag.group(2)).as("closed at %s", tag.start()).isEqualTo(open.pop());
            } else if (!tag.group(2).matches("meta|col|link")) { // these have no end
                open.push(tag.group(2));
            }
        }
        assertThat(open).containsExactly("body", "html");
    }

    @Test
    void shouldGiveEveryRowACellForEveryColumn() {
        String[] rows = body().split("</thead>", 2)[1].split("<tr class=", -1);
        assertThat(rows).hasSize(1 + 3 + 3 + 1);
        for (int i = 1; i < rows.length; i++) {
            assertThat(rows[i].split("<td ", -1).length - 1)
                    .isEqualTo(1 + Column.onPage().size());
        }
    }
}
