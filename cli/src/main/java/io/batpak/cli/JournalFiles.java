package io.batpak.cli;

import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The files of a journal directory as a person sees them, and the checks before a command touches it.
final class JournalFiles {
    private static final Pattern SEGMENT = Pattern.compile("([0-9]+)\\.fbat");
    private static final int MAGIC_BYTES = 4;
    private static final String FOOTER_MAGIC = "SDX";

    private JournalFiles() {}

    /// A segment file; `footer` is its version, for example `SDX3`, or `none`.
    record SegmentFile(long id, String name, long length, String footer) {}

    /// The segments of a directory by id, and the other files as `name length`.
    record Listing(List<SegmentFile> segments, List<OtherFile> others) {}

    /// A file that is no segment.
    record OtherFile(String name, long length) {}

    /// Opens for reading what must already be a journal: a directory with a segment in it.
    static StoreReader open(Path directory) {
        requireJournal(directory);
        return StoreReader.open(StoreConfig.in(directory).build());
    }

    /// Refuses what is no journal before anything is created in it.
    static void requireJournal(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new UsageException(
                    Files.exists(directory)
                            ? directory + " is not a directory"
                            : directory + " does not exist; give the directory of a journal");
        }
        if (list(directory).segments().isEmpty()) {
            throw new UsageException(directory + " holds no journal: no segment file (000001.fbat) in it");
        }
    }

    /// Whether `directory` is missing or has no entry at all.
    static boolean isFresh(Path directory) {
        if (!Files.exists(directory)) {
            return true;
        }
        String[] names = directory.toFile().list();
        return names != null && names.length == 0;
    }

    static Listing list(Path directory) {
        StoreFs fs = StoreFs.local(directory);
        List<SegmentFile> segments = new ArrayList<>();
        List<OtherFile> others = new ArrayList<>();
        for (String name : fs.list()) {
            long length = fs.facts(name).map(facts -> facts.length()).orElse(0L);
            Matcher matcher = SEGMENT.matcher(name);
            if (matcher.matches()) {
                segments.add(new SegmentFile(segmentId(matcher.group(1)), name, length, footer(fs, name)));
            } else {
                others.add(new OtherFile(name, length));
            }
        }
        segments.sort((left, right) -> Long.compareUnsigned(left.id(), right.id()));
        return new Listing(segments, others);
    }

    private static long segmentId(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new UsageException(digits + ".fbat: the number is no segment id");
        }
    }

    private static String footer(StoreFs fs, String name) {
        try (StoreFile file = fs.openReadOnly(name)) {
            long length = file.length();
            byte[] magic = new byte[MAGIC_BYTES];
            if (length < MAGIC_BYTES) {
                return "none";
            }
            file.readFully(magic, 0, MAGIC_BYTES, length - MAGIC_BYTES);
            String text = new String(magic, StandardCharsets.ISO_8859_1);
            return text.startsWith(FOOTER_MAGIC) ? Text.printable(text) : "none";
        }
    }
}
