package io.batpak.format;

import io.batpak.model.Extensions;

/// The events of a whole store, one at a time, as `index.ckpt` and `index.fbati` hold them.
///
/// The index implements it for writing, the readers of both files for reading. Rows stand in commit order. Going
/// forward is cheap everywhere; going back makes the reader of a checkpoint start over.
///
/// Threads: one at a time.
public interface ArtifactRows extends SidxSource {
    /// Number of rows.
    int count();

    /// Id of the segment with the frame.
    long segment();

    /// The receipt extensions.
    ///
    /// For writing they must be the real ones, read from the frame where the index does not know them. Read from a
    /// file, an empty map means that nobody knows: 0.9.0 writes one for events whose extensions it has lost.
    Extensions extensions();
}
