/// Seeded runs of whole stores over disks that lie, lose power and fill up, and what they must leave behind.
///
/// Uses: the public API of core, the disk in memory of the testkit, the golden folder. Used by: nobody.
@NullMarked
package io.batpak.verify.sim;

import org.jspecify.annotations.NullMarked;
