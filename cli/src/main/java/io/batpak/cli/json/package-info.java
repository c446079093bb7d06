/// JSON pictures of the journal's values, in the shapes of the journal script (protocol version 1).
///
/// Numbers keep all 64 bits: nothing passes through a double. Bytes and ids are lower-case hex.
///
/// Uses: `model`, `error`. Used by: `cli`, `cli.script`.
/// Threads: stateless, free for all threads.
@NullMarked
package io.batpak.cli.json;

import org.jspecify.annotations.NullMarked;
