package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.USER;

import io.fairlead.admin.Command.Request;
import io.fairlead.balance.AdminState;
import io.fairlead.balance.Backend;
import io.fairlead.balance.CheckStatus;
import io.fairlead.balance.Server;
import io.fairlead.config.Address;
import io.fairlead.linux.IpAddresses;
import io.fairlead.loop.Clock;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code show servers state}: version 1 of HAProxy's format, whose numbers its management guide explains. */
final class ServerStateCommand {
    private static final String HEADER = "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state"
            + " srv_uweight srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health"
            + " srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord srv_use_ssl"
            + " srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n";

    private static final int STOPPED = 0;
    private static final int RUNNING = 2;
    private static final int FORCED_MAINTENANCE = 0x01;
    private static final int CONFIGURED_MAINTENANCE = 0x04;
    private static final int FORCED_DRAIN = 0x08;
    private static final int NOT_CHECKED_YET = 0;
    private static final int CHECK_FAILED = 2;
    private static final int CHECK_PASSED = 3;
    private static final int CHECK_CONFIGURED = 0x02;
    private static final int CHECK_ENABLED = 0x04;
    private static final int CHECK_PAUSED = 0x08;

    private final Statistics statistics;
    private final Clock clock;

    ServerStateCommand(Statistics statistics, Clock clock) {
        this.statistics = statistics;
        this.clock = clock;
    }

    List<Command> commands() {
        return List.of(
                new Command("show servers state", "[<backend>]", "tell what state servers are in", USER, this::run));
    }

    private Pieces run(Request request) throws CommandError {
        String name = request.word(0);
        List<Backend> meant = statistics.backends().stream()
                .filter(backend -> name.isEmpty() || backend.name().equals(name))
                .toList();
        if (meant.isEmpty() && !name.isEmpty()) {
            throw new CommandError("Can't find backend.");
        }
        Stream<String> lines = meant.stream().flatMap(this::lines);
        return Pieces.of(Stream.concat(Stream.of(HEADER), lines).iterator());
    }

    private Stream<String> lines(Backend backend) {
        int iid = statistics.iid(backend.proxy());
        return IntStream.range(0, backend.servers().size())
                .mapToObj(i -> line(backend, iid, backend.servers().get(i), i + 1));
    }

    private String line(Backend backend, int iid, Server server, int sid) {
        boolean tcp = server.config().endpoint() instanceof Address;
        Address address = tcp ? (Address) server.config().endpoint() : null;
        long sinceMs = clock.wallTimeMs() - server.state().uptime().changedAtMs();
        return "%d %s %d %s %s %d %d %d %d %d %d %d %d %d 0 0 0 - %d - 0 %d - - 0\n"
                .formatted(
                        iid,
                        backend.name(),
                        sid,
                        server.name(),
                        address == null ? "-" : IpAddresses.text(address.ip()),
                        server.isUp() ? RUNNING : STOPPED,
                        adminState(server),
                        server.weight(),
                        server.config().weight(),
                        Math.max(sinceMs, 0) / 1000,
                        server.state().lastCheck().status().number(),
                        checkResult(server),
                        server.health().value(),
                        checkState(server),
                        address == null ? 0 : address.port(),
                        checkPort(server));
    }

    private static int adminState(Server server) {
        int configured = server.config().disabled() ? CONFIGURED_MAINTENANCE : 0;
        return switch (server.state().admin()) {
            case READY -> configured;
            case DRAIN -> configured | FORCED_DRAIN;
            case MAINT -> configured | FORCED_MAINTENANCE;
        };
    }

    private static int checkResult(Server server) {
        if (server.state().lastCheck().status() == CheckStatus.INI) {
            return NOT_CHECKED_YET;
        }
        return server.state().lastCheck().passed() ? CHECK_PASSED : CHECK_FAILED;
    }

    private static int checkState(Server server) {
        if (!server.config().checked()) {
            return 0;
        }
        int enabled = server.checks() ? CHECK_CONFIGURED | CHECK_ENABLED : CHECK_CONFIGURED;
        return server.state().admin() == AdminState.MAINT ? enabled | CHECK_PAUSED : enabled;
    }

    /** 0: the server's own. */
    private static int checkPort(Server server) {
        boolean own = server.config().endpoint() instanceof Address address
                && address.port() == server.config().checkPort();
        return own ? 0 : server.config().checkPort();
    }
}
