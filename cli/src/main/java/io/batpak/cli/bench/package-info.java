/// How fast a journal is on the disk of a directory, beside what the disk itself gives.
///
/// Figures are for comparing a machine with itself: each case is shown as a ratio to a calibration that was
/// taken in the same minute. The performance table of the project is another program (`./batpak benchtable`).
///
/// Uses: `io.batpak`, `model`. Used by: `cli`.
/// Threads: one, and the virtual threads of the case with many callers.
@NullMarked
package io.batpak.cli.bench;

import org.jspecify.annotations.NullMarked;
