/// The vocabulary of the journal: coordinates, kinds, ids, hashes, positions, headers, events, regions and
/// values.
///
/// Everything here is an immutable value that has been checked when it was made; what cannot exist on disk
/// cannot be built. Bytes on disk are the business of `format`, except for payloads, whose canonical encoding
/// is part of [io.batpak.model.Value].
///
/// Units: times on the wall clock are milliseconds or microseconds since 1970 as their names say; lengths are
/// bytes. Unsigned 32-bit quantities (lane, depth, clock) are `long`s from 0 to 4294967295. Unsigned 64-bit
/// quantities (sequence, wall clock milliseconds) are `long`s whose bits are taken as unsigned.
///
/// Uses: `hash`, `msgpack`, `error`, `shape`. Used by: every package above.
/// Threads: all types are immutable and may be shared freely; [io.batpak.model.EventIds] is thread-safe.
@NullMarked
package io.batpak.model;

import org.jspecify.annotations.NullMarked;
