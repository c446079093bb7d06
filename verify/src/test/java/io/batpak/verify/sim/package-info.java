/// Whole stores on simulated disks and threads: random histories with crashes, each from one seed, and the laws that
/// hold after each crash.
///
/// Uses: `io.batpak`, `testkit`. Used by: nobody. Tests.
@NullMarked
package io.batpak.verify.sim;

import org.jspecify.annotations.NullMarked;
