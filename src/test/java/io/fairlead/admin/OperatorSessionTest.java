package io.fairlead.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.GlobalConfig.StatsSocket.Level;
import io.fairlead.linux.Errno;
import io.fairlead.linux.Io;
import io.fairlead.linux.Memory;
import io.fairlead.linux.Sockets;
import io.fairlead.loop.Buffers;
import io.fairlead.loop.Loop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection to the runtime socket, turned by hand. */
class OperatorSessionTest {
    private static final int BUFFER_BYTES = 4_096;

    private final Fixture fixture = new Fixture();
    private final Loop loop = new Loop(fixture);
    private final Buffers buffers = new Buffers(BUFFER_BYTES);
    private final List<OperatorSession> closed = new ArrayList<>();
    private final ByteBuffer memory = Memory.allocate(1 << 16);
    private final CommandTable table = new CommandTable(Stream.concat(
                    ConsoleCommands.commands().stream(),
                    Stream.of(
                            command("say", request -> Pieces.of(request.word(0) + "\n")),
                            command("fail", _ -> {
                                throw new IllegalStateException("no such luck");
                            }),
                            command(
                                    "much",
                                    _ -> Pieces.of(
                                            Stream.generate(this::kilobyte).iterator())),
                            command("wait", _ -> Pieces.later(taker -> waiting = taker))))
            .toList());
    private @Nullable Consumer<@Nullable String> waiting;
    private long made;
    private int peer;

    private static Command command(String words, Command.Action action) {
        return new Command(words, "", "", Level.USER, action);
    }

    private String kilobyte() {
        made += 1_024;
        return "x".repeat(1_024);
    }

    @BeforeEach
    void connect() {
        ByteBuffer pair = Memory.allocate(8);
        assertThat(Sockets.pair(Memory.addressOf(pair))).isZero();
        peer = pair.getInt(0);
        assertThat(new OperatorSession(loop, buffers, table, Level.ADMIN, 10_000, closed::add).open(pair.getInt(4)))
                .isZero();
        turn();
    }

    @AfterEach
    void close() {
        Io.close(peer);
        loop.close();
    }

    private void turn() {
        for (int i = 0; i < 20; i++) {
            loop.turn(0);
        }
    }

    private void send(String text) {
        byte[] raw = text.getBytes(UTF_8);
        memory.put(0, raw);
        assertThat(Io.send(peer, Memory.addressOf(memory), raw.length)).isEqualTo(raw.length);
        turn();
    }

    /** All that has come by now; ends with {@code <end>} where the connection did. */
    private String received() {
        StringBuilder text = new StringBuilder();
        int count = Io.receive(peer, Memory.addressOf(memory), memory.capacity());
        while (count > 0) {
            text.append(UTF_8.decode(memory.slice(0, count)));
            count = Io.receive(peer, Memory.addressOf(memory), memory.capacity());
        }
        return text + (count == -Errno.EAGAIN ? "" : "<end>");
    }

    @Test
    void shouldAnswerOneLineAndClose() {
        send("say hello\n");
        assertThat(received()).isEqualTo("hello\n\n<end>");
        assertThat(closed).hasSize(1);
        assertThat(buffers.borrowed()).isZero();
    }

    @Test
    void shouldDoSeveralCommandsOfALineInOrder() {
        send("say one;say two ; say th\\;ree\\ !\r\n");
        assertThat(received()).isEqualTo("one\n\ntwo\n\nth;ree !\n\n<end>");
    }

    @Test
    void shouldAnswerEveryLineThatIsThereAlready() {
        send("say one\nsay two\n");
        assertThat(received()).isEqualTo("one\n\ntwo\n\n<end>");
    }

    @Test
    void shouldAnswerThoughNothingMoreWillCome() {
        Sockets.shutdownWrite(peer);
        turn();
        assertThat(received()).isEqualTo("<end>");
    }

    @Test
    void shouldAnswerWhoSaidTheirLastWord() {
        send("wait;say done\n");
        Sockets.shutdownWrite(peer);
        turn();
        assertThat(received()).isEmpty();
        Objects.requireNonNull(waiting).accept("at last\n");
        turn();
        assertThat(received()).isEqualTo("at last\n\ndone\n\n<end>");
    }

    @Test
    void shouldWaitForTheRestOfALine() {
        send("say ");
        assertThat(received()).isEmpty();
        send("hello\n");
        assertThat(received()).isEqualTo("hello\n\n<end>");
    }

    @Test
    void shouldStayWithAPrompt() {
        send("prompt\n");
        assertThat(received()).isEqualTo("\n> ");
        send("say one;say two\n");
        assertThat(received()).isEqualTo("one\n\n> two\n\n> ");
        send("quit\n");
        assertThat(received()).isEqualTo("<end>");
    }

    @Test
    void shouldCloseAfterItsPromptIsGone() {
        send("prompt\n");
        send("prompt\n");
        assertThat(received()).isEqualTo("\n> \n<end>");
    }

    @Test
    void shouldNotTakeALineWithoutEnd() {
        send("x".repeat(BUFFER_BYTES));
        assertThat(received()).startsWith("The command line is too long.\n");
        assertThat(closed).hasSize(1);
    }

    @Test
    void shouldCloseWhoIsSilentForTooLong() {
        fixture.nowNs += 9_999_000_000L;
        turn();
        assertThat(received()).isEmpty();
        fixture.nowNs += 2_000_000L;
        turn();
        assertThat(received()).isEqualTo("<end>");
    }

    @Test
    void shouldWaitAsLongAsItIsTold() {
        send("prompt;set timeout cli 60\n");
        assertThat(received()).isEqualTo("\n> \n> ");
        turn();
        fixture.nowNs += 59_000_000_000L;
        turn();
        assertThat(received()).isEmpty();
        fixture.nowNs += 2_000_000_000L;
        turn();
        assertThat(received()).isEqualTo("<end>");
    }

    @Test
    void shouldMakeNoMoreThanIsTaken() {
        send("much\n");
        long madeFirst = made;
        turn();
        assertThat(made).isEqualTo(madeFirst);
        assertThat(received()).startsWith("xxx");
        turn();
        assertThat(made).isGreaterThan(madeFirst);
    }

    @Test
    void shouldCloseWhoTakesNothingForTooLong() {
        send("much\n");
        fixture.nowNs += 10_001_000_000L;
        turn();
        assertThat(closed).hasSize(1);
    }

    @Test
    void shouldSurviveACommandThatFails() {
        send("fail;say still\\ here\n");
        assertThat(received())
                .isEqualTo("Internal error: java.lang.IllegalStateException: no such luck\n\nstill here\n\n<end>");
    }

    @Test
    void shouldForgetAnAnswerThatComesTooLate() {
        send("wait\n");
        fixture.nowNs += 10_001_000_000L;
        turn();
        assertThat(closed).hasSize(1);
        Objects.requireNonNull(waiting).accept("too late");
        turn();
        assertThat(received()).isEqualTo("<end>");
    }
}
