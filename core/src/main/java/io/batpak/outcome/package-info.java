/// What an operation came to, as a value: done, failed, to be tried again, waiting, given up, or many of these.
///
/// Pure data for callers and for the layers above the journal. Nothing here waits, retries or undoes; nothing
/// here is stored in a file of the journal.
///
/// An outcome can be mapped, chained, rescued, zipped and joined; its bytes are those of 0.9.0
/// (docs/formats/outcome.md).
///
/// Uses: `shape`, `error`. Used by: `io.batpak` and its callers.
/// Threads: all types are immutable; share them as freely as the values they hold.
@NullMarked
package io.batpak.outcome;

import org.jspecify.annotations.NullMarked;
