package io.batpak.compact;

import io.batpak.model.Compaction;
import io.batpak.model.CompactionProgress;
import io.batpak.time.Ticker;
import java.util.concurrent.TimeUnit;

/// Tells the listener how far a compaction has come, asks whether to give up, and waits where there is a limit.
///
/// The limit holds on the average since the first piece; what was missed while the disk was slow is made up for by
/// at most a second's worth. Threads: the one that compacts.
final class Pacer implements Pacing {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    /// So long at most until a wish to give up is heard.
    private static final long PAUSE_MAX = TimeUnit.MILLISECONDS.toNanos(50);

    private final Compaction how;
    private final Ticker ticker;
    private final long bytesTotal;
    private final int steps;
    private int step = 1;
    private long bytesDone;
    /// When all bytes so far are paid for.
    private long paidUntil;

    /// @param bytesTotal how many bytes will be written, as far as is known
    Pacer(Compaction how, Ticker ticker, long bytesTotal, int steps) {
        this.how = how;
        this.ticker = ticker;
        this.bytesTotal = bytesTotal;
        this.steps = steps;
        this.paidUntil = ticker.nanos();
    }

    /// The next step begins; the first one has begun.
    void nextStep() {
        step++;
    }

    /// Nothing will be written any more.
    void finished() {
        how.listener().progressed(new CompactionProgress(bytesDone, bytesDone, steps, steps));
    }

    @Override
    public void wrote(int bytes) {
        bytesDone += bytes;
        how.listener().progressed(new CompactionProgress(bytesDone, Math.max(bytesDone, bytesTotal), step, steps));
        requireWanted();
        if (how.bytesPerSecondMax() > 0) {
            limit(bytes);
        }
    }

    private void limit(int bytes) {
        long now = ticker.nanos();
        long price = (long) ((double) bytes / how.bytesPerSecondMax() * SECOND);
        paidUntil = Math.max(paidUntil, now - SECOND) + price;
        for (long left = paidUntil - now; left > 0; left -= PAUSE_MAX) {
            ticker.park(this, Math.min(left, PAUSE_MAX));
            requireWanted();
        }
    }

    private void requireWanted() {
        if (how.cancel().getAsBoolean()) {
            throw new CancelledSignal();
        }
    }
}
