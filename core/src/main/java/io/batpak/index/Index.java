package io.batpak.index;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The index of one open journal: one [#writer], and frozen views for readers.
///
/// Threads: see the package documentation.
public final class Index {
    final Rows rows = new Rows();
    final Names entities = new Names();
    final Names scopes = new Names();
    final KindPostings kinds = new KindPostings();
    /// Lane 0, which nearly every row has, is not listed.
    final ConcurrentHashMap<Integer, Postings> lanes = new ConcurrentHashMap<>();

    final IdTable ids = new IdTable(rows);
    final HeadTable heads = new HeadTable(rows);
    /// Rows by the event that led to them.
    final LinkPostings effects = new LinkPostings(rows.causations);
    /// Rows by a conversation that another event started.
    final LinkPostings conversations = new LinkPostings(rows.correlations);
    final RowExtensions extensions;

    private final IndexWriter writer = new IndexWriter(this);
    private final AtomicInteger visible = new AtomicInteger();
    private volatile Hidden hidden = Hidden.NOTHING;

    /// An empty index. `source` is asked for the extensions of rows that were inserted without knowing them.
    public Index(ExtensionSource source) {
        extensions = new RowExtensions(rows, source);
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
        int bound = visible.get(); // first: what is hidden among these rows was set before they were published
        return new IndexView(this, bound, hidden);
    }

    /// What is hidden now.
    Hidden hidden() {
        return hidden;
    }

    /// Moves the bound up to `rowBound`; a lower one changes nothing.
    void publish(int rowBound) {
        int bound = visible.get();
        while (bound < rowBound && !visible.compareAndSet(bound, rowBound)) {
            bound = visible.get();
        }
    }
}
