package io.batpak.format;

import java.util.List;

/// A decoded `index.ckpt` or `index.fbati`: undamaged, every row readable. Whether it fits the segments is another
/// question.
///
/// The rows are read from the source that was decoded, which must stay open and as it was.
///
/// @param form which of the two files it is
/// @param version its version
/// @param head everything but the rows
/// @param chunkCount into how many parts its writer cut the rows, 0 where the version does not tell
/// @param strings the names by number; number 0 is taken
/// @param found reserved kinds without known meaning among the rows, to be counted as seen by this open
/// @param rows the rows in the order of the file; numbers of entities and of scopes are both indexes of `strings`
public record Artifact(
        Form form,
        int version,
        ArtifactHead head,
        long chunkCount,
        List<String> strings,
        KindFallbacks found,
        ArtifactRows rows) {

    /// Which file.
    public enum Form {
        /// `index.ckpt`
        CHECKPOINT,
        /// `index.fbati`
        MMAP_INDEX
    }

    /// The kind an index shows for a row with this kind.
    public int indexKind(int stored) {
        return form == Form.MMAP_INDEX ? Kinds.ofFooter(stored) : stored;
    }
}
