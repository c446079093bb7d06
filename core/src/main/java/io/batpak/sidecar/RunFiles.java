package io.batpak.sidecar;

import io.batpak.error.IndexRunDamageException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.RunFile;
import io.batpak.format.RunSegment;
import io.batpak.format.RunSource;
import io.batpak.format.RunWriter;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.segment.SegmentName;
import java.util.List;
import java.util.Optional;

/// `NNNNNN-NNNNNN.fbx`: index runs, which repeat what finished segments hold so that an open need not read
/// them. Every one of them may be deleted while the journal is closed.
///
/// Threads: static methods; files are written and deleted under the directory lock.
public final class RunFiles {
    /// Runs of this many bytes in total are checked as a whole, which takes two milliseconds; more would be felt.
    private static final long VERIFIED_BYTES_MAX = 8L << 20;

    private RunFiles() {}

    /// A run that is used.
    ///
    /// @param name its name
    /// @param file its contents; mapped as long as anybody holds it
    /// @param fileLength length of the file, bytes
    public record Used(RunName name, RunFile file, long fileLength) {}

    /// A file that is of no use.
    ///
    /// @param fileName its name
    /// @param why the reason in plain words, without the name
    public record Discarded(String fileName, String why) {}

    /// Which runs are used.
    ///
    /// @param used a chain without a gap from the first segment of the directory on, in log order
    /// @param discarded runs that the writable open should delete
    public record Choice(List<Used> used, List<Discarded> discarded) {
        /// How many of the directory's segments, from the first on, the runs cover.
        public int segmentsCovered() {
            return used.stream().mapToInt(run -> run.file().segments().size()).sum();
        }

        /// How many rows the runs have.
        public long rows() {
            return used.stream().mapToLong(run -> run.file().rows()).sum();
        }
    }

    /// Finds the runs that describe the segments on disk, the widest first.
    ///
    /// A run counts if it covers exactly the directory's segments between its first and its last, and each of
    /// them still has the length, the time of creation and the last bytes that the run has seen. Runs of up to
    /// 8 MiB in total are checked as a whole, later ones block by block as they are read. Changes nothing.
    ///
    /// @param names what the directory lists; names that are not those of runs are passed over
    /// @param segments the segments of the directory in log order
    /// @param wholly whether all runs are checked as a whole, however large they are
    /// @throws io.batpak.fs.StoreIoException if a segment cannot be read
    public static Choice choose(StoreFs fs, List<String> names, List<SegmentName> segments, boolean wholly) {
        return new RunChoice(fs, names, segments, wholly ? Long.MAX_VALUE : VERIFIED_BYTES_MAX).choose();
    }

    /// What identifies a segment, as it lies on disk now; empty if it has no readable preamble.
    ///
    /// @param framesEnd offset where its frames end
    /// @param footerProven whether a footer with a checksum ends the file and proved itself
    /// @param rows how many rows of a run lie in it
    /// @throws io.batpak.fs.StoreIoException if it is missing or cannot be read
    public static Optional<RunSegment> identify(
            StoreFs fs, SegmentName segment, long framesEnd, boolean footerProven, int rows) {
        try (StoreFile file = fs.openReadOnly(segment.fileName())) {
            return SegmentIdentity.of(file)
                    .map(identity -> new RunSegment(
                            segment.id(),
                            identity.length(),
                            identity.createdNanos(),
                            identity.tailCrc(),
                            framesEnd,
                            footerProven,
                            footerProven ? identity.footerCrc() : 0,
                            rows));
        }
    }

    /// Writes a run durably and returns its name; a file of the same name is replaced. See [AtomicFile] for
    /// what a failure leaves.
    ///
    /// @param segments at least one; ascending, with the number of rows of the source in each
    /// @throws IllegalArgumentException if rows and segments do not fit; see [RunWriter#write]
    /// @throws io.batpak.fs.StoreIoException what the disk said; `INVALID_INPUT` if the name is a symbolic
    ///     link
    public static RunName write(StoreFs fs, RunSource source, List<RunSegment> segments) {
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a run covers at least one segment");
        }
        RunName name = new RunName(segments.getFirst().id(), segments.getLast().id());
        AtomicFile.write(fs, name.fileName(), content(source, segments));
        return name;
    }

    /// What a run of these rows consists of.
    static AtomicFile.Content content(RunSource source, List<RunSegment> segments) {
        return file -> {
            long[] at = new long[1];
            RunWriter.write(source, segments, (bytes, from, length) -> {
                file.write(bytes, from, length, at[0]);
                at[0] += length;
            });
        };
    }

    /// Maps a run that was just written.
    ///
    /// @throws IndexRunDamageException if it is not one
    /// @throws io.batpak.fs.StoreIoException if it is missing or cannot be read
    public static RunFile open(StoreFs fs, RunName name) {
        return open(fs, name, name.fileName());
    }

    /// The same for a run that has another name for now.
    static RunFile open(StoreFs fs, RunName name, String fileName) {
        try (StoreFile file = fs.openReadOnly(fileName)) {
            return switch (RunFile.open(name.fileName(), file.mapUntilUnreachable())) {
                case Decoded.Ok<RunFile>(RunFile run) -> run;
                case Decoded.Damaged<RunFile>(Damage damage) ->
                    throw new IndexRunDamageException(name.fileName(), damage.toString());
            };
        }
    }

    /// Deletes files durably, with one sync of the directory. Mappings of them stay readable.
    ///
    /// @throws io.batpak.fs.StoreIoException what the disk said; some may be deleted then
    public static void delete(StoreFs fs, List<String> fileNames) {
        fileNames.forEach(fs::delete);
        if (!fileNames.isEmpty()) {
            fs.syncDirectory();
        }
    }
}
