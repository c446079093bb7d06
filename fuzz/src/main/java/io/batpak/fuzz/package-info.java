/// The fuzz targets: one for each decoder, and one that opens a directory of arbitrary files.
///
/// [FuzzTargets] declares them. [FuzzEntry] is what Jazzer calls, [FuzzProgram] starts it for each target and replays
/// what it found in a small heap. The tests of this module replay the seeds without Jazzer.
///
/// Uses: the packages of `io.batpak`, also those it does not export, and the testkit. Used by: nothing. Threads: each
/// type states its own rule.
@NullMarked
package io.batpak.fuzz;

import org.jspecify.annotations.NullMarked;
