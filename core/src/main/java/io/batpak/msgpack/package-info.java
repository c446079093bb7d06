/// MessagePack as the store's files use it: bytes in, bytes out, no objects in between.
///
/// [MessageWriter] emits the one canonical form. [MessageReader] accepts what batpak 0.9.0 accepts: any
/// integer width, byte sequences as integer arrays or as `bin`, map keys in any order; it bounds every length
/// by the bytes that are left before it trusts it. Damage is a [MessageFormatException], cheap and meant for
/// the codecs above, which turn it into values.
///
/// * Uses: the JDK, no package of ours.
/// * Used by: `model` (payload values), `format` and every codec above.
/// * Threads: writers and readers belong to one thread at a time; [KeyTable] is immutable and shared freely.
/// * Bytes: spec 10 §4, spec 30 §1.
@NullMarked
package io.batpak.msgpack;

import org.jspecify.annotations.NullMarked;
