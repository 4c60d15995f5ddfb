package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Proxies;
import io.fairlead.http.Head;
import io.fairlead.http.HeadParser;
import io.fairlead.session.Responder;
import io.fairlead.splice.SpliceCounters.Fallback;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatsPageTest {
    private final Fixture fixture = new Fixture();
    private final StatsPage page = new StatsPage("/admin/stats", fixture.statistics);

    private @Nullable ByteBuffer ask(String requestLine) {
        byte[] raw = (requestLine + "\r\nHost: example.org\r\n\r\n").getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(raw.length + 3).put(3, raw);
        Head head = new Head();
        HeadParser.Result result = new HeadParser().request(bytes, 3, raw.length + 3, head);
        assertThat(result).isEqualTo(HeadParser.Result.COMPLETE);
        Responder.Answer answer = page.answer(head, "web");
        return answer == null ? null : answer.whole();
    }

    private String answer(String requestLine) {
        ByteBuffer answer = Objects.requireNonNull(ask(requestLine));
        assertThat(answer.isDirect()).isTrue();
        return UTF_8.decode(answer).toString();
    }

    private String body() {
        String answer = answer("GET /admin/stats HTTP/1.1");
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
                .contains("\r\nCache-Control: no-cache\r\n")
                .endsWith("</html>\n");
        assertThat(answer.substring(0, answer.indexOf("\r\n\r\n"))).doesNotContain("Connection:");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(contentLength(answer)).isEqualTo(body.getBytes(UTF_8).length);
    }

    @Test
    void shouldAnswerHeadWithTheHeadAlone() {
        String head = answer("HEAD /admin/stats HTTP/1.1");
        assertThat(head).endsWith("\r\n\r\n").doesNotContain("<html");
        assertThat(contentLength(head)).isEqualTo(contentLength(answer("GET /admin/stats HTTP/1.1")));
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
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "get", "FOO"})
    void shouldLeaveOtherMethodsAlone(String method) {
        assertThat(ask(method + " /admin/stats HTTP/1.1")).isNull();
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
        fixture.appBackend.checked(fixture.appBackend.servers().getFirst(), Proxies.FAILED, 1);
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
    void shouldTellFiguresShortlyAndExactlyInTheTitle() {
        fixture.publicFrontend.counters().bytesOut.add(1_234_567_890L);
        assertThat(body()).contains("title=\"Bytes to clients, spliced ones included: 1,234,567,890\">1.15 GiB</td>");
    }

    @Test
    void shouldNeedNothingFromOutside() {
        assertThat(body()).doesNotContain("http://", "https://", "<script", "<link", "<img", "@import", "url(");
    }

    @Test
    void shouldNestItsElementsWell() {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = Pattern.compile("<(/?)([a-z][a-z0-9]*)[^<>]*>").matcher(body());
        while (tag.find()) {
            if (!tag.group(1).isEmpty()) {
                assertThat(tag.group(2)).as("closed at %s", tag.start()).isEqualTo(open.pop());
            } else if (!tag.group(2).matches("meta|col")) { // these two have no end
                open.push(tag.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void shouldGiveEveryRowACellForEveryColumn() {
        String[] rows = body().split("</thead>", 2)[1].split("<tr class=", -1);
        assertThat(rows).hasSize(1 + 3 + 3 + 1);
        for (int i = 1; i < rows.length; i++) {
            assertThat(rows[i].split("<td ", -1).length - 1).isEqualTo(1 + Column.values().length);
        }
    }
}
