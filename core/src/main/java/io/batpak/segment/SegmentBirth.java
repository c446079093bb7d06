package io.batpak.segment;

import io.batpak.format.Decoded;
import io.batpak.format.Preamble;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import java.util.OptionalLong;

/// When a segment was created, by its own account. An id may be used again, a moment hardly ever is.
public final class SegmentBirth {
    private SegmentBirth() {}

    /// What the preamble of a segment file says, nanoseconds since 1970; empty if it cannot be read.
    ///
    /// @param fileName the file, whatever it is called
    /// @throws io.batpak.fs.StoreIoException if there is no such file
    public static OptionalLong nanos(StoreFs fs, String fileName) {
        try (StoreFile file = fs.openReadOnly(fileName)) {
            byte[] head = new byte[(int) Math.min(file.length(), Preamble.BYTES_MAX)];
            file.readFully(head, 0, head.length, 0);
            return Preamble.decode(head, head.length) instanceof Decoded.Ok<Preamble.Fields>(Preamble.Fields fields)
                    ? OptionalLong.of(fields.createdNanos())
                    : OptionalLong.empty();
        }
    }
}
