/// Whole stores on simulated disks and threads: random histories with crashes, each from one seed, and the laws that
/// hold after each crash; disks that lie, lose power and fill up; the recorded runs of 0.9.0.
///
/// Uses: the public API of core, `testkit`, the golden folder. Used by: nobody. Tests.
@NullMarked
package io.batpak.verify.sim;

import org.jspecify.annotations.NullMarked;
