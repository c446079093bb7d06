package io.batpak.recovery;

import io.batpak.error.StoreException;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Scans segments in log order while other threads read and check the footers of the next ones.
///
/// At most [#AHEAD] footers of at most [#FOOTER_BYTES_MAX] bytes are held. Whatever another thread could not
/// make ready, for whatever reason, the opening thread reads itself, and then fails in its own name. Confined
/// to the opening thread; closed by it, which waits for the others.
final class ReadAhead implements AutoCloseable {
    private static final int AHEAD = 2;
    private static final long FOOTER_BYTES_MAX = 64L << 20;
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger("io.batpak");

    private final Surroundings around;
    private final List<SegmentName> segments;
    private final long newest;
    private final AtomicReferenceArray<Optional<SegmentScan.Ready>> ready;
    private final Map<Integer, Job> jobs = new HashMap<>();
    private boolean allowed;
    private int spawned;
    private int at;

    /// @param segments in the order in which they will be asked for
    /// @param newest the highest segment id of the directory
    /// @param threads whether other threads may read
    ReadAhead(Surroundings around, List<SegmentName> segments, long newest, boolean threads) {
        this.around = around;
        this.segments = segments;
        this.newest = newest;
        this.ready = new AtomicReferenceArray<>(segments.size());
        this.allowed = threads && segments.size() > 1;
    }

    /// Scans the next segment into `sink`.
    SegmentScan.Outcome next(SegmentScan.Sink sink) {
        int current = at++;
        spawnUpTo(current + AHEAD);
        Job job = jobs.remove(current);
        if (job != null) {
            await(job);
            Optional<SegmentScan.Ready> found = ready.getAndSet(current, null);
            if (found != null && found.isPresent()) {
                return found.get().release(sink);
            }
        }
        SegmentName name = segments.get(current);
        return SegmentScan.run(around.fs(), name, name.id() == newest, sink);
    }

    private void spawnUpTo(int last) {
        while (allowed && spawned <= Math.min(last, segments.size() - 1)) {
            int segment = spawned;
            try {
                Job job = around.spawner().spawn("batpak-read-" + segment, () -> prepare(segment));
                jobs.put(segment, job);
                spawned++;
            } catch (SpawnFailedException e) {
                LOG.log(System.Logger.Level.WARNING, "no thread to read ahead, one has to do", e);
                allowed = false;
            }
        }
    }

    private void prepare(int segment) {
        SegmentName name = segments.get(segment);
        try {
            ready.set(segment, SegmentScan.ahead(around.fs(), name, name.id() == newest, FOOTER_BYTES_MAX));
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "the opening thread will meet this again", e);
        }
    }

    /// Waits for the end of a job, however long that takes and whoever interrupts.
    private static void await(Job job) {
        boolean interrupted = false;
        while (!ended(job)) {
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean ended(Job job) {
        try {
            job.join(WAIT);
            return true;
        } catch (JobFailedException e) {
            LOG.log(System.Logger.Level.WARNING, "reading ahead failed, the opening thread reads itself", e);
            return true;
        } catch (JoinInterruptedException | JoinTimeoutException e) {
            return false; // the directory must not be released while one of ours reads from it
        }
    }

    @Override
    public void close() {
        jobs.values().forEach(ReadAhead::await);
    }
}
