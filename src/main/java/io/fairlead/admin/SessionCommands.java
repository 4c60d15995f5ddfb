package io.fairlead.admin;

import static io.fairlead.config.GlobalConfig.StatsSocket.Level.ADMIN;
import static io.fairlead.config.GlobalConfig.StatsSocket.Level.OPERATOR;

import io.fairlead.admin.Command.Request;
import io.fairlead.admin.Targets.Target;
import io.fairlead.balance.Server;
import io.fairlead.config.LogTarget.Level;
import io.fairlead.loop.Loop;
import io.fairlead.session.Session;
import io.fairlead.session.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Sessions, listed and ended. They live on the loops of the traffic, which are asked one after the other, and for no
 * more than a page at a time.
 */
final class SessionCommands {
    private final Targets targets;
    private final ServerNotices notices;
    private final Loop loop;
    private final List<Worker> workers;

    /** @param loop that of the runtime socket, on which answers are given */
    SessionCommands(Targets targets, ServerNotices notices, Loop loop, List<Worker> workers) {
        this.targets = targets;
        this.notices = notices;
        this.loop = loop;
        this.workers = workers;
    }

    List<Command> commands() {
        return List.of(
                new Command("show sess", "[<id>]", "list the sessions, or tell about one", OPERATOR, this::show),
                new Command("shutdown session", "<id>", "end a session", ADMIN, this::shutdown),
                new Command(
                        "shutdown sessions server",
                        "<backend>/<server>",
                        "end all sessions that a server serves",
                        ADMIN,
                        this::shutdownAll));
    }

    private Pieces show(Request request) throws CommandError {
        if (request.word(0).isEmpty() || request.word(0).equals("all")) {
            return new Listing(loop, workers);
        }
        return about(request.word(0), "Session not found.\n", SessionText::details);
    }

    private Pieces shutdown(Request request) throws CommandError {
        if (request.word(0).isEmpty()) {
            throw new CommandError("Session pointer expected (use 'show sess').");
        }
        return about(request.word(0), "No such session (use 'show sess').\n", session -> {
            session.shutDown();
            return "";
        });
    }

    /** What is to be said of one session, found on its loop. */
    private Pieces about(String word, String unknown, Function<Session, String> told) {
        long id = id(word);
        Worker worker = workers.get((int) (id % workers.size()));
        return Pieces.later(taker -> Errand.post(
                worker.loop(),
                () -> {
                    List<String> answers = new ArrayList<>();
                    worker.eachSession(session -> {
                        if (session.id() == id) {
                            answers.add(told.apply(session));
                        }
                    });
                    loop.post(() -> taker.accept(answers.isEmpty() ? unknown : answers.getFirst()));
                },
                e -> loop.post(() -> taker.accept(Errand.answer(e)))));
    }

    private Pieces shutdownAll(Request request) throws CommandError {
        Target target = targets.server(request.word(0));
        Server server = target.server();
        for (Worker worker : workers) {
            Errand.post(
                    worker.loop(),
                    () -> worker.eachSession(session -> {
                        if (session.server() == server) {
                            session.shutDown();
                        }
                    }),
                    e -> notices.note(target, Level.ERR, "keeps sessions: " + e));
        }
        notices.note(target, Level.NOTICE, "has its sessions shut down by an operator.");
        return Pieces.none();
    }

    /** As {@code show sess} writes it, or in decimal; 0, which no session has, where it is neither. */
    private static long id(String word) {
        try {
            return Math.max(Long.decode(word), 0);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
