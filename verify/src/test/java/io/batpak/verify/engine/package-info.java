/// The engine as its users see it, on a directory in memory: what calls refuse, what faults do, what a crash
/// leaves.
///
/// Uses: the public API of core, `MemFs` and `SettableClock` of the testkit. Used by: nobody.
@NullMarked
package io.batpak.verify.engine;

import org.jspecify.annotations.NullMarked;
