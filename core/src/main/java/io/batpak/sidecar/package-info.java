/// Small files beside the segments: what they are called, how they are read, and how they are put in place so
/// that a crash leaves either the old file or the new one.
///
/// `AtomicFile` publishes and removes, whole segments too; `HiddenRangesFile`, `IdempotencyFile` and `RunFiles`
/// know one kind of file each. What the bytes mean is the business of `format`, what follows from damage is
/// said here: hidden ranges that cannot be read fail the open, forgotten keys and index runs do not.
///
/// Uses: `segment`, `index`, `format`, `fs`, `hash`, `model`, `error`. Used by: `recovery`, `write`, the root package.
/// Threads: static methods; one thread writes a file at a time, under the directory lock. Bytes:
/// docs/formats/.
@NullMarked
package io.batpak.sidecar;

import org.jspecify.annotations.NullMarked;
