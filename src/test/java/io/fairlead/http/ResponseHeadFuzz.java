package io.fairlead.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code scripts/fuzz ResponseHeadFuzz 3600} searches for an hour; as a test it tries what is known. */
class ResponseHeadFuzz {
    private static final HeadInvariants INVARIANTS = new HeadInvariants(false);

    static Stream<Arguments> corpus() {
        return Samples.RESPONSES.stream().map(message -> Arguments.of((Object) Samples.octets(message)));
    }

    @MethodSource("corpus")
    @FuzzTest
    void shouldReadAnyBytesAsOneResponseOrAsNone(byte[] bytes) {
        INVARIANTS.check(bytes);
    }
}
