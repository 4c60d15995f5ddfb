package io.fairlead.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidfileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldHoldTheNumberOfThisProcess() throws Exception {
        Path file = directory.resolve("pid");
        Pidfile.write(file.toString());
        assertThat(file).hasContent(ProcessHandle.current().pid() + "\n");
    }

    @Test
    void shouldReplaceALinkInsteadOfWritingThroughIt() throws Exception {
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Path file = Files.createSymbolicLink(directory.resolve("pid"), victim);
        Pidfile.write(file.toString());
        assertThat(victim).hasContent("precious");
        assertThat(file).isRegularFile().hasContent(ProcessHandle.current().pid() + "\n");
    }

    @Test
    void shouldNameAFileThatCannotBeCreated() {
        String file = directory.resolve("nowhere/pid").toString();
        assertThatThrownBy(() -> Pidfile.write(file))
                .isInstanceOf(ProcessException.class)
                .hasMessage("cannot create pidfile '" + file + "': no such directory");
    }
}
