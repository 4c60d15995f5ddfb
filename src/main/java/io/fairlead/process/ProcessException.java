package io.fairlead.process;

/** The process cannot start or go on; the message is the one line an operator needs. */
public final class ProcessException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProcessException(String message) {
        super(message);
    }

    /** The line. */
    public String line() {
        return String.valueOf(getMessage());
    }
}
