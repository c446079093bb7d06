/// Taking events over from another journal.
///
/// An import (`Importer`) goes through a frozen view of the source, leaves out what is here already without reading
/// its payload, reads the rest in large pieces, and appends it in batches of which several are under way at once
/// (`Shipments`). The key of an imported event is made of the name of its source and its id there (`ImportKeys`), so
/// that an import can be repeated.
///
/// Uses: `write`, `read`, `index`, `format`, `model`, `error`, `hash`. Used by: the root package.
/// Threads: an import is confined to its caller; any number of imports run at once, beside writers and readers.
@NullMarked
package io.batpak.transfer;

import org.jspecify.annotations.NullMarked;
