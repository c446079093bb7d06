package io.batpak.transfer;

import io.batpak.format.Decoded;
import io.batpak.format.SegmentDigests;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.Hash;
import io.batpak.sidecar.AtomicFile;
import io.batpak.sidecar.SegmentIdentity;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What finished segments hash to, remembered from one backup to the next. Without it, or when it is damaged,
/// segments are read again.
final class DigestCache {
    private static final int BYTES_MAX = 256 << 20;

    private final Map<SegmentDigests.Key, Hash> digests;
    private final Set<SegmentDigests.Key> used = new HashSet<>();

    private DigestCache(Map<SegmentDigests.Key, Hash> digests) {
        this.digests = digests;
    }

    /// What an earlier backup left in the directory.
    static DigestCache load(StoreFs directory) {
        if (directory.facts(BackupNames.DIGESTS).isEmpty()) {
            return new DigestCache(new LinkedHashMap<>());
        }
        byte[] bytes;
        try (StoreFile file = directory.openReadOnly(BackupNames.DIGESTS)) {
            if (file.length() > BYTES_MAX) {
                return new DigestCache(new LinkedHashMap<>());
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        }
        return new DigestCache(
                SegmentDigests.decode(bytes)
                                instanceof
                                Decoded.Ok<Map<SegmentDigests.Key, Hash>>(Map<SegmentDigests.Key, Hash> found)
                        ? found
                        : new LinkedHashMap<>());
    }

    /// What tells a segment file from others; empty when its beginning cannot be read.
    static Optional<SegmentDigests.Key> keyOf(long segmentId, StoreFile file) {
        return SegmentIdentity.of(file)
                .map(identity -> new SegmentDigests.Key(
                        segmentId, identity.length(), identity.createdNanos(), identity.tailCrc()));
    }

    /// What a segment hashes to, if it is remembered.
    Optional<Hash> find(SegmentDigests.Key key) {
        return Optional.ofNullable(digests.get(key));
    }

    /// Remembers a segment for the next backup.
    void put(SegmentDigests.Key key, Hash digest) {
        digests.put(key, digest);
        used.add(key);
    }

    /// Forgets what was not put in since it was loaded.
    void forgetOthers() {
        digests.keySet().retainAll(used);
    }

    /// Writes it, durably.
    void save(StoreFs directory) {
        AtomicFile.write(directory, BackupNames.DIGESTS, SegmentDigests.encode(digests));
    }
}
