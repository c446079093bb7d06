package io.batpak.index;

import io.batpak.format.Kinds;
import io.batpak.format.RunSource;
import io.batpak.format.SidxSource;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import java.util.ArrayList;
import java.util.List;

/// The events of a stretch after a compaction, as a run file holds them, and as the footers of its outputs do.
///
/// What a frame says about its predecessor stays as it is, also when the predecessor is gone or has another payload
/// now. Takes 20 bytes per 64 events. Threads: one at a time, together with the footers; several can be made from
/// one stretch.
public final class ReshapedRows implements RunSource {
    private final Stretch stretch;
    private final Reshaping reshaping;
    private final StretchSource source;
    private final KeptRows kept;
    private final KeptPlaces places;

    /// @throws IllegalArgumentException if the reshaping is about another number of events
    public ReshapedRows(Stretch stretch, Reshaping reshaping) {
        if (reshaping.rows() != stretch.rows()) {
            throw new IllegalArgumentException(reshaping.rows() + " rows for a stretch of " + stretch.rows());
        }
        this.stretch = stretch;
        this.reshaping = reshaping;
        source = stretch.rowSource();
        kept = new KeptRows(reshaping);
        places = new KeptPlaces(source, reshaping, kept);
    }

    /// What it was made from.
    public Stretch stretch() {
        return stretch;
    }

    /// What was done to it.
    public Reshaping reshaping() {
        return reshaping;
    }

    /// The row in the stretch of an event that stayed.
    public int sourceRow(int row) {
        return kept.source(row);
    }

    /// The row of an event that stayed, by its row in the stretch; of others the row of the next one that did.
    public int rowOf(int sourceRow) {
        return kept.kept(sourceRow);
    }

    /// Id of the segment that the frames of a segment lie in afterwards, the same if they stay.
    public long outputOf(long segment) {
        return reshaping.outputOf(segment);
    }

    /// Where the frame of an event that stayed lies before.
    public FramePosition sourcePosition(int row) {
        int from = kept.source(row);
        return new FramePosition(source.segment(from), source.offset(from), source.length(from));
    }

    /// The segments that hold events afterwards, ascending.
    public List<Stretch.SegmentRows> segments() {
        List<Stretch.SegmentRows> found = new ArrayList<>();
        for (int from = 0; from < count(); ) {
            long segment = segment(from);
            int end = firstRowAbove(segment, from);
            found.add(new Stretch.SegmentRows(segment, end - from));
            from = end;
        }
        return found;
    }

    /// The first row from `from` on whose segment is above `segment`.
    private int firstRowAbove(long segment, int from) {
        int low = from;
        int high = count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (reshaping.outputOf(source.segment(kept.source(middle))) <= segment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The row of the first event of an output, or of the first behind it.
    public int firstRowOf(long segment) {
        return segment == 0 ? 0 : firstRowAbove(segment - 1, 0);
    }

    /// How many events an output holds.
    public int rowsOf(long output) {
        return firstRowAbove(output, 0) - firstRowOf(output);
    }

    /// Where the frames of an output end, bytes.
    public long framesEnd(long output) {
        int end = firstRowAbove(output, 0);
        return end == firstRowOf(output) ? reshaping.framesStart(output) : offset(end - 1) + length(end - 1);
    }

    /// The events of an output, [#rowsOf] of them, as its footer describes them.
    public SidxSource footerOf(long output) {
        return new ReshapedFooter(this, firstRowOf(output));
    }

    @Override
    public int count() {
        return kept.count();
    }

    @Override
    public long idHigh(int row) {
        return source.idHigh(kept.source(row));
    }

    @Override
    public long idLow(int row) {
        return source.idLow(kept.source(row));
    }

    @Override
    public long sequence(int row) {
        return source.sequence(kept.source(row));
    }

    @Override
    public long wallMillis(int row) {
        return source.wallMillis(kept.source(row));
    }

    @Override
    public long segment(int row) {
        return places.segment(row);
    }

    @Override
    public long offset(int row) {
        return places.offset(row);
    }

    @Override
    public int length(int row) {
        return places.length(row);
    }

    @Override
    public int kind(int row) {
        int from = kept.source(row);
        return reshaping.isTombstone(from) ? Kinds.TOMBSTONE : source.kind(from);
    }

    @Override
    public int lane(int row) {
        return source.lane(kept.source(row));
    }

    @Override
    public int depth(int row) {
        return source.depth(kept.source(row));
    }

    @Override
    public int clock(int row) {
        return source.clock(kept.source(row));
    }

    @Override
    public int entity(int row) {
        return source.entity(kept.source(row));
    }

    @Override
    public int scope(int row) {
        return source.scope(kept.source(row));
    }

    @Override
    public int entityCount() {
        return source.entityCount();
    }

    @Override
    public String entityName(int number) {
        return source.entityName(number);
    }

    /// Rows that went may have been those out of order; then order is looked up once more than needed.
    @Override
    public boolean entityKeysUnordered(int number) {
        return source.entityKeysUnordered(number);
    }

    @Override
    public boolean entityLaneUnordered(int number) {
        return source.entityLaneUnordered(number);
    }

    @Override
    public int scopeCount() {
        return source.scopeCount();
    }

    @Override
    public String scopeName(int number) {
        return source.scopeName(number);
    }

    @Override
    public long hashWord(int row, int word) {
        int from = kept.source(row);
        return reshaping.isEmptied(from) ? reshaping.emptiedHash().word(word) : source.hashWord(from, word);
    }

    /// Where the head went, the one before it; where a lane is not in order that is a guess, as it is never asked
    /// for.
    @Override
    public int before(int row) {
        int before = source.before(kept.source(row));
        while (before >= 0 && reshaping.isDropped(before)) {
            before = source.before(before);
        }
        return before >= 0 ? kept.kept(before) : before;
    }

    @Override
    public boolean previousIsBefore(int row) {
        int from = kept.source(row);
        int head = source.before(from);
        if (head < 0) {
            return false;
        }
        if (!reshaping.isDropped(head) && !reshaping.isEmptied(head)) {
            return source.previousIsBefore(from);
        }
        int before = before(row); // an older event may have the same payload
        for (int word = 0; word < RowChunk.HASH_LONGS && before >= 0; word++) {
            if (hashWord(before, word) != source.previousHashWord(from, word)) {
                return false;
            }
        }
        return before >= 0;
    }

    @Override
    public long previousHashWord(int row, int word) {
        return source.previousHashWord(kept.source(row), word);
    }

    @Override
    public boolean isOwnCorrelation(int row) {
        return source.isOwnCorrelation(kept.source(row));
    }

    @Override
    public long correlationHigh(int row) {
        return source.correlationHigh(kept.source(row));
    }

    @Override
    public long correlationLow(int row) {
        return source.correlationLow(kept.source(row));
    }

    @Override
    public long causationHigh(int row) {
        return source.causationHigh(kept.source(row));
    }

    @Override
    public long causationLow(int row) {
        return source.causationLow(kept.source(row));
    }

    @Override
    public int extensionState(int row) {
        int from = kept.source(row);
        return reshaping.isEmptied(from) ? EXTENSIONS_NONE : source.extensionState(from);
    }

    @Override
    public Extensions extensions(int row) {
        int from = kept.source(row);
        return reshaping.isEmptied(from) ? Extensions.none() : source.extensions(from);
    }
}
