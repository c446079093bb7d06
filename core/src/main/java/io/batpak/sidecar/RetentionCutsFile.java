package io.batpak.sidecar;

import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.RetentionCuts;
import io.batpak.format.RetentionCuts.Cut;
import io.batpak.fs.IoKind;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.fs.StoreIoException;
import io.batpak.segment.SegmentBirth;
import io.batpak.segment.SegmentName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// `retention_cuts.fbrc`: which links lead nowhere because a compaction dropped their target on purpose.
///
/// A compaction declares its cuts before its segment has a name. A record counts only while the segment that it
/// is about is there, so one of a compaction that never happened says nothing. A lost or damaged file costs no
/// event: its links are reported as dangling, as 0.9.0 does.
///
/// Threads: written by one at a time, under the directory lock.
public final class RetentionCutsFile {
    /// Its name.
    public static final String NAME = "retention_cuts.fbrc";

    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final int BYTES_MAX = 64 << 20;

    private RetentionCutsFile() {}

    /// What the file told.
    ///
    /// @param cuts those of segments that are there; none when the file is missing or damaged
    /// @param notice what the open report says about it; empty when all is well
    public record Loaded(RetentionCuts cuts, Optional<String> notice) {}

    /// Reads the file; follows a symbolic link. A missing file declares nothing and is no finding.
    ///
    /// @throws StoreIoException if a segment cannot be read that the file is about
    public static Loaded load(StoreFs fs) {
        Loaded before = collect(fs);
        while (true) {
            Loaded again = collect(fs);
            if (again.equals(before)) {
                return again;
            }
            before = again; // a compaction has put an output in the place of a segment between two looks
        }
    }

    private static Loaded collect(StoreFs fs) {
        Loaded stored = readable(fs);
        return new Loaded(there(fs, stored.cuts()), stored.notice());
    }

    private static RetentionCuts there(StoreFs fs, RetentionCuts all) {
        return new RetentionCuts(
                all.records().stream().filter(cut -> isThere(fs, cut)).toList());
    }

    /// For who only reads: what the disk does not give today is reported, and is there tomorrow.
    private static Loaded readable(StoreFs fs) {
        try {
            return stored(fs);
        } catch (StoreIoException e) {
            return lost(String.valueOf(e.getMessage()));
        }
    }

    /// For who writes it anew: what the disk does not give must not be overwritten.
    private static Loaded stored(StoreFs fs) {
        byte[] bytes;
        try (StoreFile file = fs.openReadOnly(NAME)) {
            if (file.length() > BYTES_MAX) {
                return lost("it has " + file.length() + " bytes");
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return new Loaded(RetentionCuts.NONE, Optional.empty());
            }
            throw e;
        }
        return switch (RetentionCuts.decode(bytes)) {
            case Decoded.Ok<RetentionCuts>(RetentionCuts cuts) -> new Loaded(cuts, Optional.empty());
            case Decoded.Damaged<RetentionCuts>(Damage damage) -> lost(damage.toString());
        };
    }

    private static Loaded lost(String why) {
        String notice = NAME + " cannot be used (" + why + "): links to dropped events are reported as dangling";
        return new Loaded(RetentionCuts.NONE, Optional.of(notice));
    }

    private static boolean isThere(StoreFs fs, Cut cut) {
        try {
            OptionalLong born =
                    SegmentBirth.nanos(fs, SegmentName.of(cut.segment()).fileName());
            return born.isPresent() && born.getAsLong() == cut.createdNanos();
        } catch (StoreIoException e) {
            if (e.ioKind() == IoKind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    /// Declares the cuts of a compaction output, durably, before the output has its name. What else is declared
    /// stays, also of outputs that are not there yet.
    ///
    /// @param outputId id of the segment to come
    /// @param createdNanos what its preamble says, nanoseconds since 1970
    /// @param marks [RetentionCuts#mark] of the events that are dropped or emptied
    /// @throws StoreIoException what the disk said, also where it only had to be read; the old file is there then
    public static void add(StoreFs fs, long outputId, long createdNanos, long[] marks) {
        add(fs, outputId, createdNanos, List.of(), marks);
    }

    /// The same, and what earlier compactions have declared through segments that now become sources is declared
    /// through the output as well: their records cease to count when they are deleted.
    ///
    /// @param sources ids of the segments that the output replaces
    public static void add(StoreFs fs, long outputId, long createdNanos, Collection<Long> sources, long[] marks) {
        List<Cut> stored = new ArrayList<>(stored(fs).cuts().records());
        LongStream inherited = stored.stream()
                .filter(cut -> sources.contains(cut.segment()) && isThere(fs, cut))
                .flatMapToLong(cut -> LongStream.of(cut.marks()));
        long[] all = LongStream.concat(inherited, LongStream.of(marks)).toArray();
        if (all.length > 0) {
            stored.removeIf(cut -> cut.segment() == outputId && cut.createdNanos() == createdNanos);
            stored.add(new Cut(outputId, createdNanos, all));
            write(fs, new RetentionCuts(stored));
        }
    }

    /// Forgets the records whose segment is not there; whether there were any. To be called when no output is
    /// about to get its name.
    ///
    /// @throws StoreIoException what the disk said; the old file or the new one is there then
    public static boolean prune(StoreFs fs) {
        RetentionCuts all = stored(fs).cuts();
        RetentionCuts there = there(fs, all);
        if (all.equals(there)) {
            return false;
        }
        if (there.records().isEmpty()) {
            AtomicFile.remove(fs, NAME);
        } else {
            write(fs, there);
        }
        return true;
    }

    private static void write(StoreFs fs, RetentionCuts cuts) {
        byte[] bytes = cuts.encode();
        if (bytes.length > BYTES_MAX) {
            LOG.log(System.Logger.Level.WARNING, "too many cuts to declare: their links will be reported as dangling");
            return;
        }
        AtomicFile.write(fs, NAME, bytes);
    }
}
