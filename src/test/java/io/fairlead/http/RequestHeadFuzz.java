package io.fairlead.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code scripts/fuzz RequestHeadFuzz 3600} searches for an hour; as a test it tries what is known. */
class RequestHeadFuzz {
    private static final HeadInvariants INVARIANTS = new HeadInvariants(true);

    static Stream<Arguments> corpus() {
        return Samples.REQUESTS.stream().map(message -> Arguments.of((Object) Samples.octets(message)));
    }

    @MethodSource("corpus")
    @FuzzTest
    void shouldReadAnyBytesAsOneRequestOrAsNone(byte[] bytes) {
        INVARIANTS.check(bytes);
    }
}
