package io.fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.config.Message.Severity;
import io.fairlead.config.ProxyConfig.Origin;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class MessageTest {
    @Test
    void shouldLookLikeHaproxysAlert() {
        Message message = new Message(Severity.ALERT, new Origin("/etc/a.cfg", 12, 5), "unknown keyword");

        assertThat(message.format(LocalDateTime.of(2007, 1, 7, 19, 2, 38), 4242))
                .isEqualTo("[ALERT] 006/190238 (4242) : parsing [/etc/a.cfg:12] : unknown keyword");
    }

    @Test
    void shouldLookLikeHaproxysWarningWithoutALine() {
        Message message = new Message(Severity.WARNING, null, "text");

        assertThat(message.format(LocalDateTime.of(2024, 12, 31, 0, 0, 9), 1))
                .isEqualTo("[WARNING] 365/000009 (1) : text");
    }
}
