/// The commit engine: from a prepared event to a receipt.
///
/// Callers prepare an event without any lock (`Preparer`), then commit it themselves, one at a time: whoever holds
/// the turn (`Turn`, `Rounds`) owns the growing segment, the index writer and the marks for that moment
/// (`TurnState`). What has to wait for a sync is queued, and one of those who wait commits and syncs for all
/// (`Pipeline`, `Drain`); `Publication` shows nothing before its time. `Committer` is the door, `CommitEngine` what
/// stands behind it.
///
/// Uses: `sidecar`, `segment`, `index`, `format`, `sign`, `fs`, `time`, `model`, `error`, `hash`. Used by: the root
/// package.
/// Walk: docs/ARCHITECTURE.md, "One append". What a receipt means: docs/guarantees.md.
@NullMarked
package io.batpak.write;

import org.jspecify.annotations.NullMarked;
