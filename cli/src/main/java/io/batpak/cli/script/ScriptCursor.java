package io.batpak.cli.script;

import io.batpak.delivery.CheckpointedCursor;
import io.batpak.delivery.Cursor;
import io.batpak.model.Entry;
import java.util.List;
import java.util.OptionalLong;

/// A cursor of either kind that a script has opened.
sealed interface ScriptCursor {
    /// The next events that are there now.
    List<Entry> poll(int max);

    /// The sequence of the event that was delivered last; empty before the first.
    OptionalLong position();

    /// A cursor that forgets its place.
    record Plain(Cursor cursor) implements ScriptCursor {
        @Override
        public List<Entry> poll(int max) {
            return cursor.poll(max);
        }

        @Override
        public OptionalLong position() {
            return cursor.position();
        }
    }

    /// A cursor that keeps its place under a name.
    record Kept(String checkpoint, CheckpointedCursor cursor) implements ScriptCursor {
        @Override
        public List<Entry> poll(int max) {
            return cursor.poll(max);
        }

        @Override
        public OptionalLong position() {
            return cursor.position();
        }
    }
}
