package io.batpak.recovery;

import io.batpak.format.VisibilityRanges;
import io.batpak.fs.StoreFs;
import io.batpak.index.ExtensionSource;
import io.batpak.index.Index;
import io.batpak.model.OpenReport;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a directory into an index: every segment in log order, then what cancelled fences hide.
///
/// Confined to the opening thread; the lock is held.
public final class Restore {
    private final StoreFs fs;
    private final Clock clock;
    private final Inventory inventory;
    private final List<SegmentScan.Outcome> outcomes = new ArrayList<>();

    private Restore(StoreFs fs, Clock clock) {
        this.fs = fs;
        this.clock = clock;
        this.inventory = Inventory.of(fs);
    }

    /// Reads the directory and, for a writable open, mends it.
    ///
    /// @param writable whether repairs are made or only reported
    /// @param extensions reads the extensions of events whose footer row does not tell them
    public static Restored run(StoreFs fs, Clock clock, boolean writable, ExtensionSource extensions) {
        return new Restore(fs, clock).run(writable, extensions);
    }

    private Restored run(boolean writable, ExtensionSource extensions) {
        long started = clock.monotonicNanos();
        Index index = new Index(extensions);
        RowReader rows = new RowReader(index.writer());
        for (SegmentName segment : inventory.segments()) {
            boolean newest = segment.id() == inventory.highestSegment();
            rows.startSegment(segment.id());
            outcomes.add(SegmentScan.run(fs, segment, newest, rows));
        }
        Optional<VisibilityRanges> ranges =
                inventory.hasVisibilityRanges() ? Optional.of(HiddenRangesFile.read(fs)) : Optional.empty();
        VisibilityRanges hidden =
                ranges.map(found -> found.below(rows.nextSequence())).orElse(VisibilityRanges.NONE);
        HiddenRangesFile.hide(hidden, index.writer());
        index.writer().publish();
        IdempotencyFile.Loaded keys = IdempotencyFile.load(fs); // may refuse, so before anything is mended
        List<OpenReport.Repair> repairs = new ArrayList<>();
        if (writable) {
            repairs.addAll(new Repair(fs, clock).run(inventory, outcomes));
            ranges.flatMap(found -> Hiding.cutBack(fs, found, rows.nextSequence()))
                    .ifPresent(repairs::add);
        } else {
            repairs.addAll(Repair.planned(outcomes));
        }
        long elapsedMicros = (clock.monotonicNanos() - started) / 1000;
        return new Restored(
                index,
                index.writer(),
                rows.nextSequence(),
                newSegmentId(),
                inventory.segments().size(),
                keys.rows(),
                hidden,
                report(rows, repairs, notices(rows, keys), elapsedMicros));
    }

    /// Leaves one id unused below the new segment, so that a later compaction has a free name for its output.
    private long newSegmentId() {
        long highest = inventory.highestSegment();
        return highest == 0 || inventory.hasUnusedId() ? highest + 1 : highest + 2;
    }

    private OpenReport report(
            RowReader rows, List<OpenReport.Repair> repairs, List<String> notices, long elapsedMicros) {
        List<OpenReport.SegmentFinding> findings = outcomes.stream()
                .map(outcome -> new OpenReport.SegmentFinding(
                        outcome.segment(),
                        outcome.fileLength(),
                        outcome.wholeEnd(),
                        outcome.tail().name(),
                        outcome.footerProven()))
                .toList();
        return new OpenReport("Rebuild", rows.count(), 0, elapsedMicros, findings, repairs, notices);
    }

    private List<String> notices(RowReader rows, IdempotencyFile.Loaded keys) {
        List<String> notices = new ArrayList<>();
        inventory.malformed().forEach(name -> notices.add(name + " looks like a segment but has no id; not read"));
        if (rows.renumbered() > 0) {
            notices.add(rows.renumbered() + " events carry another sequence than their footer gives them, because an "
                    + "earlier segment without a footer holds more events than its successor leaves room for");
        }
        boolean allProven = outcomes.stream().allMatch(SegmentScan.Outcome::footerProven);
        if (inventory.hasArtifact() && !allProven) {
            notices.add(
                    "index artifacts are not read: events of segments without a footer are numbered by their place");
        }
        keys.notice().ifPresent(notices::add);
        return notices;
    }
}
