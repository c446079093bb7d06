package io.batpak.transfer;

import io.batpak.error.StoreClosedException;
import io.batpak.format.SnapshotReports;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.model.ForkOptions;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.SnapshotReport;
import io.batpak.model.SourceWatermark;
import io.batpak.sidecar.HiddenRangesFile;
import io.batpak.sidecar.IdempotencyFile;
import io.batpak.sidecar.RunName;
import io.batpak.transfer.CopyPlan.Fate;
import io.batpak.transfer.CopyPlan.PlannedFile;
import io.batpak.write.Housekeeping;
import io.batpak.write.Housekeeping.Point;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Copies an open store as it is at one point of its log. The writers wait only while the point is fixed.
///
/// Threads: one copy at a time, which the caller sees to, and no compaction meanwhile.
public final class StoreCopies {
    private final StoreFs source;
    private final Housekeeping housekeeping;
    private final BooleanSupplier ending;

    /// Copies of the store in `source`; a copy under way fails soon after `ending` says that the store is about to
    /// end.
    public StoreCopies(StoreFs source, Housekeeping housekeeping, BooleanSupplier ending) {
        this.source = source;
        this.housekeeping = housekeeping;
        this.ending = ending;
    }

    /// Copies everything. See `Store.snapshot` for the contract.
    public SnapshotReport snapshot(Path path) {
        Point point = housekeeping.fix();
        try (Destination destination = Destination.of(source, path)) {
            CopyPlan plan = CopyPlan.of(source, point);
            destination.requireRoom(plan.bytes(Fate.FINISHED) + alwaysCopied(plan));
            return destination.fill(() -> {
                for (PlannedFile file : plan.of(Fate.FINISHED)) {
                    copy(file, destination);
                }
                copyRest(plan, point, destination);
                return report(path, point, plan, destination.cleared());
            });
        }
    }

    private static SnapshotReport report(Path path, Point point, CopyPlan plan, long cleared) {
        List<Long> segments = new ArrayList<>(segments(plan, Fate.FINISHED));
        segments.addAll(segments(plan, Fate.GROWING));
        List<SnapshotReport.Finding> findings = new ArrayList<>();
        if (cleared > 0) {
            findings.add(new SnapshotReport.Finding.DestinationCleared(cleared));
        }
        findings.add(new SnapshotReport.Finding.CopyByteHashUnavailable(
                SnapshotReport.NO_HASH_REASON, SnapshotReport.FileKind.SEGMENT));
        findings.add(new SnapshotReport.Finding.FenceTokenCancelled());
        return SnapshotReports.identified(new SnapshotReport(
                SnapshotReport.SCHEMA_VERSION,
                Hash.ZERO,
                point.token(),
                new SourceWatermark(point.segment(), point.offset()),
                segments,
                !point.hidden().isEmpty(),
                false,
                true,
                digest(path),
                findings));
    }

    /// Copies what grows and shares the rest. See `Store.fork` for the contract.
    public ForkReport fork(Path path, ForkOptions options) {
        Point point = housekeeping.fix();
        try (Destination destination = Destination.of(source, path)) {
            CopyPlan plan = CopyPlan.of(source, point);
            destination.requireRoom(alwaysCopied(plan));
            return destination.fill(() -> {
                Sharing sharing = new Sharing(source, destination, options.preference(), plan.bytes(Fate.FINISHED));
                ForkLedger ledger = new ForkLedger();
                for (PlannedFile file : plan.of(Fate.FINISHED)) {
                    requireGoingOn();
                    ledger.finished(file, sharing.share(file));
                }
                copyRest(plan, point, destination);
                ledger.rest(plan, !point.hidden().isEmpty());
                for (PlannedFile file : plan.of(Fate.CACHE)) {
                    ledger.cache(file, !options.excludeCaches() && copiedCache(file, point, destination));
                }
                return ledger.report(point, digest(path), destination.cleared());
            });
        }
    }

    private static long alwaysCopied(CopyPlan plan) {
        return plan.bytes(Fate.GROWING) + plan.bytes(Fate.COPIED);
    }

    private void copyRest(CopyPlan plan, Point point, Destination destination) {
        plan.of(Fate.GROWING).forEach(file -> copy(file, destination));
        plan.of(Fate.COPIED).forEach(file -> copy(file, destination));
        IdempotencyFile.write(destination.staged(), point.keys());
        HiddenRangesFile.write(destination.staged(), point.hidden());
    }

    private void copy(PlannedFile file, Destination destination) {
        requireGoingOn();
        source.copyTo(file.name(), file.length(), destination.staged(), file.name());
    }

    /// A cache may be replaced or joined into another at any moment; then it stays behind.
    private boolean copiedCache(PlannedFile file, Point point, Destination destination) {
        boolean ahead = RunName.parse(file.name())
                .filter(run -> run.last() >= point.segment())
                .isPresent();
        if (ahead) {
            return false;
        }
        try {
            copy(file, destination);
            return true;
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND || e.ioKind() == IoKind.UNEXPECTED_EOF) {
                return false;
            }
            throw e;
        }
    }

    private void requireGoingOn() {
        if (ending.getAsBoolean()) {
            throw new StoreClosedException(source.directory());
        }
    }

    private static List<Long> segments(CopyPlan plan, Fate fate) {
        return plan.of(fate).stream().map(PlannedFile::segment).toList();
    }

    private static Hash digest(Path path) {
        return Hash.blake3(path.toString().getBytes(StandardCharsets.UTF_8));
    }
}
