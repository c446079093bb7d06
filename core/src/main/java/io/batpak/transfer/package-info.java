/// Taking a journal as a whole, or its events, to another place.
///
/// A copy (`StoreCopies`: snapshot and fork) fixes a point in the log, then reads files that no longer change. It
/// is made in a staging directory beside its destination and put in place by a rename (`Destination`), so that
/// whatever happens the destination holds what it held before, nothing, or a whole copy. `StoreFiles` knows which
/// files a copy may replace, `CopyPlan` what becomes of each file of the source.
///
/// Uses: `write`, `sidecar`, `segment`, `format`, `fs`, `model`, `error`, `hash`. Used by: the root package.
/// Threads: a copy is confined to its caller and runs beside writers and readers; two copies of one source exclude
/// each other, and so do two to one destination. Crash windows: docs/guarantees.md.
@NullMarked
package io.batpak.transfer;

import org.jspecify.annotations.NullMarked;
