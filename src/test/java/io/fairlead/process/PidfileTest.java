package io.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidfileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldHoldAProcessALine() throws Exception {
        Path file = directory.resolve("pid");
        write(file, 17, 4711);
        assertThat(file).hasContent("17\n4711\n");
        assertThat(Files.getPosixFilePermissions(file))
                .hasToString("[OWNER_READ, OWNER_WRITE, GROUP_READ, OTHERS_READ]");
    }

    @Test
    void shouldLeaveTheOldOneWhereTheStartFails() throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), "12\n");
        try (Pidfile _ = Pidfile.prepare(file.toString())) {
            assertThat(file).hasContent("12\n");
        }
        assertThat(file).hasContent("12\n");
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void shouldReplaceALinkInsteadOfWritingThroughIt() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path file = Files.createSymbolicLink(directory.resolve("pid"), victim);
        write(file, 17);
        assertThat(victim).hasContent("precious");
        assertThat(file).isRegularFile().hasContent("17\n");
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void shouldNameAFileThatCannotBeCreated() {
        String file = directory.resolve("nowhere/pid").toString();
        assertThatThrownBy(() -> Pidfile.prepare(file))
                .isInstanceOf(ProcessException.class)
                .hasMessage("cannot create pidfile '" + file + "': no such directory");
    }

    @Test
    void shouldRefuseADirectory() {
        assertThatThrownBy(() -> Pidfile.prepare(directory.toString()))
                .isInstanceOf(ProcessException.class)
                .hasMessageEndingWith("it is a directory");
    }

    private static void write(Path file, long... pids) throws ProcessException {
        try (Pidfile pidfile = Pidfile.prepare(file.toString())) {
            pidfile.write(Arrays.stream(pids).boxed().toList());
        }
    }
}
