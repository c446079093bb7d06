/// The seams to time and threads: a [Clock] to read and a [Spawner] to run background work.
///
/// Nothing else in the journal reads a clock or starts a thread, so a test can own both.
///
/// Uses: `error`. Used by: `write`, `read`, `recovery`, `io.batpak`. Threads: everything here may be shared.
@NullMarked
package io.batpak.time;

import org.jspecify.annotations.NullMarked;
