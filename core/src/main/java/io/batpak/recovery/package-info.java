/// Opening: what lies in the directory, what of it counts, what must be mended before the first new event.
///
/// `Inventory` names the files, `Restore` reads them into an index, `Repair` mends what a crash left half
/// done. Only `Repair` writes, and only for a writable open under the lock.
///
/// Uses: `sidecar`, `segment`, `index`, `format`, `fs`, `model`, `error`. Used by: the root package.
/// Threads: confined to the opening thread. Walk: docs/ARCHITECTURE.md, "One open".
@NullMarked
package io.batpak.recovery;

import org.jspecify.annotations.NullMarked;
