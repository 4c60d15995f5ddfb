package io.fairlead.http;

import static io.fairlead.http.Samples.bufferAt;
import static io.fairlead.http.Samples.octets;
import static io.fairlead.http.Samples.request;
import static io.fairlead.http.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class HeadEditorTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nAccept: b\r\n\r\n";
    private static final int ROOM = 100;

    private final HeadEditor editor = new HeadEditor();

    /** The message after the edits, from its new start to the end of the buffer. */
    private String edited(String message, Consumer<HeadEditor> edits) {
        ByteBuffer bytes = bufferAt(ROOM, message);
        Head head = request(bytes, ROOM, bytes.capacity());
        editor.begin(head);
        edits.accept(editor);
        int start = editor.composeBefore(0);
        return text(bytes, start, bytes.capacity());
    }

    @Test
    void shouldWriteNothingWithoutEdits() {
        ByteBuffer bytes = bufferAt(ROOM, REQUEST).asReadOnlyBuffer();
        editor.begin(request(bytes, ROOM, bytes.capacity()));
        assertThat(editor.composeBefore(ROOM)).isEqualTo(ROOM);

        ByteBuffer afterEmptyLine = bufferAt(ROOM, "\n" + REQUEST).asReadOnlyBuffer();
        editor.begin(request(afterEmptyLine, ROOM, afterEmptyLine.capacity()));
        assertThat(editor.composeBefore(ROOM)).isEqualTo(ROOM + 1);
    }

    @Test
    void shouldLeaveTheBodyWhereItLies() {
        assertThat(edited(REQUEST + "body", e -> e.add(octets("Connection: close"))))
                .isEqualTo(REQUEST.substring(0, REQUEST.length() - 2) + "Connection: close\r\n\r\nbody");
    }

    @Test
    void shouldDropReplaceCutAndAdd() {
        String result = edited(REQUEST, e -> {
            e.add(octets("X: 1"));
            e.replaceLine(2, octets("Accept: text/html"));
            e.drop(1);
            int value = ROOM + REQUEST.indexOf("a\r\n");
            e.cut(0, value, value + 1);
            e.add(octets("Y: 2"));
        });
        assertThat(result).isEqualTo("GET / HTTP/1.1\r\nHost: \r\nAccept: text/html\r\nX: 1\r\nY: 2\r\n\r\n");
    }

    @Test
    void shouldDropEveryLine() {
        String result = edited(REQUEST, e -> {
            e.drop(2);
            e.drop(0);
            e.drop(1);
        });
        assertThat(result).isEqualTo("GET / HTTP/1.1\r\n\r\n");
    }

    @Test
    void shouldLetADropWinOverOtherEditsOfTheLine() {
        String result = edited(REQUEST, e -> {
            int value = ROOM + REQUEST.indexOf("keep-alive");
            e.cut(1, value, value + 4);
            e.replaceLine(1, octets("Connection: x"));
            e.drop(1);
            e.drop(1);
        });
        assertThat(result).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n");
    }

    @Test
    void shouldMakeSeveralCutsInALine() {
        int value = ROOM + REQUEST.indexOf("keep-alive");
        String result = edited(REQUEST, e -> {
            e.cut(1, value + 5, value + 10);
            e.cut(1, value, value + 4);
        });
        assertThat(result).contains("Connection: -\r\n");
    }

    @Test
    void shouldRefuseToCutOutsideTheValue() {
        editor.begin(request(REQUEST));
        assertThatThrownBy(() -> editor.cut(1, 0, 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotWriteBelowTheLowestOffset() {
        ByteBuffer bytes = bufferAt(ROOM, REQUEST);
        Head head = request(bytes, ROOM, bytes.capacity());
        editor.begin(head);
        editor.add(octets("X: 1"));
        assertThat(editor.composeBefore(ROOM - 5)).isEqualTo(-1);
        assertThat(text(bytes, ROOM, bytes.capacity())).isEqualTo(REQUEST);
        assertThat(editor.composeBefore(ROOM - 6)).isEqualTo(ROOM - 6);
    }

    @Test
    void shouldForgetTheEditsOfTheHeadBefore() {
        edited(REQUEST, e -> {
            e.add(octets("X: 1"));
            e.drop(0);
        });
        assertThat(edited(REQUEST, e -> {})).isEqualTo(REQUEST);
    }

    @Test
    void shouldHoldManyEdits() {
        String lines = "X: y\r\n".repeat(Head.MAX_HEADERS);
        String result = edited("GET / HTTP/1.0\r\n" + lines + "\r\n", e -> {
            for (int header = Head.MAX_HEADERS - 1; header >= 0; header--) {
                e.replaceLine(header, octets("X: z"));
            }
            for (int i = 0; i < 10; i++) {
                e.add(octets("A: b"));
            }
        });
        assertThat(result).isEqualTo("GET / HTTP/1.0\r\n" + lines.replace('y', 'z') + "A: b\r\n".repeat(10) + "\r\n");
    }

    @Test
    void shouldSendCrLfWhateverTheLinesCameWith() {
        String message = REQUEST.replace("\r\n", "\n");
        assertThat(edited(message, e -> {})).isEqualTo(REQUEST);
        assertThat(edited(message + "a\nb", e -> e.drop(1)))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\na\nb");
        assertThat(edited("GET / HTTP/1.1\r\nHost: a\n\r\n", e -> {})).isEqualTo("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void shouldHaveRoomForEveryAddedCarriageReturn() {
        String lines = "X: " + "y".repeat(20) + "\n";
        String message = "GET / HTTP/1.0\n" + lines.repeat(Head.MAX_HEADERS) + "\n";
        ByteBuffer bytes = bufferAt(2 * Head.MAX_HEADERS, message);
        editor.begin(request(bytes, 2 * Head.MAX_HEADERS, bytes.capacity()));
        int start = editor.composeBefore(0);
        assertThat(text(bytes, start, bytes.capacity())).isEqualTo(message.replace("\n", "\r\n"));
    }

    @Test
    void shouldSayTheContentLengthOnce() {
        assertThat(edited("PUT / HTTP/1.0\r\nContent-Length: 5, 5\r\nA: b\r\ncontent-length: 5\r\n\r\nhello", e -> {}))
                .isEqualTo("PUT / HTTP/1.0\r\nContent-Length: 5\r\nA: b\r\n\r\nhello");
        assertThat(edited("PUT / HTTP/1.0\r\nContent-Length: 5\r\nContent-Length: 05,5\r\n\r\nhello", e -> {}))
                .isEqualTo("PUT / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello");
    }
}
