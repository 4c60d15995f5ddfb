package io.fairlead.process;

import java.util.List;

/** The process cannot start or go on; each reason is one line that an operator needs. */
public final class ProcessException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProcessException(String message) {
        super(message);
    }

    /** @param reasons one at least */
    ProcessException(List<String> reasons) {
        super(String.join("\n", reasons));
    }

    /** The reasons. */
    List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
