package io.batpak.compact;

/// What a plan needs to know of one segment.
///
/// @param id its number, 0 or more
/// @param fileBytes length of the file
/// @param liveBytes bytes of the frames that stay
/// @param rows how many events stay
/// @param changed whether any event is dropped or marked, so that the segment cannot stay as it is
/// @param footerClosesAtLastRow whether it has a proven footer whose last row ends where the frames end
/// @param isActive whether it is the one that grows; only the last one can be
public record SegmentFacts(
        long id,
        long fileBytes,
        long liveBytes,
        long rows,
        boolean changed,
        boolean footerClosesAtLastRow,
        boolean isActive) {
    /// Bytes of a row in a footer, its share of the names not counted.
    private static final long FOOTER_ROW_BYTES = 162;

    /// About how long a file with only what stays would be.
    long remainingBytes() {
        return liveBytes + rows * FOOTER_ROW_BYTES;
    }

    /// Whether at least half of the file would go.
    boolean isMostlyDead() {
        return changed && 2 * remainingBytes() <= fileBytes;
    }
}
