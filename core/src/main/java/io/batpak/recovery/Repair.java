package io.batpak.recovery;

import io.batpak.format.Preamble;
import io.batpak.fs.FileFacts;
import io.batpak.fs.IoKind;
import io.batpak.fs.IoSite;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.fs.SyncMode;
import io.batpak.model.OpenReport;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import io.batpak.segment.StoreFileKind;
import io.batpak.segment.Tail;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Cuts off what a crash left unfinished, so that a reader of 0.9.0 can open the directory as well.
///
/// Runs under the directory lock, before the new segment exists. A torn tail is cut in place only where the
/// file is the newest and has no other name; everything else is copied, synced and renamed over the old file,
/// so that a crash in here leaves either the old bytes or the new ones. Running it again changes nothing.
final class Repair {
    private static final int COPY_BYTES = 1 << 20;

    private final StoreFs fs;
    private final Clock clock;
    private final List<OpenReport.Repair> repairs = new ArrayList<>();

    Repair(StoreFs fs, Clock clock) {
        this.fs = fs;
        this.clock = clock;
    }

    /// What a writable open would do, without doing it.
    static List<OpenReport.Repair> planned(List<SegmentScan.Outcome> outcomes) {
        return outcomes.stream()
                .filter(SegmentScan.Outcome::needsCut)
                .map(outcome -> entry(outcome, false))
                .toList();
    }

    /// Removes staging files and cuts every tail that needs it.
    List<OpenReport.Repair> run(Inventory inventory, List<SegmentScan.Outcome> outcomes) {
        for (String staged : inventory.staged()) {
            long length = fs.facts(staged).map(FileFacts::length).orElse(0L);
            fs.delete(staged);
            repairs.add(new OpenReport.Repair(staged, "removed a file that was never put in place", length, 0, true));
        }
        if (!inventory.staged().isEmpty()) {
            fs.syncDirectory();
        }
        for (SegmentScan.Outcome outcome : outcomes) {
            if (outcome.needsCut()) {
                cut(outcome, outcome.segment() == inventory.highestSegment());
                repairs.add(entry(outcome, true));
            } else if (!outcome.footerProven() || outcome.segment() == inventory.highestSegment()) {
                makeDurable(outcome);
            }
        }
        return repairs;
    }

    private static OpenReport.Repair entry(SegmentScan.Outcome outcome, boolean done) {
        boolean unborn = outcome.tail() == Tail.NO_PREAMBLE;
        String what = unborn
                ? "finished the preamble of a segment whose creation was interrupted"
                : outcome.tail() == Tail.CLEAN
                        ? "cut off a batch that was never committed"
                        : "cut off an unfinished end (" + outcome.tail() + ")";
        long toLength = unborn ? Preamble.encode(outcome.segment(), 1L << 60).length : outcome.wholeEnd();
        return new OpenReport.Repair(
                SegmentName.of(outcome.segment()).fileName(), what, outcome.fileLength(), toLength, done);
    }

    /// A killed process leaves frames that were never synced. Whatever is written from here on stands behind
    /// them.
    private void makeDurable(SegmentScan.Outcome outcome) {
        try (StoreFile file = fs.openExisting(SegmentName.of(outcome.segment()).fileName())) {
            file.sync(SyncMode.ALL);
        }
    }

    private void cut(SegmentScan.Outcome outcome, boolean newest) {
        String name = SegmentName.of(outcome.segment()).fileName();
        FileFacts facts = fs.facts(name)
                .orElseThrow(() ->
                        new StoreIoException(IoSite.of("repair", name), IoKind.NOT_FOUND, "it was there a moment ago"));
        if (outcome.tail() == Tail.NO_PREAMBLE) {
            byte[] preamble = Preamble.encode(outcome.segment(), clock.wallNanos());
            replace(name, file -> file.write(preamble, 0, preamble.length, 0));
        } else if (newest && facts.links() == 1 && !facts.symbolicLink()) {
            try (StoreFile file = fs.openExisting(name)) {
                file.truncate(outcome.wholeEnd());
                file.sync(SyncMode.ALL);
            }
        } else {
            replace(name, target -> copy(name, outcome.wholeEnd(), target));
        }
    }

    private void copy(String from, long length, StoreFile target) {
        byte[] buffer = new byte[(int) Math.min(COPY_BYTES, length)];
        try (StoreFile source = fs.openReadOnly(from)) {
            for (long at = 0; at < length; ) {
                int count = (int) Math.min(buffer.length, length - at);
                source.readFully(buffer, 0, count, at);
                target.write(buffer, 0, count, at);
                at += count;
            }
        }
    }

    private void replace(String name, Content content) {
        String staged = name + StoreFileKind.STAGED_SUFFIX;
        try (StoreFile target = fs.createNew(staged)) {
            content.writeTo(target);
            target.sync(SyncMode.ALL);
        }
        fs.rename(staged, name);
        fs.syncDirectory();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(StoreFile target);
    }
}
