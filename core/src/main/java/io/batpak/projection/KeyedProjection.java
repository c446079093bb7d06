package io.batpak.projection;

import io.batpak.hash.Hash256;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Region;
import io.batpak.payload.PayloadRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A projection of many entities at once: the events of a region, folded into one state for each key.
///
/// ```java
/// KeyedProjection<Balance> balances = KeyedProjection.of(Region.entity("account"), BALANCE);
/// ```
///
/// With [StateKey#entity] each state is what `project` answers for that entity, restricted to the region.
/// Immutable; as safe for many threads as the functions of the projection.
///
/// @param region which events
/// @param key which state an event belongs to
/// @param projection how states are folded
/// @param <S> the state
public record KeyedProjection<S>(Region region, StateKey key, Projection<S> projection) {
    private static final String IDENTITY_DOMAIN = "io.batpak.read-model.v1";

    /// A state for each entity of a region.
    ///
    /// @param <S> the state
    public static <S> KeyedProjection<S> of(Region region, Projection<S> projection) {
        return new KeyedProjection<>(region, StateKey.entity(), projection);
    }

    /// The same with a state for each of these keys.
    public KeyedProjection<S> by(StateKey other) {
        return new KeyedProjection<>(region, other, projection);
    }

    /// Refuses a projection that promises nothing.
    void requireContract() {
        projection.requireContract("*");
    }

    /// What kept states are told apart by: name and version of the projection, kinds, region, and name of the key.
    Hash identity(PayloadRegistry types) {
        List<EventKind> kinds = projection.kinds(types);
        String counting =
                kinds.stream().map(kind -> Integer.toString(kind.raw())).collect(Collectors.joining(","));
        List<String> parts = List.of(
                IDENTITY_DOMAIN,
                projection.name(),
                Long.toString(projection.version()),
                counting,
                region.checkpointIdentity(),
                key.name());
        String joined = parts.stream().map(part -> part.length() + ":" + part).collect(Collectors.joining());
        return Hash.of(Hash256.blake3().digest(joined.getBytes(StandardCharsets.UTF_8)));
    }

    /// For people.
    @Override
    public String toString() {
        return projection + " by " + key + " over " + region;
    }
}
