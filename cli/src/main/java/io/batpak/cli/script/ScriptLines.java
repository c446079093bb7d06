package io.batpak.cli.script;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lines of a script: UTF-8, ended by a line feed or the end of input, of bounded length.
final class ScriptLines {
    /// The longest line taken, in bytes without its line feed.
    static final int LINE_BYTES_MAX = 64 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final int lineBytesMax;

    ScriptLines(InputStream input) {
        this(input, LINE_BYTES_MAX);
    }

    ScriptLines(InputStream input, int lineBytesMax) {
        this.input = new BufferedInputStream(input, BUFFER_BYTES);
        this.lineBytesMax = lineBytesMax;
    }

    /// The next line; null at the end of input. A line too long or not UTF-8 is a `ScriptError`; the one
    /// behind it can still be read.
    @Nullable
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        int octet = input.read();
        if (octet < 0) {
            return null;
        }
        for (; octet >= 0 && octet != '\n'; octet = input.read()) {
            tooLong |= line.size() == lineBytesMax;
            if (!tooLong) {
                line.write(octet);
            }
        }
        if (tooLong) {
            throw CommandRefusedException.scriptError("line longer than " + lineBytesMax + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CommandRefusedException.scriptError("line is not UTF-8: " + e.getMessage());
        }
    }
}
