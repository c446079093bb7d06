/// The commit engine: from a prepared event to a receipt.
///
/// Callers prepare an event without any lock (`Preparer`), then commit it themselves, one at a time: whoever
/// holds the turn (`Committer`) owns the growing segment, the index writer and the marks for that moment.
///
/// Uses: `segment`, `index`, `format`, `fs`, `time`, `model`, `error`, `hash`. Used by: the root package.
/// Walk: docs/ARCHITECTURE.md, "One append". What a receipt means: docs/guarantees.md.
@NullMarked
package io.batpak.write;

import org.jspecify.annotations.NullMarked;
