package io.batpak.model;

import java.util.List;

/// What a backup did. Everything it tells of is durable. Immutable.
///
/// @param number number of the manifest in the backup directory, from 1
/// @param manifest what the backup consists of
/// @param manifestHash the hash of the manifest
/// @param objectsCopied how many files had to be copied
/// @param bytesCopied their length, bytes
/// @param objectsPresent how many files were there already
/// @param bytesPresent their length, bytes
/// @param objectsReplaced how many of the copied ones replace a damaged file; only looked for when asked to
/// @param manifestsRemoved how many older manifests were removed
/// @param objectsRemoved how many files were removed because no manifest names them any more
/// @param bytesRemoved their length, bytes
/// @param unreadableManifests file names of older manifests that cannot be read; while there is one, nothing
///     is removed
public record BackupReport(
        long number,
        BackupManifest manifest,
        Hash manifestHash,
        int objectsCopied,
        long bytesCopied,
        int objectsPresent,
        long bytesPresent,
        int objectsReplaced,
        int manifestsRemoved,
        int objectsRemoved,
        long bytesRemoved,
        List<String> unreadableManifests) {
    /// Keeps its own copy of the list.
    public BackupReport {
        unreadableManifests = List.copyOf(unreadableManifests);
    }
}
