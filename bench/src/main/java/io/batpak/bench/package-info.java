/// JMH benchmarks of the store, with the calibration of the machine beside them.
///
/// Uses: the exported packages of `io.batpak`. Used by: nothing. Threads: each type states its own rule.
@NullMarked
package io.batpak.bench;

import org.jspecify.annotations.NullMarked;
