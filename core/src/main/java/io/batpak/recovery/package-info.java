/// Opening: what lies in the directory, what of it counts, what must be mended before the first new event.
///
/// `Inventory` names the files, `CompactionVerdict` decides which segments count when a compaction did not get
/// to its end, `Sources` finds out what the others are worth, `OpenPlan` decides from these facts alone where the
/// rows of each segment come from, `Restore` reads them into an index, `InterruptedCompaction` puts names right
/// and `Repair` mends what a crash left half done. These two and `Hiding` change what is there, and `Restore`
/// puts a long history into index runs as it reads; only for a writable open under the lock.
///
/// Uses: `sidecar`, `segment`, `index`, `format`, `fs`, `time`, `model`, `error`, `hash`. Used by: the root
/// package.
/// Threads: confined to the opening thread; `ReadAhead` alone lets others read. Walk: docs/ARCHITECTURE.md,
/// "One open".
@NullMarked
package io.batpak.recovery;

import org.jspecify.annotations.NullMarked;
