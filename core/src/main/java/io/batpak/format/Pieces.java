package io.batpak.format;

import io.batpak.hash.RunningCrc32;
import io.batpak.msgpack.MessageWriter;

/// Sends on, piece by piece, what a message writer collects, and keeps the checksum of all of it. One thread.
final class Pieces {
    private static final int PIECE_BYTES = 1 << 16;
    private static final int PIECE_BYTES_RESERVED = PIECE_BYTES + 4096;

    private final ByteSink sink;
    private final MessageWriter out = new MessageWriter(PIECE_BYTES_RESERVED);
    private final RunningCrc32 crc = new RunningCrc32();
    private long sent;

    /// @param start where in the file the first piece belongs
    Pieces(ByteSink sink, long start) {
        this.sink = sink;
        this.sent = start;
    }

    /// Counts and sends nothing anywhere.
    static Pieces counting() {
        return new Pieces((source, offset, length, at) -> {}, 0);
    }

    /// What to write to; call [#pass] now and then.
    MessageWriter out() {
        return out;
    }

    /// Offset behind everything written so far.
    long at() {
        return sent + out.length();
    }

    /// Sends on what has gathered if it is a piece.
    void pass() {
        if (out.length() >= PIECE_BYTES) {
            flush();
        }
    }

    /// Sends on everything; returns the checksum of all pieces.
    int finish() {
        flush();
        return crc.value();
    }

    private void flush() {
        int length = out.length();
        crc.update(out.array(), 0, length);
        sink.write(out.array(), 0, length, sent);
        sent += length;
        out.reset();
    }
}
