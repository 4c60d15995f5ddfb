package io.fairlead.linux;

import java.nio.ByteBuffer;

/**
 * What a program did to one packet that exists for this only (BPF_PROG_TEST_RUN).
 *
 * @param answer the program's
 * @param bytes of the packet as the program left it
 */
public record ProgramRun(int answer, int bytes) {
    private static final int PROGRAM_TEST_RUN = 10;

    /**
     * Runs a program.
     *
     * @param packet from its Ethernet header on
     * @param result takes the packet as the program left it
     * @param context {@code struct __sk_buff}
     * @throws IllegalStateException where the kernel refuses
     */
    public static ProgramRun of(int program, ByteBuffer packet, ByteBuffer result, ByteBuffer context) {
        ByteBuffer attribute = Bpf.attribute();
        attribute.putInt(0, program).putInt(8, packet.limit()).putInt(12, result.capacity());
        attribute.putLong(16, Memory.addressOf(packet)).putLong(24, Memory.addressOf(result));
        attribute.putInt(40, context.limit()).putInt(44, context.limit());
        attribute.putLong(48, Memory.addressOf(context)).putLong(56, Memory.addressOf(context));
        int answer = Bpf.call(PROGRAM_TEST_RUN, attribute);
        if (answer < 0) {
            throw new IllegalStateException("BPF_PROG_TEST_RUN: " + Errno.describe(answer));
        }
        return new ProgramRun(attribute.getInt(4), attribute.getInt(12));
    }
}
