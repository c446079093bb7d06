/// Files beside the segments: what they are called, how they are read, and how they are put in place so that
/// a crash leaves either the old file or the new one.
///
/// `AtomicFile` publishes and removes, whole segments too; `HiddenRangesFile`, `IdempotencyFile`,
/// `ArtifactFile`, `CompactionMarkerFile`, `RetentionCutsFile`, `RunFiles`, `CursorFiles` and `StatesFiles` know
/// one kind of file each.
/// `ArtifactTrust` and `RunChoice` compare index files with the segments, `IndexRuns` puts finished parts of the
/// index into runs, joins runs, and exchanges them for those of a compaction (`RunExchange`). What the
/// bytes mean is the business of `format`, what follows from damage is said here: hidden ranges that cannot
/// be read and a marker that cannot be read fail the open; forgotten keys, undeclared cuts, artifacts and index
/// runs do not.
///
/// Uses: `segment`, `index`, `format`, `fs`, `hash`, `model`, `error`. Used by: `recovery`, `write`, the root
/// package.
/// Threads: one thread writes a file at a time, under the directory lock; `IndexRuns` works beside readers
/// and the inserting thread. Bytes: docs/formats/.
@NullMarked
package io.batpak.sidecar;

import org.jspecify.annotations.NullMarked;
