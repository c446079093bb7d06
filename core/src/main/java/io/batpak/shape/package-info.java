/// Canonical bytes by declaration: a shape says once what a value is made of, and that gives its bytes, the way
/// back, the order among equals of its kind, and a tree for people.
///
/// For values whose bytes must be exact but whose speed does not matter: outcomes and evidence. What a journal
/// does for every event has codecs written by hand in `format`.
///
/// Uses: `msgpack`. Used by: `model`, `outcome`, `sign`, `guard`, `evidence`.
/// Threads: shapes are immutable.
@NullMarked
package io.batpak.shape;

import org.jspecify.annotations.NullMarked;
