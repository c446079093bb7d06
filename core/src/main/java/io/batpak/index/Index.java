package io.batpak.index;

import io.batpak.format.RunFile;
import io.batpak.fs.Mapping;
import io.batpak.model.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The index of one open journal: one [#writer], and frozen views for readers.
///
/// Threads: see the package documentation.
public final class Index {
    final ExtensionSource source;
    private final IndexWriter writer;
    private final AtomicInteger visible = new AtomicInteger();
    private volatile Parts parts;
    private volatile Hidden hidden = Hidden.NOTHING;
    /// Guarded by this.
    private Era era = Era.first();

    private volatile long movedThrough = -1;

    /// Counted behind the change of the parts, so that a view is never newer by it than it is.
    private volatile long epoch;

    /// An empty index. `source` is asked for the extensions of rows that were inserted without knowing them.
    public Index(ExtensionSource source) {
        this.source = source;
        parts = Parts.of(new MemoryPart(0, source, era));
        writer = new IndexWriter(this);
    }

    /// The only writer; belongs to the holder of the commit turn.
    public IndexWriter writer() {
        return writer;
    }

    /// Hides sequences from all reads, and more of them from reads scoped to a lane. Replaces what was hidden
    /// before.
    ///
    /// Call it before the rows concerned are published: views already taken keep the ranges they were made
    /// with, and no view may see a row that another view is to be denied.
    ///
    /// @throws IllegalArgumentException if a lane is not in 0..2^32-1
    public void hide(HiddenRanges everywhere, Map<Long, HiddenRanges> onLanes) {
        Map<Integer, HiddenRanges> lanesHidden = new HashMap<>();
        onLanes.forEach((lane, ranges) -> {
            if (!ranges.isEmpty()) {
                lanesHidden.put(IndexRow.unsignedInt("lane", lane), ranges);
            }
        });
        hidden = new Hidden(everywhere, Map.copyOf(lanesHidden));
    }

    /// Everything published up to now, and nothing that is published later.
    public IndexView view() {
        while (true) {
            long past = epoch;
            Parts now = parts;
            int bound = visible.get(); // before the hidden: those among these rows were set before they were published
            if (now == parts) { // else rows may have moved between the two
                return new IndexView(this, past, now, bound, hidden);
            }
        }
    }

    /// What is hidden now.
    Hidden hidden() {
        return hidden;
    }

    /// The parts of this moment. A bound read before covers no row that they do not hold.
    Parts parts() {
        return parts;
    }

    /// Begins a new part behind the rows inserted so far; for the inserting thread.
    synchronized MemoryPart cut(int rowCount) {
        MemoryPart next = new MemoryPart(rowCount, source, era);
        parts = parts.with(next);
        return next;
    }

    /// Puts a run file behind the runs there are, in front of everything that is inserted; for the inserting
    /// thread.
    synchronized void install(RunFile run, int rowCount) {
        RunPart part = new RunPart(rowCount, run, source, era);
        Parts now = parts;
        Parts runs = now.all.length == 1 ? Parts.of(part) : now.replacing(now.all.length - 1, 1, part);
        parts = runs.with(new MemoryPart(rowCount + run.rows(), source, era));
    }

    /// Everything but the part that grows, oldest first; neighbours may be joined by [#joined].
    public List<Stretch> finished() {
        Parts now = parts;
        List<Stretch> finished = new ArrayList<>();
        for (int at = 0; at < now.all.length - 1; at++) {
            finished.add(new Stretch(now, at, 1));
        }
        return finished;
    }

    /// The finished parts `first` to `first + count - 1` of [#finished] of this moment as one stretch.
    public Stretch joined(int first, int count) {
        Parts now = parts;
        Objects.checkFromIndexSize(first, count, now.all.length - 1);
        return new Stretch(now, first, count);
    }

    /// The events of a stretch in commit order, hidden ones included; as many as it has rows.
    public Iterable<Entry> entries(Stretch stretch) {
        return () -> new StretchEntries(this, stretch.members());
    }

    /// The event that is number `row` of a stretch.
    ///
    /// @throws IndexOutOfBoundsException if it has no such event
    public Entry entry(Stretch stretch, int row) {
        int global = stretch.indexRow(row);
        for (Part part : stretch.members()) {
            if (global < part.base + part.count()) {
                return new IndexEntry(this, part, global - part.base);
            }
        }
        throw new IndexOutOfBoundsException(row);
    }

    /// Whether a cancelled fence hides a sequence from everybody.
    public boolean hides(long sequence) {
        return hidden.hides(sequence);
    }

    /// Answers from `run` instead of the parts it was made from. Views taken before keep those.
    ///
    /// @throws IllegalArgumentException if the stretch is no longer part of this index or has gaps, or the run
    ///     has another number of rows
    public synchronized void replace(Stretch stretch, RunFile run) {
        if (run.rows() != stretch.rows() || stretch.hasGaps()) {
            throw new IllegalArgumentException(run.rows() + " rows for a stretch of " + stretch.rows());
        }
        int first = placeOf(stretch);
        int base = stretch.firstRow();
        Era since = era;
        for (Part member : stretch.members()) {
            since = since.earlier(member.era());
        }
        parts = parts.replacing(first, stretch.members().length, new RunPart(base, run, source, since));
    }

    /// Tells that the files of some segments are about to be deleted, or their names to be given to others.
    /// Whatever was or will be taken from the parts there are now reads these mappings instead, until [#reshape]
    /// puts other parts in their place. To be called before anything of that happens.
    ///
    /// The mappings stay as long as such parts, or views and entries of them, can be reached.
    ///
    /// @param files what the segments hold; [io.batpak.fs.StoreFile#mapUntilUnreachable]
    public synchronized void retire(Map<Long, Mapping> files) {
        era = era.end(files);
        files.keySet().forEach(this::movedThrough);
    }

    /// Takes back a [#retire] after which no file has lost its name, so that nothing holds the mappings. To be
    /// called before the next one.
    public synchronized void reinstate() {
        for (Part part : parts.all) {
            part.stayIn(era);
        }
    }

    /// Tells that some event has moved out of this segment, or into it: what was told of places in it, or in
    /// segments below, may be outdated. [#retire] tells the same of what it retires.
    public synchronized void movedThrough(long segment) {
        movedThrough = Math.max(movedThrough, segment);
    }

    /// Whether a place in this segment means what it meant whenever it was told, as far as this index knows:
    /// nothing was moved in segments as high as this one since it was opened. See [#movedThrough].
    public boolean keepsPlaces(long segment) {
        return segment > movedThrough;
    }

    /// Answers from `run` instead of the parts it was made from, although it has fewer rows: those of dropped
    /// events, and gaps between its parts, become a gap behind the others. Events that stay get other rows then,
    /// outside of the stretch nothing moves. Views taken before keep what they show. For the inserting thread.
    ///
    /// @param run null if no event is left
    /// @throws IllegalArgumentException if the stretch is no longer part of this index, or the run has more rows
    /// @throws IllegalStateException if some of its events are not published yet
    public synchronized void reshape(Stretch stretch, @Nullable RunFile run) {
        int first = placeOf(stretch);
        int rows = run == null ? 0 : run.rows();
        if (rows > stretch.rows() || (run != null && rows == 0)) {
            throw new IllegalArgumentException(rows + " rows for a stretch of " + stretch.rows());
        }
        if (visible.get() < stretch.endRow()) {
            throw new IllegalStateException("row " + visible.get() + " is not published");
        }
        int members = stretch.members().length;
        parts = run == null
                ? parts.without(first, members)
                : parts.replacing(first, members, new RunPart(stretch.firstRow(), run, source, era));
        for (Part part : parts.all) {
            part.moveTo(era); // so that no living part holds what was retired
        }
        nextEpoch();
    }

    /// Guarded by this.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private synchronized void nextEpoch() {
        epoch++;
    }

    /// Place of the first part of a stretch, all of which must be there.
    private int placeOf(Stretch stretch) {
        Parts now = parts;
        Part[] members = stretch.members();
        int first = now.placeOf(stretch.firstRow());
        if (first + members.length >= now.all.length) {
            throw new IllegalArgumentException("a stretch that is not finished");
        }
        for (int at = 0; at < members.length; at++) {
            if (now.all[first + at] != members[at]) {
                throw new IllegalArgumentException("a stretch that was replaced before");
            }
        }
        return first;
    }

    /// Moves the bound up to `rowBound`; a lower one changes nothing.
    void publish(int rowBound) {
        int bound = visible.get();
        while (bound < rowBound && !visible.compareAndSet(bound, rowBound)) {
            bound = visible.get();
        }
    }
}
