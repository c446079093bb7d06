/// What calls cost, by bytes allocated and by the heap that suffices, never by time: so the tests say the same
/// on every machine.
///
/// Uses: the public API of core, `ChildJvm` of `io.batpak.verify.damage`. Used by: nobody.
@NullMarked
package io.batpak.verify.cost;

import org.jspecify.annotations.NullMarked;
