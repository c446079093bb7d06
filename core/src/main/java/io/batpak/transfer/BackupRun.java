package io.batpak.transfer;

import io.batpak.format.BackupManifests;
import io.batpak.format.ByteSource;
import io.batpak.format.ManifestFile;
import io.batpak.format.SegmentDigests;
import io.batpak.fs.DirectoryLock;
import io.batpak.fs.LockMode;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifest.SegmentRef;
import io.batpak.model.BackupManifestEnvelope;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.BackupOptions;
import io.batpak.model.BackupReport;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import io.batpak.sidecar.AtomicFile;
import io.batpak.write.Housekeeping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/// Adds what a backup directory lacks of a journal, and then a manifest that names all of it.
///
/// Objects first, the manifest last: a crash leaves objects without a manifest, which the next run finds and
/// need not copy again, and never a manifest without its objects. The journal goes on meanwhile; what is
/// appended after the point is not in the backup.
public final class BackupRun {
    /// Revision of what the objects of a backup are.
    private static final long LAYOUT_REVISION = 1;

    /// How much is copied before the digests are written down, so that a run that is cut off loses little.
    private static final long SAVE_BYTES = 64 << 20;

    private static final String FOOTER_MAGIC = "SDX";
    private static final int FOOTER_MAGIC_BYTES = 4;

    private final BackupSource source;
    private final StoreFs directory;
    private final BackupOptions options;
    private final ObjectFiles objects;
    private final DigestCache digests;
    private final List<SegmentRef> segments = new ArrayList<>();
    private final List<Attestation> sideFiles = new ArrayList<>();
    private int copied;
    private long copiedBytes;
    private int present;
    private long presentBytes;
    private int replaced;
    private long unsavedBytes;
    private boolean withoutFooter;

    private BackupRun(BackupSource source, StoreFs directory, BackupOptions options) {
        this.source = source;
        this.directory = directory;
        this.options = options;
        this.objects = new ObjectFiles(directory);
        this.digests = DigestCache.load(directory);
    }

    /// A backup to be made.
    ///
    /// @param source the directory of the journal
    /// @param destination the backup directory
    /// @param options how
    /// @param wallMillis what time it is, milliseconds since 1970
    public record Order(StoreFs source, StoreFs destination, BackupOptions options, long wallMillis) {}

    /// Makes a backup of an open journal. Nothing else may reshape the journal meanwhile.
    ///
    /// @throws io.batpak.error.VisibilityFenceActiveException while a fence is active
    /// @throws io.batpak.fs.StoreIoException `INVALID_INPUT`, `ALREADY_EXISTS`, `STORAGE_FULL` when the
    ///     destination will not do, before anything is touched there; else what a disk said
    /// @throws io.batpak.fs.StoreLockedException when somebody else works in the destination
    public static BackupReport run(Order order, Housekeeping housekeeping) {
        BackupPlace.requireForBackup(order.source(), order.destination());
        Housekeeping.Point point = housekeeping.fix();
        housekeeping.awaitSealed(); // a footer that comes later would be copied as a segment of its own
        BackupSource source = BackupSource.upTo(order.source(), point);
        StoreFs directory = order.destination();
        BackupPlace.requireSpace(directory, missingBytes(source, directory));
        BackupPlace.createDurably(directory);
        try (DirectoryLock _ = directory.lock(BackupNames.LOCK, LockMode.MUTABLE)) {
            return new BackupRun(source, directory, order.options()).run(order.wallMillis());
        }
    }

    /// How many bytes of segments are to be copied, as far as earlier backups tell.
    private static long missingBytes(BackupSource source, StoreFs directory) {
        if (!directory.exists()) {
            return source.segments().stream()
                    .mapToLong(BackupSource.Segment::length)
                    .sum();
        }
        DigestCache known = DigestCache.load(directory);
        ObjectFiles there = new ObjectFiles(directory);
        long bytes = 0;
        for (BackupSource.Segment segment : source.segments()) {
            if (segment.prefix().isPresent()) {
                bytes += segment.length();
                continue;
            }
            try (StoreFile file = source.fs().openReadOnly(segment.name().fileName())) {
                Optional<Hash> digest =
                        DigestCache.keyOf(segment.name().id(), file).flatMap(known::find);
                bytes += digest.isPresent() && there.has(digest.get(), file.length()) ? 0 : file.length();
            }
        }
        return bytes;
    }

    private BackupReport run(long wallMillis) {
        for (BackupSource.Segment segment : source.segments()) {
            Hash digest = segment(segment);
            segments.add(new SegmentRef(segment.name().id(), digest));
        }
        sideFiles();
        digests.forgetOthers();
        digests.save(directory); // which syncs the names of the objects, before the manifest counts on them
        long number = number();
        BackupManifestEnvelope envelope = envelope(wallMillis);
        AtomicFile.write(directory, BackupNames.manifest(number), ManifestFile.encode(envelope));
        return report(number, envelope.body(), Pruning.of(directory, options.keepManifests()));
    }

    private long number() {
        TreeSet<Long> numbers = Manifest.numbers(directory);
        if (numbers.isEmpty()) {
            BackupPlace.parent(directory).syncDirectory(); // a run that was killed may not have come to it
            return 1;
        }
        return numbers.last() + 1;
    }

    private Hash segment(BackupSource.Segment segment) {
        try (StoreFile file = source.fs().openReadOnly(segment.name().fileName())) {
            long length = segment.length(file);
            Optional<SegmentDigests.Key> key = segment.prefix().isPresent()
                    ? Optional.empty()
                    : DigestCache.keyOf(segment.name().id(), file);
            withoutFooter |= segment.prefix().isEmpty() && !endsInFooter(file, length);
            Hash digest = object(HashedCopy.bytesOf(file), length, known(key));
            key.ifPresent(finished -> digests.put(finished, digest));
            return digest;
        }
    }

    private static boolean endsInFooter(StoreFile file, long length) {
        byte[] end = new byte[FOOTER_MAGIC_BYTES];
        if (length < end.length) {
            return false;
        }
        file.readFully(end, 0, end.length, length - end.length);
        return new String(end, StandardCharsets.ISO_8859_1).startsWith(FOOTER_MAGIC);
    }

    private Optional<Hash> known(Optional<SegmentDigests.Key> key) {
        return options.verifyExisting() ? Optional.empty() : key.flatMap(digests::find);
    }

    /// Makes sure that bytes are in the directory.
    ///
    /// @param known what they hash to, if that is known
    private Hash object(ByteSource bytes, long length, Optional<Hash> known) {
        boolean mayBeHere = known.isPresent() || options.verifyExisting() || objects.mayHave(length);
        if (mayBeHere) {
            Hash digest = known.orElseGet(() -> HashedCopy.hash(bytes, length));
            if (objects.has(digest, length) && isGood(digest)) {
                present++;
                presentBytes += length;
                return digest;
            }
        }
        Hash digest = objects.put(bytes, length);
        count(length);
        return digest;
    }

    private boolean isGood(Hash digest) {
        if (!options.verifyExisting() || objects.isIntact(digest)) {
            return true;
        }
        replaced++;
        return false;
    }

    private void count(long length) {
        copied++;
        copiedBytes += length;
        unsavedBytes += length;
        if (unsavedBytes >= SAVE_BYTES) {
            digests.save(directory);
            unsavedBytes = 0;
        }
    }

    private void sideFiles() {
        if (!source.point().hidden().isEmpty()) {
            sideFile(SideFile.VISIBILITY_RANGES, source.point().hidden().encode());
        }
        if (!source.point().keys().isEmpty()) {
            attest(SideFile.IDEMPOTENCY, keys(new KeysFile(source.point().keys())));
        }
        copyIfThere(SideFile.RETENTION_CUTS);
        if (withoutFooter) { // what 0.9.0 compacted has none, and only an index may know its sequences
            copyIfThere(SideFile.MMAP_INDEX);
            copyIfThere(SideFile.CHECKPOINT);
        }
    }

    private void copyIfThere(SideFile kind) {
        if (source.fs().facts(kind.fileName()).isPresent()) {
            try (StoreFile file = source.fs().openReadOnly(kind.fileName())) {
                attest(kind, object(HashedCopy.bytesOf(file), file.length(), Optional.empty()));
            }
        }
    }

    private Hash keys(KeysFile keys) {
        Hash digest = keys.digest();
        if (objects.has(digest, keys.length()) && isGood(digest)) {
            present++;
            presentBytes += keys.length();
            return digest;
        }
        Hash written = objects.put(keys::writeTo);
        count(keys.length());
        return written;
    }

    private void sideFile(SideFile kind, byte[] bytes) {
        attest(kind, object(ByteSource.of(bytes), bytes.length, Optional.of(Hash.blake3(bytes))));
    }

    private void attest(SideFile kind, Hash digest) {
        sideFiles.add(new Attestation(kind.kindId(), Bytes.of(digest.toByteArray())));
    }

    /// The manifest in its envelope. Its id is the hash of the same envelope without an id.
    private BackupManifestEnvelope envelope(long wallMillis) {
        BackupManifestEnvelope nameless = envelope(Hash.ZERO, wallMillis);
        return envelope(Hash.blake3(BackupManifests.encode(nameless)), wallMillis);
    }

    private BackupManifestEnvelope envelope(Hash id, long wallMillis) {
        BackupManifest manifest = new BackupManifest(
                BackupManifest.SCHEMA_VERSION, id, LAYOUT_REVISION, options.toolingRevision(), segments);
        String note = "segment " + source.point().segment() + " up to byte "
                + source.point().offset();
        return new BackupManifestEnvelope(
                manifest,
                BackupManifestEnvelope.SCHEMA_VERSION,
                OptionalLong.of(wallMillis),
                Optional.of(note),
                List.of(),
                sideFiles);
    }

    private BackupReport report(long number, BackupManifest manifest, Pruning pruned) {
        return new BackupReport(
                number,
                manifest,
                BackupManifests.bodyHash(manifest),
                copied,
                copiedBytes,
                present,
                presentBytes,
                replaced,
                pruned.manifests(),
                pruned.objects(),
                pruned.bytes(),
                pruned.unreadable());
    }
}
