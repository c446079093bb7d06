package io.batpak.write;

import io.batpak.format.SidxSource;
import io.batpak.format.SidxWriter;
import io.batpak.index.IndexWriter;
import io.batpak.segment.SegmentAppender;

/// Makes the footer of a segment from the index, so that no second copy of its rows is kept.
final class Footers {
    private Footers() {}

    /// @param firstRow the index row of the segment's first event
    /// @param endRow behind the row of its last event
    static SegmentAppender.FooterSource of(IndexWriter index, int firstRow, int endRow) {
        SidxSource rows = index.footerRows(firstRow); // now: a part that was put into a run file makes no footers
        return (framesEnd, out) -> SidxWriter.write(rows, endRow - firstRow, framesEnd, out::accept);
    }
}
