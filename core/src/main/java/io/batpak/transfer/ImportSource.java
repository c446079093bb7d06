package io.batpak.transfer;

import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.ImportOptions;
import io.batpak.read.EventReader;

/// The journal that events are taken from, as it is when the import begins: what is committed later, even by the
/// import itself, does not belong to it. Threads: share freely.
///
/// @param view all there is to import
/// @param events reads them
/// @param open refuses when the journal is closed
public record ImportSource(IndexView view, EventReader events, Runnable open) {
    /// What the options select, but for their filter, in commit order.
    Iterable<Entry> entries(ImportOptions options) {
        return options.after().isPresent()
                ? view.queryAfter(options.region(), options.after().getAsLong())
                : view.query(options.region());
    }

    /// @throws io.batpak.error.StoreClosedException when the journal is closed
    void requireOpen() {
        open.run();
    }
}
