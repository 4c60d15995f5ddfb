package io.fairlead.splice;

import static io.fairlead.linux.Capability.CAP_BPF;
import static io.fairlead.linux.Capability.CAP_NET_ADMIN;
import static io.fairlead.linux.Capability.CAP_PERFMON;
import static io.fairlead.linux.Capability.CAP_SYS_ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.linux.Capability;
import io.fairlead.linux.Errno;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator is told who started without what packets need. */
class NeedsTest {
    @Test
    void shouldNameAllThatIsMissing() {
        assertThat(Needs.explain(-Errno.EPERM, "6.12.0", Set.of()))
                .isEqualTo("; this needs root, or the capabilities CAP_NET_ADMIN, CAP_BPF and CAP_PERFMON");
    }

    @Test
    void shouldNameOnlyWhatIsMissing() {
        assertThat(Needs.explain(-Errno.EPERM, "6.6.0", Set.of(CAP_NET_ADMIN)))
                .isEqualTo("; this needs root, or the capabilities CAP_BPF and CAP_PERFMON");
        assertThat(Needs.explain(-Errno.EACCES, "7.0-rc1", Set.of(CAP_NET_ADMIN, CAP_BPF)))
                .isEqualTo("; this needs root, or the capability CAP_PERFMON too");
    }

    @Test
    void shouldSayThatNoPrivilegeIsMissing() {
        for (Set<Capability> held : Set.of(Set.of(CAP_SYS_ADMIN), Set.of(CAP_NET_ADMIN, CAP_BPF, CAP_PERFMON))) {
            assertThat(Needs.explain(-Errno.EPERM, "6.12.0", held)).startsWith("; no capability is missing");
            assertThat(Needs.explain(-Errno.EACCES, "6.12.0", held)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.5.13-generic", "5.15.0", "4.19"})
    void shouldNameTheKernelThatIsNeeded(String release) {
        assertThat(Needs.explain(-Errno.EINVAL, release, Set.of(CAP_SYS_ADMIN)))
                .isEqualTo("; this needs Linux 6.6 or newer, and here is " + release);
        assertThat(Needs.explain(-Errno.EPERM, release, Set.of(CAP_SYS_ADMIN)))
                .isEqualTo("; this needs Linux 6.6 or newer, and here is " + release);
        assertThat(Needs.explain(-Errno.EPERM, release, Set.of(CAP_BPF, CAP_NET_ADMIN)))
                .isEqualTo(
                        "; this needs root, or the capability CAP_PERFMON too; this needs Linux 6.6 or newer, and here"
                                + " is " + release);
    }

    @Test
    void shouldAddNothingToWhatSpeaksForItself() {
        assertThat(Needs.explain(-Errno.ENOMEM, "6.6.0", Set.of())).isEmpty();
        assertThat(Needs.explain(-Errno.ENOMEM, "a kernel of somebody's own", Set.of()))
                .isEmpty();
    }
}
