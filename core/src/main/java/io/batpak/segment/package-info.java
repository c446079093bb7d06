/// Segment files: names, growing files, scans, point reads, replays. Finished segments that are read often
/// are mapped (`SegmentReads`).
///
/// Uses: `format`, `fs`, `time`, `model`, `error`, `hash`. Used by: `sidecar`, `recovery`, `write`, `read`,
/// the root package.
/// Threads: one writer per growing segment; scans are confined to their caller; point reads may come from any
/// thread; `Reclaimer` unmaps on one of its own. Bytes: docs/formats/segment.md. Crash windows:
/// docs/guarantees.md.
@NullMarked
package io.batpak.segment;

import org.jspecify.annotations.NullMarked;
