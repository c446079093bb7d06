package io.batpak;

import io.batpak.delivery.DeliverySource;
import io.batpak.delivery.SequenceRange;
import io.batpak.fs.StoreFs;
import io.batpak.index.HiddenRanges;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.Mark;
import io.batpak.model.Region;
import io.batpak.time.Ticker;
import io.batpak.write.Arrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// An open journal as consumers follow it. Threads: any.
final class FollowedJournal implements DeliverySource {
    private final OpenJournal journal;
    private final Ticker ticker;
    private final Runnable sync;

    /// @param sync makes everything durable; does nothing for a journal that cannot be written to
    FollowedJournal(OpenJournal journal, Ticker ticker, Runnable sync) {
        this.journal = journal;
        this.ticker = ticker;
        this.sync = sync;
    }

    @Override
    public List<Entry> page(Region region, OptionalLong after, int limit) {
        return journal.view().page(region, after, limit);
    }

    @Override
    public OptionalLong newest() {
        return journal.view().lastSequence();
    }

    @Override
    public List<SequenceRange> hidden(OptionalLong lane, long from, long to) {
        IndexView view = journal.view();
        List<SequenceRange> found = new ArrayList<>();
        collect(view.hiddenEverywhere(), from, to, found);
        lane.ifPresent(own -> collect(view.hiddenOnLane(own), from, to, found));
        return found;
    }

    private static void collect(HiddenRanges ranges, long from, long to, List<SequenceRange> found) {
        for (int i = 0; i < ranges.count(); i++) {
            long start = Math.max(from, ranges.start(i));
            long end = Math.min(to, ranges.end(i));
            if (start < end) {
                found.add(new SequenceRange(start, end));
            }
        }
    }

    @Override
    public boolean await(Region region, BooleanSupplier ready, Duration limit) throws InterruptedException {
        journal.requireOpen();
        Arrivals arrivals = journal.marks().arrivals();
        boolean held = arrivals.await(region, ready, TimeUnit.NANOSECONDS.convert(limit));
        if (!held && arrivals.isEnded()) {
            journal.requireOpen();
            journal.marks().requireGoingOn();
        }
        return held;
    }

    @Override
    public void makeDurable(long sequence) {
        if (!journal.marks().covers(Mark.DURABLE, sequence)) {
            sync.run();
        }
    }

    @Override
    public void whileOpen(Runnable write) {
        journal.whileOpen(write);
    }

    @Override
    public StoreFs directory() {
        return journal.fs();
    }

    @Override
    public long nanos() {
        return ticker.nanos();
    }
}
