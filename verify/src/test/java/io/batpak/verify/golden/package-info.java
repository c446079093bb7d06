/// Directories written by other versions, opened and held against what their writers say of them.
///
/// Uses: the public API of core, the golden folder, the script tools for JSON and for the Rust peer. Used by:
/// nobody.
@NullMarked
package io.batpak.verify.golden;

import org.jspecify.annotations.NullMarked;
