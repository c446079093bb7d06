package io.batpak;

import io.batpak.error.InvariantViolationException;
import io.batpak.error.StoreException;
import io.batpak.format.Artifact;
import io.batpak.format.ArtifactHead;
import io.batpak.format.KindFallbacks;
import io.batpak.format.LifecyclePayloads;
import io.batpak.format.LifecyclePayloads.CloseCompleted;
import io.batpak.format.LifecyclePayloads.OpenCompleted;
import io.batpak.format.LifecyclePayloads.OpenPath;
import io.batpak.index.IndexWriter;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.HlcPoint;
import io.batpak.model.OpenReport;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.time.Clock;
import io.batpak.write.Committer;
import io.batpak.write.Housekeeping;
import java.util.Optional;

/// Records when a store was opened and closed, as events of its own.
final class Lifecycle {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final Coordinate AT = Coordinate.of("batpak:store", "batpak:lifecycle");

    private final OpenJournal journal;
    private final Committer committer;
    private final Clock clock;

    private final ArtifactOptions artifacts;

    Lifecycle(OpenJournal journal, Committer committer, Clock clock, ArtifactOptions artifacts) {
        this.journal = journal;
        this.committer = committer;
        this.clock = clock;
        this.artifacts = artifacts;
    }

    /// Appends the OPEN event, durably, and puts all marks of the store on it.
    void opened() {
        long wallMillis = Math.max(Math.max(clock.wallMicros(), 0) / 1000, recoveredWallMillis());
        Payload payload = Payload.handedOver(LifecyclePayloads.encode(openCompleted(journal.report())));
        Receipt receipt = committer.appendLifecycle(AT, EventKind.SYSTEM_OPEN_COMPLETED, payload, micros(wallMillis));
        committer.sync();
        Entry opened = journal.entry(receipt.eventId()).orElseThrow();
        HlcPoint point = new HlcPoint(opened.wallMillis(), opened.sequence());
        journal.marks().restore(point, point);
        journal.marks().restoreLane(opened.lane(), point, point);
    }

    /// No honest session closes earlier than the one before it: the wall clock of a stream never goes back. Checked
    /// before anything is started, so that a refused open leaves no segment behind.
    ///
    /// @throws InvariantViolationException naming both times
    static void requireClosesInOrder(OpenJournal journal) {
        long before = 0;
        for (Entry closed : journal.query(Region.kind(EventKind.SYSTEM_CLOSE_COMPLETED))) {
            if (closed.wallMillis() < before) {
                throw new InvariantViolationException(
                        "CloseHlcRegression",
                        "a session was closed at " + closed.wallMillis() + " ms, after one that was closed at " + before
                                + " ms");
            }
            before = closed.wallMillis();
        }
    }

    /// The report as 0.9.0 reads it, which does not know our runs: they stand in for the segments.
    static OpenCompleted openCompleted(OpenReport report) {
        OpenPath path = pathOf(report.openPath());
        boolean rebuilt = path == OpenPath.REBUILD;
        OpenReport.Phases phases = report.phases();
        OpenReport.ReservedKinds kinds = report.kinds();
        return new OpenCompleted(
                path,
                rebuilt ? report.restoredEntries() + report.tailEntries() : report.restoredEntries(),
                rebuilt ? 0 : report.tailEntries(),
                report.elapsedMicros(),
                phases.planMicros(),
                phases.internerMicros(),
                phases.restoreMicros(),
                phases.hiddenRangesMicros(),
                report.mmapIndex().status(),
                report.mmapIndex().invalidReason(),
                report.checkpoint().status(),
                report.checkpoint().invalidReason(),
                kinds.system(),
                kinds.effect(),
                kinds.allSystem(),
                kinds.allEffect());
    }

    private static OpenPath pathOf(String reported) {
        for (OpenPath path : OpenPath.values()) {
            if (path.wireName().equals(reported)) {
                return path;
            }
        }
        return OpenPath.REBUILD;
    }

    /// The latest wall clock that any earlier session may have shown: that of its last event, and of its last
    /// close.
    private long recoveredWallMillis() {
        Optional<Entry> newest = journal.restored().index().view().last();
        Optional<Entry> lifecycle = journal.latest(AT.entity(), 0);
        return Math.max(
                newest.map(Entry::wallMillis).orElse(0L),
                lifecycle.map(Entry::wallMillis).orElse(0L));
    }

    /// Appends the CLOSE event, ends the log whatever becomes of the event, and leaves an index for the next open.
    /// While a fence is active there is no event.
    void close() {
        try (journal) {
            try {
                if (!committer.isFenced()) {
                    appendClosed();
                }
            } finally {
                committer.shutDown();
            }
            writeArtifact();
        }
    }

    private void appendClosed() {
        try {
            HlcPoint visible = journal.marks().frontier().visible();
            CloseCompleted closed = new CloseCompleted(visible.wallMillis(), visible.sequence());
            Payload payload = Payload.handedOver(LifecyclePayloads.encode(closed));
            committer.appendLifecycle(AT, EventKind.SYSTEM_CLOSE_COMPLETED, payload, micros(visible.wallMillis()));
        } catch (StoreException e) {
            // The event only records the close; what matters is the sync and the footer, which speak for themselves.
            LOG.log(System.Logger.Level.WARNING, "the close could not be recorded as an event", e);
        }
    }

    private void writeArtifact() {
        IndexWriter index = journal.restored().writer();
        Optional<Artifact.Form> form = artifacts.written(index.eventCount());
        if (form.isEmpty()) {
            return;
        }
        try {
            ArtifactHead head = ArtifactFile.head(journal.fs(), index.nextSequence(), fallbacks());
            ArtifactFile.write(journal.fs(), form.get(), index.artifactRows(), head);
        } catch (StoreException e) {
            // All events are durable. Without the file the next open reads the segments, or an older file and what
            // lies behind it.
            logUnwritten(e);
            journal.runs().removeDamaged();
        }
    }

    /// In one line: nothing is lost, and the stack says no more to whoever runs the program.
    private static void logUnwritten(StoreException e) {
        LOG.log(System.Logger.Level.WARNING, "the index could not be written beside the segments: " + e.getMessage());
        LOG.log(System.Logger.Level.DEBUG, "the index could not be written beside the segments", e);
    }

    /// Leaves an index for an open that finds no close behind it, up to this moment. Appends go on.
    void rewriteArtifact() {
        IndexWriter index = journal.restored().writer();
        Optional<Artifact.Form> form = artifacts.written(index.eventCount());
        if (form.isEmpty()) {
            return;
        }
        try {
            Housekeeping.Rows rows = committer.housekeeping().rows();
            ArtifactHead head = new ArtifactHead(rows.segment(), rows.offset(), rows.nextSequence(), fallbacks());
            ArtifactFile.write(journal.fs(), form.get(), rows.all().get(), head);
        } catch (StoreException e) {
            // As at a close. Nothing is lost without it.
            logUnwritten(e);
        }
    }

    private KindFallbacks fallbacks() {
        OpenReport.ReservedKinds kinds = journal.restored().report().kinds();
        return new KindFallbacks(kinds.allSystem(), kinds.allEffect());
    }

    /// A damaged frame may claim any wall clock; beyond the year 294 000 it is held at the greatest timestamp.
    private static long micros(long wallMillis) {
        return wallMillis > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : wallMillis * 1000;
    }

    /// Ends the log without a CLOSE event.
    void drop() {
        try (journal) {
            committer.shutDown();
        }
    }
}
