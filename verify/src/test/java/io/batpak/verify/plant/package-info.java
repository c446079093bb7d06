/// Defects planted in the class files of core, and the proof that histories and crash tests notice each: every sync
/// taken out in its turn, and mistakes of other kinds. And marks at its error branches, which something has to reach.
/// The product itself is never changed.
///
/// Uses: the class files of core, `verify.sim` and the crash tests by name. Used by: nobody. Tests.
@NullMarked
package io.batpak.verify.plant;

import org.jspecify.annotations.NullMarked;
