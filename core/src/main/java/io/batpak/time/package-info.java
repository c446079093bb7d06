/// The seams to time and threads: a [Clock] to read, a [Spawner] to run background work, and its [Ticker] by which
/// waits are measured.
///
/// Nothing else in the journal reads a clock, starts a thread or sleeps for a time, so a test can own all of it.
///
/// Uses: `error`. Used by: `write`, `read`, `recovery`, `io.batpak`. Threads: everything here may be shared.
@NullMarked
package io.batpak.time;

import org.jspecify.annotations.NullMarked;
