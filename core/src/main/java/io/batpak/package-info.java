/// An embedded event journal: open a directory, append events at coordinates, get receipts that say what is
/// safe, read them back, and prove later that nothing was altered.
///
/// Start at {@link io.batpak.Store#open}. A `Store` writes and reads, a `StoreReader` only reads; what they
/// share is {@link io.batpak.Journal}. What they take and give is in `io.batpak.model`, what they throw in
/// `io.batpak.error`.
///
/// Uses: everything below it. This is the only package that sees all others; it wires them and decides
/// nothing. Used by: applications, the command line program. Threads: a handle may be shared freely. Walks of
/// one append, one query, one open: docs/ARCHITECTURE.md.
@NullMarked
package io.batpak;

import org.jspecify.annotations.NullMarked;
