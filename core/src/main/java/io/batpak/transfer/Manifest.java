package io.batpak.transfer;

import io.batpak.error.BackupDamagedException;
import io.batpak.error.BackupMissingException;
import io.batpak.format.BackupManifests;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.ManifestFile;
import io.batpak.fs.StoreFile;
import io.batpak.fs.StoreFs;
import io.batpak.model.BackupManifest;
import io.batpak.model.BackupManifestEnvelope.Attestation;
import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/// One manifest of a backup directory, as it was read.
///
/// @param number its number, from 1
/// @param claimed the hash its file says the manifest has
/// @param body which segments there are
/// @param sideFiles the other files, by the hash of their bytes
record Manifest(long number, Hash claimed, BackupManifest body, Map<SideFile, Hash> sideFiles) {
    private static final long BYTES_MAX = 1 << 30;

    /// The numbers of the manifests in a directory, ascending.
    static TreeSet<Long> numbers(StoreFs directory) {
        TreeSet<Long> numbers = new TreeSet<>();
        for (String name : directory.list()) {
            BackupNames.numberIn(name).ifPresent(numbers::add);
        }
        return numbers;
    }

    /// Reads a manifest, the newest if no number is given.
    ///
    /// @throws BackupMissingException if it is not there
    /// @throws BackupDamagedException if it cannot be read
    static Manifest read(StoreFs directory, OptionalLong wanted) {
        TreeSet<Long> numbers = directory.exists() ? numbers(directory) : new TreeSet<>();
        if (numbers.isEmpty()) {
            throw new BackupMissingException(directory.directory(), "manifest of a backup");
        }
        long number = wanted.orElseGet(numbers::last);
        if (!numbers.contains(number)) {
            throw new BackupMissingException(directory.directory(), "manifest " + number);
        }
        return read(directory, number);
    }

    private static Manifest read(StoreFs directory, long number) {
        String name = BackupNames.manifest(number);
        byte[] bytes;
        try (StoreFile file = directory.openReadOnly(name)) {
            if (file.length() > BYTES_MAX) {
                throw new BackupDamagedException(name, file.length() + " bytes are more than a manifest has");
            }
            bytes = new byte[(int) file.length()];
            file.readFully(bytes, 0, bytes.length, 0);
        }
        return switch (ManifestFile.decode(bytes)) {
            case Decoded.Damaged<ManifestFile>(Damage damage) ->
                throw new BackupDamagedException(name, damage.toString());
            case Decoded.Ok<ManifestFile>(ManifestFile file) ->
                new Manifest(
                        number,
                        file.claimed(),
                        file.envelope().body(),
                        sideFiles(name, file.envelope().attestations()));
        };
    }

    /// What a manifest says about the other files. What this release does not know might be needed.
    private static Map<SideFile, Hash> sideFiles(String name, List<Attestation> attestations) {
        Map<SideFile, Hash> files = new EnumMap<>(SideFile.class);
        for (Attestation attestation : attestations) {
            Optional<SideFile> file = SideFile.of(attestation.kindId());
            if (file.isEmpty()) {
                throw new BackupDamagedException(
                        name, "it names a file of kind " + attestation.kindId() + ", which this release does not know");
            }
            byte[] digest = attestation.bytes().toByteArray();
            if (digest.length != Hash.BYTES || files.put(file.get(), Hash.of(digest)) != null) {
                throw new BackupDamagedException(
                        name, "what it says of " + file.get().fileName() + " makes no sense");
            }
        }
        return files;
    }

    /// Its file.
    String fileName() {
        return BackupNames.manifest(number);
    }

    /// What is wrong with it by itself.
    List<ManifestFinding> audit() {
        return BackupManifests.audit(body, Optional.of(claimed));
    }

    /// The hashes of all files it names.
    List<Hash> objects() {
        List<Hash> digests = new ArrayList<>(sideFiles.values());
        body.segments().forEach(segment -> digests.add(segment.bytesDigest()));
        return digests;
    }
}
