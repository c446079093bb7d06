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
import io.batpak.segment.SegmentAppender;
import io.batpak.segment.SegmentCopy;
import io.batpak.segment.SegmentName;
import io.batpak.segment.SegmentScan;
import io.batpak.segment.Tail;
import io.batpak.sidecar.AtomicFile;
import io.batpak.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Removes what must not stay, and cuts off what a crash left unfinished, so that a reader of 0.9.0 can open
/// the directory as well.
///
/// What a crash cannot have finished goes. Whole frames behind a sector that never reached the disk may go only
/// because no sync can have covered them, which the zeros say and nothing proves: those bytes are kept in a file
/// beside the segment.
///
/// Runs under the directory lock, before the new segment exists. A torn tail is cut in place only where the
/// file is the newest and has no other name; everything else is copied, synced and renamed over the old file,
/// so that a crash in here leaves either the old bytes or the new ones. Running it again changes nothing.
final class Repair {
    private final StoreFs fs;
    private final Clock clock;
    private final List<OpenReport.Repair> repairs = new ArrayList<>();

    Repair(StoreFs fs, Clock clock) {
        this.fs = fs;
        this.clock = clock;
    }

    /// What [#remove] would do, without doing it.
    static List<OpenReport.Repair> plannedRemovals(StoreFs fs, List<OpenPlan.Removal> removals) {
        return removals.stream()
                .map(removal -> entry(removal, length(fs, removal.file()), false))
                .toList();
    }

    /// What [#cut] would do, without doing it.
    static List<OpenReport.Repair> plannedCuts(List<SegmentScan.Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.needsCut() || outcome.needsFooter())
                .map(outcome ->
                        outcome.needsFooter() ? newFooter(outcome, outcome.fileLength(), false) : entry(outcome, false))
                .toList();
    }

    /// Removes the files. They are gone for good once the new segment has its name; until then the next open would
    /// remove them again.
    List<OpenReport.Repair> remove(List<OpenPlan.Removal> removals) {
        for (OpenPlan.Removal removal : removals) {
            long length = length(fs, removal.file());
            fs.delete(removal.file());
            repairs.add(entry(removal, length, true));
        }
        return repairs;
    }

    /// Cuts every tail that needs it, and gives the newest segment a new footer if it needs one; every segment has the
    /// name of its id by then.
    ///
    /// @param newest the highest segment id
    /// @param footer writes the footer of the newest segment
    List<OpenReport.Repair> cut(List<SegmentScan.Outcome> outcomes, long newest, SegmentAppender.FooterSource footer) {
        for (SegmentScan.Outcome outcome : outcomes) {
            if (outcome.needsFooter()) {
                repairs.add(withFooter(outcome, footer));
            } else if (outcome.needsCut()) {
                cut(outcome, outcome.segment() == newest);
                repairs.add(entry(outcome, true));
            } else if (!outcome.footerProven() || outcome.segment() == newest) {
                makeDurable(outcome);
            }
        }
        return repairs;
    }

    private static long length(StoreFs fs, String name) {
        return fs.facts(name).map(FileFacts::length).orElse(0L);
    }

    private static OpenReport.Repair entry(OpenPlan.Removal removal, long length, boolean done) {
        return new OpenReport.Repair(removal.file(), "removed " + removal.why(), length, 0, done);
    }

    private static OpenReport.Repair entry(SegmentScan.Outcome outcome, boolean done) {
        boolean unborn = outcome.tail() == Tail.NO_PREAMBLE;
        String what = switch (outcome.tail()) {
            case NO_PREAMBLE -> "finished the preamble of a segment whose creation was interrupted";
            case CLEAN -> "cut off a batch that was never committed";
            case LOST_SECTOR -> "cut off an end with a sector that never got out, kept as " + keptName(outcome);
            default -> "cut off an unfinished end (" + outcome.tail() + ")";
        };
        long toLength = unborn ? Preamble.encode(outcome.segment(), 1L << 60).length : outcome.wholeEnd();
        return new OpenReport.Repair(
                SegmentName.of(outcome.segment()).fileName(), what, outcome.fileLength(), toLength, done);
    }

    /// The numbers that its events have been given are told for good. Once there is a newer segment, the rows of the
    /// damaged footer would not be believed.
    private OpenReport.Repair withFooter(SegmentScan.Outcome outcome, SegmentAppender.FooterSource footer) {
        String name = SegmentName.of(outcome.segment()).fileName();
        AtomicFile.write(fs, name, target -> {
            SegmentCopy.copy(fs, name, outcome.wholeEnd(), target);
            footer.writeTo(outcome.wholeEnd(), new Appending(target, outcome.wholeEnd()));
        });
        return newFooter(outcome, length(fs, name), true);
    }

    private static OpenReport.Repair newFooter(SegmentScan.Outcome outcome, long toLength, boolean done) {
        return new OpenReport.Repair(
                SegmentName.of(outcome.segment()).fileName(),
                "wrote its damaged footer anew",
                outcome.fileLength(),
                toLength,
                done);
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
        if (outcome.tail() == Tail.LOST_SECTOR) {
            AtomicFile.write(
                    fs,
                    keptName(outcome),
                    target -> SegmentCopy.copy(fs, name, outcome.wholeEnd(), outcome.fileLength(), target));
        }
        if (outcome.tail() == Tail.NO_PREAMBLE) {
            byte[] preamble = Preamble.encode(outcome.segment(), clock.wallNanos());
            AtomicFile.write(fs, name, preamble);
        } else if (newest && facts.links() == 1 && !facts.symbolicLink()) {
            try (StoreFile file = fs.openExisting(name)) {
                file.truncate(outcome.wholeEnd());
                file.sync(SyncMode.ALL);
            }
        } else {
            AtomicFile.write(fs, name, target -> SegmentCopy.copy(fs, name, outcome.wholeEnd(), target));
        }
    }

    /// Both lengths, so that a second cut of the same segment keeps what the first has kept.
    private static String keptName(SegmentScan.Outcome outcome) {
        return SegmentName.of(outcome.segment()).fileName() + ".cut-" + outcome.wholeEnd() + "-" + outcome.fileLength();
    }

    /// Writes behind what is in a file.
    private static final class Appending implements SegmentAppender.Output {
        private final StoreFile file;
        private long at;

        Appending(StoreFile file, long at) {
            this.file = file;
            this.at = at;
        }

        @Override
        public void accept(byte[] bytes, int from, int length) {
            file.write(bytes, from, length, at);
            at += length;
        }
    }
}
