/// Rewriting finished segments: the plan which ones become one, and the writing of what replaces them under a name
/// nobody reads.
///
/// Uses: `segment`, `format`, `fs`, `time`, `hash`, `msgpack`, `model`, `error`. Used by: the root package.
/// Threads: a plan is pure; an output is written by one thread, with two helpers for hashing and syncing while it lasts.
/// Bytes: docs/formats/segment.md.
@NullMarked
package io.batpak.compact;

import org.jspecify.annotations.NullMarked;
