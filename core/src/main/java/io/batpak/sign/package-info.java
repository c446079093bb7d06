/// Signed receipts: keys, what a signature covers, and what a verification finds.
///
/// A receipt is not stored. Whoever has the keys can make it again from the index, because Ed25519 is
/// deterministic; whoever has only the public keys can check it, with the journal or without.
///
/// Uses: `hash`, `msgpack`, `shape`, `error`, `model`, and Ed25519 of BouncyCastle. Used by: `write`, `io.batpak`.
/// Threads: everything here is immutable or without state; share freely.
/// Bytes: docs/formats/receipt-cover.md.
@NullMarked
package io.batpak.sign;

import org.jspecify.annotations.NullMarked;
