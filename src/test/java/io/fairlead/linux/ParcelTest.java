package io.fairlead.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParcelTest {
    private final List<Integer> open = new ArrayList<>();
    private final Parcel sent = new Parcel();
    private final Parcel received = new Parcel();
    private int listener;
    private int client;
    private int server;

    @BeforeEach
    void connect() {
        SocketAddress address = new SocketAddress();
        address.setUnix("fairlead-parcel-" + ProcessHandle.current().pid(), true);
        listener = owned(Sockets.packets());
        assertThat(Sockets.bind(listener, address)).isZero();
        assertThat(Sockets.listen(listener, 1)).isZero();
        client = owned(Sockets.packets());
        assertThat(Sockets.connect(client, address)).isZero();
        server = owned(Sockets.accept(listener, new SocketAddress()));
    }

    @AfterEach
    void close() {
        open.forEach(Io::close);
    }

    private int owned(int fd) {
        assertThat(fd).isNotNegative();
        open.add(fd);
        return fd;
    }

    @Test
    void shouldCarryTheSameOpenFileToTheOtherSide() {
        assertThat(sent.send(server, "a listener", List.of(listener))).isPositive();
        assertThat(received.receive(client)).isEqualTo("a listener".length());
        assertThat(received.text()).isEqualTo("a listener");
        int arrived = owned(received.descriptors().getFirst());
        assertThat(arrived).isNotEqualTo(listener);
        assertThat(Sockets.cookie(arrived)).isEqualTo(Sockets.cookie(listener)).isNotEqualTo(Sockets.cookie(client));
        assertThat(Sockets.isListening(arrived)).isTrue();
    }

    @Test
    void shouldCarryAsManyAsTheKernelTakes() {
        List<Integer> most = Collections.nCopies(Parcel.MAX_DESCRIPTORS, listener);
        String text = "x".repeat(Parcel.MAX_TEXT_BYTES);
        assertThat(sent.send(server, text, most)).isEqualTo(text.length());
        assertThat(received.receive(client)).isEqualTo(text.length());
        received.descriptors().forEach(this::owned);
        assertThat(received.text()).isEqualTo(text);
        assertThat(received.descriptors()).hasSize(Parcel.MAX_DESCRIPTORS);
    }

    @Test
    void shouldKeepMessagesApart() {
        sent.send(server, "one", List.of(listener));
        sent.send(server, "two", List.of());
        received.receive(client);
        received.descriptors().forEach(this::owned);
        assertThat(received.receive(client)).isEqualTo(3);
        assertThat(received.text()).isEqualTo("two");
        assertThat(received.descriptors()).isEmpty();
    }

    @Test
    void shouldSayThatNothingIsThereYetAndThatTheEndIsReached() {
        assertThat(received.receive(client)).isEqualTo(-Errno.EAGAIN);
        open.remove((Object) server);
        Io.close(server);
        assertThat(received.receive(client)).isZero();
    }

    @Test
    void shouldRefuseWhatIsTooLong() {
        ByteBuffer giant = Memory.allocate(Parcel.MAX_TEXT_BYTES + 1);
        assertThat(Io.send(server, Memory.addressOf(giant), giant.capacity())).isPositive();
        assertThat(received.receive(client)).isEqualTo(-Errno.EINVAL);
        assertThat(received.descriptors()).isEmpty();
    }

    @Test
    void shouldTellAListeningSocketFromOthers() {
        assertThat(Sockets.isListening(listener)).isTrue();
        assertThat(Sockets.isListening(client)).isFalse();
        assertThat(Sockets.isListening(0)).isFalse();
    }
}
