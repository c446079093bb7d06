/// Evidence: statements about events and programs whose bytes are the same everywhere, so that their hash names
/// them.
///
/// Envelopes with signatures, rows of an attested registry, transitions of state machines, ledgers of
/// reservations and snapshots of schemas. Pure values and functions: nothing here opens a journal, and verdicts
/// depend on nothing but their arguments. The reports of a journal's own operations are in `model`, their bytes
/// in `io.batpak.Evidence`.
///
/// Uses: `shape`, `hash`, `error`, `model`, `format`. Used by: `io.batpak`, callers.
/// Threads: all values are immutable.
/// Bytes: docs/formats/evidence.md.
@NullMarked
package io.batpak.evidence;

import org.jspecify.annotations.NullMarked;
