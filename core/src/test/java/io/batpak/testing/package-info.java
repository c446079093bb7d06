/// What several test packages share.
///
/// Uses: JUnit, Lincheck. Used by: the tests of every package. Threads: one test at a time.
@NullMarked
package io.batpak.testing;

import org.jspecify.annotations.NullMarked;
