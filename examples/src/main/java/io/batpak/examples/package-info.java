/// Small programs, each showing one thing; the build compiles and runs them.
///
/// Uses: the exported packages of `io.batpak`. Used by: nothing. Threads: each type states its own rule.
@NullMarked
package io.batpak.examples;

import org.jspecify.annotations.NullMarked;
