/// Following the journal: so far the proofs that a consumer of events can hand on.
///
/// Whoever reads events from a durable position sees each at least once. Whoever also has a key for what it does about
/// an event can do it once. [io.batpak.delivery.ObservedOnce] says that both are there.
///
/// Uses: `hash`, `error`, `model`. Used by: `io.batpak`, callers.
/// Threads: all values are immutable, and may be shared freely; an `ObservedOnce` lets exactly one thread through.
@NullMarked
package io.batpak.delivery;

import org.jspecify.annotations.NullMarked;
