/// Backups: made, checked and restored.
///
/// A backup directory holds numbered manifests and the files they name by their hash. `BackupRun` adds what is
/// missing and writes the manifest last; `Pruning` removes what no manifest names; `RestoreRun` copies a
/// manifest's files beside the destination, proves them and renames the whole; `BackupCheck` only looks.
///
/// Uses: `write`, `sidecar`, `segment`, `format`, `fs`, `hash`, `model`, `error`. Used by: the root package.
/// Threads: one backup, check or restore of one directory at a time, which a lock in it sees to.
/// Bytes: docs/formats/backup.md
@NullMarked
package io.batpak.transfer;

import org.jspecify.annotations.NullMarked;
