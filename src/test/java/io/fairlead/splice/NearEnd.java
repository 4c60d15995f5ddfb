package io.fairlead.splice;

import io.fairlead.loop.Channel;
import io.fairlead.loop.Loop;
import java.util.ArrayList;
import java.util.List;

/** The end of a wire in the program. Up to two transfers hear of it, one for each direction. */
final class NearEnd extends Channel implements AutoCloseable {
    private final List<Transfer> transfers = new ArrayList<>();

    NearEnd(Loop loop, int fd) {
        super(loop);
        if (open(fd) < 0) {
            throw new AssertionError("cannot watch descriptor " + fd);
        }
    }

    void tell(Transfer transfer) {
        transfers.add(transfer);
    }

    void tellNoMore(Transfer transfer) {
        transfers.remove(transfer);
    }

    @Override
    protected void ready() {
        transfers.forEach(Transfer::advance);
    }
}
