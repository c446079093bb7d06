package io.batpak.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// What an import takes from its source, and under which name. Immutable; each method that takes a value returns
/// new options in which that value is replaced.
///
/// The namespace stands for the source. Together with the id of an event it makes the id of the imported one, so an
/// event that was imported under a namespace is never imported under it again; under another one it is.
public final class ImportOptions {
    /// How many events are appended at once unless said otherwise.
    public static final int CHUNK_SIZE = 256;

    private static final Predicate<Entry> EVERYTHING = Objects::nonNull;

    private final String sourceNamespace;
    private final Region region;
    private final OptionalLong after;
    private final int chunkSize;
    private final Predicate<Entry> filter;

    private ImportOptions(
            String sourceNamespace, Region region, OptionalLong after, int chunkSize, Predicate<Entry> filter) {
        this.sourceNamespace = sourceNamespace;
        this.region = region;
        this.after = after;
        this.chunkSize = chunkSize;
        this.filter = filter;
    }

    /// Everything from the source that this namespace stands for.
    ///
    /// @throws InvalidArgumentException if the namespace is empty or has an unpaired surrogate
    public static ImportOptions from(String sourceNamespace) {
        if (sourceNamespace.isEmpty()) {
            throw new InvalidArgumentException("sourceNamespace", "empty", "at least one character");
        }
        if (!Utf8.isWellFormed(sourceNamespace)) {
            throw new InvalidArgumentException(
                    "sourceNamespace", "text with an unpaired surrogate", "well-formed text");
        }
        return new ImportOptions(sourceNamespace, Region.all(), OptionalLong.empty(), CHUNK_SIZE, EVERYTHING);
    }

    /// A namespace for a source that has no name but its place: `data-dir:` and the BLAKE3 of the path in
    /// lower-case hexadecimal digits, as in the reference.
    ///
    /// @param canonicalPath the directory of the source without links and dots, as its `diagnostics().directory()`
    ///     tells; another spelling is another namespace
    public static String namespaceOf(String canonicalPath) {
        byte[] bytes = canonicalPath.getBytes(StandardCharsets.UTF_8);
        return "data-dir:" + Hash.blake3(bytes).hex();
    }

    /// Only events of this region of the source.
    public ImportOptions region(Region value) {
        return new ImportOptions(sourceNamespace, value, after, chunkSize, filter);
    }

    /// Only events of the source behind this sequence; to go on where an earlier import ended, its
    /// `sourceHighWatermark`.
    public ImportOptions after(long sequence) {
        return new ImportOptions(sourceNamespace, region, OptionalLong.of(sequence), chunkSize, filter);
    }

    /// Appends at most so many events at once; the limits of the destination hold as well. What is imported does
    /// not depend on it.
    ///
    /// @throws InvalidArgumentException if it is below 1
    public ImportOptions chunkSize(int events) {
        if (events < 1) {
            throw new InvalidArgumentException("chunkSize", events, "1 or more");
        }
        return new ImportOptions(sourceNamespace, region, after, events, filter);
    }

    /// Only events that this lets pass. Asked once for each event that is not of a reserved kind, in commit order,
    /// on the thread of the import; what it throws ends the import.
    public ImportOptions filter(Predicate<Entry> value) {
        return new ImportOptions(sourceNamespace, region, after, chunkSize, value);
    }

    /// The name of the source, not empty.
    public String sourceNamespace() {
        return sourceNamespace;
    }

    /// The region of the source.
    public Region region() {
        return region;
    }

    /// The sequence behind which the import begins; empty for the start of the source.
    public OptionalLong after() {
        return after;
    }

    /// How many events are appended at once, at most; 1 or more.
    public int chunkSize() {
        return chunkSize;
    }

    /// What lets events pass.
    public Predicate<Entry> filter() {
        return filter;
    }

    /// Everything but the filter, for people.
    @Override
    public String toString() {
        return "from " + sourceNamespace + ", " + region + (after.isPresent() ? ", after " + after.getAsLong() : "")
                + ", chunks of " + chunkSize;
    }
}
