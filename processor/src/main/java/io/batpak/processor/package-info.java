/// The annotation processors: a codec for each record with `@EventPayload` and one provider for all of them, a
/// projection for each state with `@EventSourced`, a reactor for each class with `@EventReactor`, and compile
/// errors for what cannot be one.
///
/// Codecs depend on nothing but their record and what it is made of; the provider lists all of them, so Gradle must
/// call that processor aggregating. Projections and reactors depend on nothing but their type and the payloads that
/// it names. Both processors know the annotations by name only.
///
/// Uses: the compiler's own API. Used by: the compiler.
/// Threads: one compilation has one of each processor, on one thread.
@NullMarked
package io.batpak.processor;

import org.jspecify.annotations.NullMarked;
