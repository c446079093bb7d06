/// The `batpak` command line program: looks into stores, appends to them, and replays journal scripts.
///
/// Uses: the exported packages of `io.batpak`. Used by: the launcher script `batpak`. Threads: one, the main thread.
@NullMarked
package io.batpak.cli;

import org.jspecify.annotations.NullMarked;
