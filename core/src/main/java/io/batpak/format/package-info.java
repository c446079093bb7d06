/// One pure codec per kind of bytes on disk: segment preamble, frame, footer, lifecycle payloads, hidden
/// ranges, idempotency keys, the index artifacts of 0.9.0 (`Checkpoint`, `MmapIndex`), index run, and the
/// evidence that no store keeps: reports, backup manifests, fork evidence, import provenance.
///
/// A codec says what the bytes are and nothing else: it opens no file, logs nothing and decides nothing about
/// recovery. Bytes that are not what they should be come back as a value ([io.batpak.format.Damage]), never
/// as an exception (but for index runs, which are read piece by piece as they are needed), and no length read
/// from bytes sizes an allocation before it was compared with the bytes at hand.
///
/// Uses: `hash`, `msgpack`, `error`, `model`, `fs`. Used by: `segment`, `index`, `sidecar`, `recovery`,
/// `write`, `read`, the root package.
/// Threads: static codecs are free to share; every reusable object (drafts, views, builders, rows) belongs to
/// one thread at a time. Bytes: docs/formats/.
@NullMarked
package io.batpak.format;

import org.jspecify.annotations.NullMarked;
