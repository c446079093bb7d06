/// Projections as their users see them: folds, caches, older states, evidence, on directories in memory.
///
/// Uses: the annotation processor, the exported packages of `io.batpak`, `io.batpak.testkit`. Used by: nobody.
@NullMarked
package io.batpak.verify.projection;

import org.jspecify.annotations.NullMarked;
