/// The rules of the code base, checked over class files and sources.
///
/// Each rule is a pure function from inputs to violations, and each has a test that plants a violation.
///
/// Uses: nothing of the product. Used by: the build. Threads: none.
@NullMarked
package io.batpak.verify.rules;

import org.jspecify.annotations.NullMarked;
