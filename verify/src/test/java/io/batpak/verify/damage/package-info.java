/// Damage done on purpose: bytes flipped, files cut, lengths that lie, processes killed; and what an open
/// makes of it.
///
/// Uses: the public API of core, its codecs to write hostile files, `MemFs` of the testkit. Used by:
/// `io.batpak.verify.cost`.
@NullMarked
package io.batpak.verify.damage;

import org.jspecify.annotations.NullMarked;
