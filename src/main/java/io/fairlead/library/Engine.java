package io.fairlead.library;

/** What carries the bytes of two connections. */
public enum Engine {
    /** Packet by packet in the kernel; nobody is woken. */
    PACKETS,
    /** splice(2), through pipes of the kernel; the splicing's thread is woken. */
    PIPES
}
