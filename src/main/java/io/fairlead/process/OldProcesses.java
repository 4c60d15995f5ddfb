package io.fairlead.process;

import java.util.List;

/**
 * The processes this one replaces ({@code -sf}, {@code -st}).
 *
 * @param finish true: they finish their sessions; false: they end at once
 */
public record OldProcesses(List<Integer> pids, boolean finish) {
    /** A start that replaces nothing. */
    public static final OldProcesses NONE = new OldProcesses(List.of(), true);
}
