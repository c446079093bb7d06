package io.batpak.projection;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The states that are kept in memory; the one used longest ago goes first. Any thread; the lock is held for a look
/// into a map only.
final class Slots {
    private static final int SLOTS_MAX = 4096;
    private static final float LOAD = 0.75f;

    /// A projection is the same as itself only.
    private record Key(Projection<?> projection, String entity) {}

    /// Guarded by this.
    private final Map<Key, Slot<?>> slots = new LinkedHashMap<>(16, LOAD, true);

    @SuppressWarnings("unchecked") // a slot is filed under its own projection
    <S> @Nullable Slot<S> find(Projection<S> projection, String entity) {
        Key key = new Key(projection, entity);
        synchronized (this) {
            return (Slot<S>) slots.get(key);
        }
    }

    /// Keeps a slot, unless there is one that has seen more.
    <S> void keep(Projection<S> projection, String entity, Slot<S> slot) {
        Key key = new Key(projection, entity);
        synchronized (this) {
            Slot<?> before = slots.get(key);
            if (before == null || !before.isNewerThan(slot)) {
                slots.put(key, slot);
            }
            if (slots.size() > SLOTS_MAX) {
                Iterator<Key> oldest = slots.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }
}
