/// Generated codecs at work: against the Rust batpak 0.9.0, by laws, against golden bytes and against bad input.
///
/// Uses: the annotation processor, the exported packages of `io.batpak`, the script tools, `io.batpak.testkit`.
/// Used by: nobody.
/// Threads: tests of one class run one after the other.
@NullMarked
package io.batpak.verify.typed;

import org.jspecify.annotations.NullMarked;
