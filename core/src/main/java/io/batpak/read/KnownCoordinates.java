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
        private final byte[] entity;
        private final byte[] scope;

        Known(Coordinate coordinate) {
            this.coordinate = coordinate;
            this.entity = coordinate.entity().getBytes(StandardCharsets.UTF_8);
            this.scope = coordinate.scope().getBytes(StandardCharsets.UTF_8);
        }

        boolean isOf(String entityName, String scopeName) {
            return coordinate.entity().equals(entityName) && coordinate.scope().equals(scopeName);
        }

        boolean isIn(FrameView frame) {
            byte[] bytes = frame.bytes();
            int entityAt = frame.entityAt();
            int scopeAt = frame.scopeAt();
            return Arrays.equals(bytes, entityAt, entityAt + frame.entityLength(), entity, 0, entity.length)
                    && Arrays.equals(bytes, scopeAt, scopeAt + frame.scopeLength(), scope, 0, scope.length);
        }
    }

    /// The coordinate of these names, if the bytes of a frame say the same; null if they do not.
    ///
    /// @throws io.batpak.model.CoordinateException if the names break a rule
    @Nullable
    Coordinate of(FrameView frame, String entity, String scope) {
        int slot = (entity.hashCode() * 31 + scope.hashCode()) & (SLOTS - 1);
        Known known = slots[slot];
        if (known == null || !known.isOf(entity, scope)) {
            if (!frame.isEntity(entity) || !frame.isScope(scope)) {
                return null;
            }
            known = new Known(Coordinate.of(entity, scope));
            slots[slot] = known;
        }
        return known.isIn(frame) ? known.coordinate : null;
    }
}
