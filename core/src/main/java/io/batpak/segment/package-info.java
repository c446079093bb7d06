/// Segment files: names, growing files, scans, point reads.
///
/// Uses: `format`, `fs`, `time`, `model`, `error`, `hash`. Used by: `sidecar`, `recovery`, `write`, `read`, the root
/// package.
/// Threads: one writer per growing segment; scans are confined to their caller; point reads may come from any
/// thread. Bytes: docs/formats/segment.md. Crash windows: docs/guarantees.md.
@NullMarked
package io.batpak.segment;

import org.jspecify.annotations.NullMarked;
