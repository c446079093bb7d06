/// State machines that the compiler checks: what is in one state cannot be moved by what leads out of another.
///
/// States are types, a move names the state it leads out of and the one it leads to, and an entity is held with its
/// state as a type argument. An illegal move does not compile. Nothing about states is stored; the journal gets the
/// move as an ordinary event.
///
/// Uses: `model`. Used by: `io.batpak`.
/// Threads: immutable, as far as callers' types are.
@NullMarked
package io.batpak.typestate;

import org.jspecify.annotations.NullMarked;
