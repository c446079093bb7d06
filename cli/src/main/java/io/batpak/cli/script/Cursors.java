package io.batpak.cli.script;

import java.util.HashMap;
import java.util.Map;

/// The cursors of one handle by name; they go with it.
final class Cursors {
    private final Map<String, ScriptCursor> open = new HashMap<>();

    void requireFree(String name) {
        if (open.containsKey(name)) {
            throw CommandRefusedException.scriptError("cursor " + name + " is already open");
        }
    }

    /// Refuses a checkpoint that another cursor has.
    void requireUnused(String checkpoint) {
        for (ScriptCursor cursor : open.values()) {
            if (cursor instanceof ScriptCursor.Kept kept && kept.checkpoint().equals(checkpoint)) {
                throw CommandRefusedException.scriptError("another cursor has checkpoint " + checkpoint);
            }
        }
    }

    void add(String name, ScriptCursor cursor) {
        open.put(name, cursor);
    }

    ScriptCursor get(String name) {
        ScriptCursor cursor = open.get(name);
        if (cursor == null) {
            throw CommandRefusedException.scriptError("no open cursor " + name);
        }
        return cursor;
    }

    /// What it has not committed is not kept.
    void close(String name) {
        if (get(name) instanceof ScriptCursor.Kept kept) {
            kept.cursor().close();
        }
        open.remove(name);
    }
}
