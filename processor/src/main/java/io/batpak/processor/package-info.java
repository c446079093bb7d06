/// The annotation processor: a codec for each record with `@EventPayload`, one provider for all of them, and compile
/// errors for what cannot be a payload.
///
/// Codecs depend on nothing but their record and what it is made of; the provider lists all of them, so Gradle must
/// call the processor aggregating. Knows the annotations by name only.
///
/// Uses: the compiler's own API. Used by: the compiler.
/// Threads: one compilation has one processor on one thread.
@NullMarked
package io.batpak.processor;

import org.jspecify.annotations.NullMarked;
