/// Typed payloads: records as events, their bytes, their versions, and the way from old versions to new ones.
///
/// A type is known by its [io.batpak.payload.PayloadCodec], which the annotation processor writes for each record
/// with [io.batpak.payload.EventPayload]; a [io.batpak.payload.PayloadRegistry] holds the codecs of a program and
/// decodes what is stored.
///
/// Uses: `msgpack`, `error`, `model`. Used by: `io.batpak`, generated codecs.
/// Threads: codecs, steps and registries are immutable and shared freely; writers and readers belong to one thread.
/// Bytes: docs/formats/typed-payloads.md.
@NullMarked
package io.batpak.payload;

import org.jspecify.annotations.NullMarked;
