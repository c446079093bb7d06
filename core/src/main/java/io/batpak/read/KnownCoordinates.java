package io.batpak.read;

import io.batpak.format.FrameView;
import io.batpak.model.Coordinate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Coordinates of events that were read lately, so that an entity with many events is made and checked once. One
/// thread.
final class KnownCoordinates {
    private static final int SLOTS = 256;

    private final @Nullable Known[] slots = new @Nullable Known[SLOTS];

    private static final class Known {
        final Coordinate coordinate;
        /// Of the names; null before they are met again.
        private byte @Nullable [] entity;

        private byte @Nullable [] scope;

        Known(Coordinate coordinate) {
            this.coordinate = coordinate;
        }

        boolean isOf(String entityName, String scopeName) {
            return coordinate.entity().equals(entityName) && coordinate.scope().equals(scopeName);
        }

        boolean isIn(FrameView frame) {
            byte[] entityBytes = entity;
            byte[] scopeBytes = scope;
            if (entityBytes == null || scopeBytes == null) {
                entityBytes = coordinate.entity().getBytes(StandardCharsets.UTF_8);
                scopeBytes = coordinate.scope().getBytes(StandardCharsets.UTF_8);
                entity = entityBytes;
                scope = scopeBytes;
            }
            return isAt(frame.bytes(), frame.entityAt(), frame.entityLength(), entityBytes)
                    && isAt(frame.bytes(), frame.scopeAt(), frame.scopeLength(), scopeBytes);
        }

        private static boolean isAt(byte[] bytes, int at, int length, byte[] name) {
            return Arrays.equals(bytes, at, at + length, name, 0, name.length);
        }
    }

    /// The coordinate of these names, if the bytes of a frame say the same; null if they do not.
    ///
    /// @throws io.batpak.model.CoordinateException if the names break a rule
    @Nullable
    Coordinate of(FrameView frame, String entity, String scope) {
        int slot = entity.hashCode() & (SLOTS - 1);
        Known known = slots[slot];
        if (known != null && known.isOf(entity, scope)) {
            return known.isIn(frame) ? known.coordinate : null;
        }
        if (!frame.isEntity(entity) || !frame.isScope(scope)) {
            return null;
        }
        known = new Known(Coordinate.of(entity, scope));
        slots[slot] = known;
        return known.coordinate;
    }
}
