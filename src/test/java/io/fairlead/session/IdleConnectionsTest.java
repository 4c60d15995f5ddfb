package io.fairlead.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.balance.Server;
import io.fairlead.splice.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class IdleConnectionsTest {
    private final Workshop workshop = new Workshop("""
            listen web 127.0.0.1:1
                mode http
                balance roundrobin
                timeout client 60s
                timeout connect 5s
                timeout server 60s
                server one 127.0.0.1:1
                server two 127.0.0.1:2
            """);
    private final IdleConnections idle = workshop.worker.idle();
    private final Server one = workshop.backend("web").servers().get(0);
    private final Server two = workshop.backend("web").servers().get(1);
    private final Connection client = new Connection(workshop.worker, _ -> {}, null);
    private final List<SocketChannel> servers = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        workshop.close();
        for (SocketChannel server : servers) {
            server.close();
        }
    }

    /** A connection to a server; the other end is the last of {@link #servers}. */
    private Connection connect(Workshop in, Server server) {
        Wire wire = Wire.open();
        servers.add(wire.far());
        Connection connection = new Connection(in.worker, _ -> {}, server);
        assertThat(connection.connecting(wire.near())).isZero();
        in.turnUntil(connection::writable);
        return connection;
    }

    private Connection connect(Server server) {
        return connect(workshop, server);
    }

    private Connection keep(Workshop in, Server server) {
        Connection connection = connect(in, server);
        in.worker.idle().keep(server, connection);
        return connection;
    }

    private Connection keep(Server server) {
        return keep(workshop, server);
    }

    @Test
    void shouldGiveTheOneUsedLastFirst() {
        Connection first = keep(one);
        Connection second = keep(one);
        assertThat(idle.take(one, client)).isSameAs(second);
        assertThat(idle.take(one, client)).isSameAs(first);
        assertThat(idle.take(one, client)).isNull();
        first.close();
        second.close();
    }

    @Test
    void shouldGiveAClientTheOneThatServedIt() {
        Connection own = keep(one);
        Connection later = keep(one);
        own.serve(client);
        later.serve(new Connection(workshop.worker, _ -> {}, null));
        assertThat(idle.take(one, client)).isSameAs(own);
        assertThat(idle.take(one, client)).isSameAs(later);
        own.close();
        later.close();
    }

    @Test
    void shouldHaveTheServerCountThem() throws IOException {
        Connection first = keep(one);
        keep(one);
        Connection last = keep(one);
        assertThat(one.idleConnections()).isEqualTo(3);
        assertThat(idle.take(one, client)).isSameAs(last);
        assertThat(one.idleConnections()).isEqualTo(2);
        servers.getFirst().close();
        workshop.turnUntil(() -> !first.isOpen());
        assertThat(one.idleConnections()).isEqualTo(1);
        assertThat(idle.closeOldest()).isTrue();
        assertThat(one.idleConnections()).isZero();
        assertThat(two.idleConnections()).isZero();
        last.close();
    }

    @Test
    void shouldGiveNoneOfAnotherServer() {
        keep(one);
        assertThat(idle.take(two, client)).isNull();
    }

    @Test
    void shouldCloseWhatTheServerEnds() throws IOException {
        Connection connection = keep(one);
        servers.getLast().close();
        workshop.turnUntil(() -> !connection.isOpen());
        assertThat(idle.take(one, client)).isNull();
    }

    @Test
    void shouldCloseWhatTheServerSpeaksOnOutOfTurn() throws IOException {
        Connection connection = keep(one);
        servers.getLast().write(ByteBuffer.wrap(new byte[] {'!'}));
        workshop.turnUntil(() -> !connection.isOpen());
        assertThat(idle.take(one, client)).isNull();
    }

    @Test
    void shouldNotKeepOneWithBytesThatNobodyAskedFor() throws IOException {
        Connection connection = connect(one);
        servers.getLast().write(ByteBuffer.wrap(new byte[] {'!'}));
        workshop.turnUntil(connection::readable);
        idle.keep(one, connection);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void shouldNotGiveOneWhoseStrayBytesAreToldLaterInTheSameTurn() throws Exception {
        Connection early = connect(two);
        Connection stray = keep(one);
        List<Connection> taken = new ArrayList<>();
        early.belongTo(_ -> {
            if (early.readable()) {
                Connection got = idle.take(one, client);
                taken.add(got == null ? early : got);
            }
        });
        // both are ready before the loop looks, in this order
        servers.getFirst().write(ByteBuffer.wrap(new byte[] {'1'}));
        servers.getLast().write(ByteBuffer.wrap(new byte[] {'2'}));
        workshop.turnUntil(() -> !taken.isEmpty());
        assertThat(taken).as("none was to be had").containsExactly(early);
        assertThat(stray.isOpen()).isFalse();
        early.close();
    }

    @Test
    void shouldCloseThoseThatNobodyNeededForFiveSeconds() {
        Connection old = keep(one);
        workshop.pass(4_000);
        Connection young = keep(two);
        workshop.pass(999);
        assertThat(old.isOpen()).isTrue();
        workshop.pass(1);
        assertThat(old.isOpen()).isFalse();
        assertThat(young.isOpen()).isTrue();
        for (int second = 0; second < 5; second++) {
            workshop.pass(1_000);
        }
        assertThat(young.isOpen()).isFalse();
    }

    @Test
    void shouldPartWithTheOldestOfAServerOrOfAll() {
        Connection oldest = keep(one);
        workshop.pass(1);
        Connection second = keep(two);
        workshop.pass(1);
        Connection third = keep(one);
        assertThat(idle.closeOldest(two)).isTrue();
        assertThat(second.isOpen()).isFalse();
        assertThat(idle.closeOldest(two)).isFalse();
        assertThat(idle.closeOldest()).isTrue();
        assertThat(oldest.isOpen()).isFalse();
        assertThat(third.isOpen()).isTrue();
        assertThat(idle.closeOldest()).isTrue();
        assertThat(idle.closeOldest()).isFalse();
    }

    @Test
    void shouldMakeRoomWhereTheProcessHasAsManyConnectionsAsClients() {
        Workshop small = new Workshop("""
                global
                    maxconn 2
                listen web 127.0.0.1:1
                    mode http
                    balance roundrobin
                    timeout client 60s
                    timeout connect 5s
                    timeout server 60s
                    server one 127.0.0.1:1
                """);
        Server server = small.backend("web").servers().getFirst();
        Connection first = keep(small, server);
        small.worker.makeRoom(server);
        assertThat(first.isOpen()).as("one more is within the limit").isTrue();
        small.pass(1);
        Connection second = keep(small, server);
        small.worker.makeRoom(server);
        assertThat(first.isOpen()).isFalse();
        assertThat(second.isOpen()).isTrue();
        small.close();
    }
}
