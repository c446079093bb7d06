package io.batpak.compact;

import io.batpak.index.IndexView;
import io.batpak.model.RetentionPolicy;
import java.util.OptionalLong;

/// What policies ask of the journal, as it was when a compaction began. One thread.
///
/// @param view the journal
/// @param nowMillis the time that ages count from, milliseconds since 1970
record JournalFacts(IndexView view, long nowMillis) implements RetentionPolicy.Facts {
    @Override
    public OptionalLong nthNewest(String entity, int n) {
        return view.nthNewest(entity, n);
    }
}
