package io.batpak.write;

import io.batpak.format.SidxBuilder;
import io.batpak.index.IndexWriter;
import io.batpak.segment.SegmentAppender;

/// Builds the footer of the growing segment from the index, so that no second copy of its rows is kept.
final class Footers {
    private Footers() {}

    /// @param firstRow the index row of the segment's first event; all later rows are in the same segment
    static SegmentAppender.FooterSource of(IndexWriter index, int firstRow) {
        return (framesEnd, out) -> {
            SidxBuilder footer = new SidxBuilder();
            for (int row = firstRow; row < index.rowCount(); row++) {
                footer.add(index.entry(row));
            }
            footer.writeTo(framesEnd, out::accept);
        };
    }
}
