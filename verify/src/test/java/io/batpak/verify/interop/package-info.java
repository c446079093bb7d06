/// Our implementation and the Rust batpak 0.9.0 side by side: the same scripts, the same directories, the
/// same lock.
///
/// Uses: the script tools, the program in `interop/`, the `exec` command of the CLI.
/// Used by: nobody.
/// Threads: tests of one class run one after the other.
@NullMarked
package io.batpak.verify.interop;

import org.jspecify.annotations.NullMarked;
