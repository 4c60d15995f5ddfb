package io.fairlead.process;

import io.fairlead.linux.Errno;
import io.fairlead.linux.Parcel;
import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * The line to one process that takes this one's listening sockets ({@link Takeover} is its end). It is sent all of
 * them, and then may say what is to become of this process. Where it only hangs up, it failed, and nothing changes.
 */
final class Heir extends Channel {
    /** What it may say once it serves. */
    enum Word {
        /** Stop listening, let sessions run to their end ({@code -sf}). */
        FINISH,
        /** End now ({@code -st}). */
        TERMINATE
    }

    /** Follows the last socket. No address has that name. */
    static final String ALL_SENT = "all sent";

    private record Item(String name, List<Integer> sockets) {}

    private final Parcel parcel = new Parcel();
    private final ArrayDeque<Item> unsent = new ArrayDeque<>();
    private final Listening listening;
    private final Consumer<Word> obey;

    Heir(Loop loop, Listening listening, Consumer<Word> obey) {
        super(loop);
        this.listening = listening;
        this.obey = obey;
        listening.all().forEach(this::pack);
        unsent.add(new Item(ALL_SENT, List.of()));
    }

    private void pack(String name, List<Integer> sockets) {
        for (int from = 0; from < sockets.size(); from += Parcel.MAX_DESCRIPTORS) {
            int to = Math.min(from + Parcel.MAX_DESCRIPTORS, sockets.size());
            unsent.add(new Item(name, List.copyOf(sockets.subList(from, to))));
        }
    }

    @Override
    protected void ready() {
        if (send() && isOpen()) {
            hear();
        }
    }

    /** Whether it was understood to the last word. */
    private boolean send() {
        for (Item item = unsent.peek(); item != null; item = unsent.peek()) {
            int answer = send(item);
            if (answer == -Errno.EAGAIN) {
                return false; // it becomes writable when the other has read
            }
            if (answer < 0) {
                close();
                return false;
            }
            unsent.remove();
        }
        return true;
    }

    /** What was closed since it was packed is left out. */
    private int send(Item item) {
        return item.sockets().isEmpty()
                ? parcel.send(fd(), item.name(), item.sockets())
                : listening.send(parcel, fd(), item.name(), item.sockets());
    }

    private void hear() {
        int count = parcel.receive(fd());
        if (count > 0) {
            for (Word word : Word.values()) {
                if (word.name().equals(parcel.text())) {
                    obey.accept(word);
                    return;
                }
            }
        }
        if (count != -Errno.EAGAIN) {
            close();
        }
    }
}
