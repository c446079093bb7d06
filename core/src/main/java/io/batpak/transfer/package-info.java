/// Taking a journal as a whole, or its events, to another place.
///
/// A copy (`StoreCopies`: snapshot and fork) fixes a point in the log, then reads files that no longer change. It
/// is made in a staging directory beside its destination and put in place by a rename (`Destination`), so that
/// whatever happens the destination holds what it held before, nothing, or a whole copy. `StoreFiles` knows which
/// files a copy may replace, `CopyPlan` what becomes of each file of the source.
///
/// A backup directory holds numbered manifests and the files they name by their hash. `BackupRun` adds what is
/// missing and writes the manifest last; `Pruning` removes what no manifest names; `RestoreRun` copies a
/// manifest's files beside the destination, proves them and renames the whole; `BackupCheck` only looks.
///
/// An import (`Importer`) goes through a frozen view of the source, leaves out what is here already without reading
/// its payload, reads the rest in large pieces, and appends it in batches of which several are under way at once
/// (`Shipments`). The key of an imported event is made of the name of its source and its id there (`ImportKeys`), so
/// that an import can be repeated.
///
/// Uses: `write`, `read`, `sidecar`, `segment`, `index`, `format`, `fs`, `model`, `error`, `hash`. Used by: the root
/// package.
/// Threads: everything is confined to its caller and runs beside writers and readers; two copies of one source
/// exclude each other, and so do two to one destination. Crash windows: docs/guarantees.md. Bytes:
/// docs/formats/backup.md.
@NullMarked
package io.batpak.transfer;

import org.jspecify.annotations.NullMarked;
