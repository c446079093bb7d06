/// Gates: the caller's rules in front of a commit, the proof that they let something pass, and the record that one
/// of them refused.
///
/// Gates are predicates of the caller; the journal never calls them. A [Pipeline] asks them and gives a
/// [Clearance], which is good for one commit. What the journal keeps is the trace of a refusal: an event of its
/// own kind on the coordinate that was refused.
///
/// Uses: `msgpack`, `shape`, `error`, `model`. Used by: `write`, `io.batpak`.
/// Threads: values are immutable and may be shared freely; a builder belongs to one thread.
/// Bytes: docs/formats/denial.md.
@NullMarked
package io.batpak.guard;

import org.jspecify.annotations.NullMarked;
