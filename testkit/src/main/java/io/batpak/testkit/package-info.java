/// Doubles for the seams of the store, and the suites every implementation of a seam must pass.
///
/// Uses: `fs`, `time`, `error`. Used by: tests only. Threads: each type states its own rule.
@NullMarked
package io.batpak.testkit;

import org.jspecify.annotations.NullMarked;
