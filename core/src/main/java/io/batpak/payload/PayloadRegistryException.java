package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.ArrayList;
import java.util.List;

/// Several types claim the same kind. The store was not opened, its directory not touched. Facts: `collisions`, and
/// `type` and `kind` of the first.
public final class PayloadRegistryException extends StoreException.Rejected {
    private static final long serialVersionUID = 1L;

    // Not in a list of our own type: throwables are serializable.
    private final transient List<KindCollision> collisions;

    /// @param collisions at least one
    PayloadRegistryException(List<KindCollision> collisions) {
        super(
                StoreErrorKind.EVENT_PAYLOAD_REGISTRY,
                collisions.size() + " collision(s), first: " + collisions.getFirst(),
                Facts.of(collisions.getFirst().second())
                        .and("kind", collisions.getFirst().kind().hex())
                        .and("collisions", collisions.size())
                        .map());
        this.collisions = new ArrayList<>(collisions);
    }

    /// Every collision; empty in a copy that was serialized.
    public List<KindCollision> collisions() {
        return collisions == null ? List.of() : List.copyOf(collisions);
    }
}
