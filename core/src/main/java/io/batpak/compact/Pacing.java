package io.batpak.compact;

/// What happens between two pieces of an output.
///
/// Threads: called on the thread that writes.
@FunctionalInterface
public interface Pacing {
    /// Goes on at once.
    Pacing NONE = _ -> {};

    /// Another piece has been written. What this throws ends the output, which is then deleted.
    ///
    /// @param bytes length of the piece, at most [OutputWriter#PIECE_BYTES]
    void wrote(int bytes);
}
