/// Reading committed events back: point reads, replays, walks through causes, verification.
///
/// Uses: `segment`, `index`, `format`, `payload`, `time`, `model`, `error`, `hash`. Used by: the root
/// package.
/// Threads: any number at once, beside the writer; a read works on the view it was given. A verification lets
/// up to three further threads help (`RowPieces`), and returns when they have ended.
@NullMarked
package io.batpak.read;

import org.jspecify.annotations.NullMarked;
