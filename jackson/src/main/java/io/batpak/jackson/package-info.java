/// Payload codecs for classes that cannot be annotated: Jackson takes them apart and builds them, the bytes are
/// those of docs/formats/typed-payloads.md.
///
/// Uses: `io.batpak.payload`, `io.batpak.model`, Jackson 3. Used by: programs.
/// Threads: everything public is immutable and shared freely.
@NullMarked
package io.batpak.jackson;

import org.jspecify.annotations.NullMarked;
