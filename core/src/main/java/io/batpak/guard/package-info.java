/// Denials: the record that a gate refused something, and why.
///
/// Gates are predicates of the caller; the journal never calls them. What it keeps is the trace of a refusal: an
/// event of its own kind on the coordinate that was refused.
///
/// Uses: `msgpack`, `error`, `model`. Used by: `write`, `io.batpak`.
/// Threads: values are immutable and may be shared freely; a builder belongs to one thread.
/// Bytes: docs/formats/denial.md.
@NullMarked
package io.batpak.guard;

import org.jspecify.annotations.NullMarked;
