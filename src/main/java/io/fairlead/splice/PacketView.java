package io.fairlead.splice;

import java.util.List;

/** What operators see of packet splicing, and what they may change. Any thread may call. */
public interface PacketView {
    /** The pairs that the kernel joins, and those that rest after their end. */
    List<SplicedPair> pairs();

    SpliceTunables tunables();
}
