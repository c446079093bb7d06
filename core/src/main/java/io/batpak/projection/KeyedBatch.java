package io.batpak.projection;

import io.batpak.projection.KeyedStates.Kept;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// States that are being folded further and are not shown yet. One thread.
///
/// @param <S> the state
final class KeyedBatch<S> {
    private final KeyedProjection<S> projection;
    private final Fold<S> fold;
    private final KeyedStates<S> before;
    private final Map<String, Open<S>> open = new HashMap<>();

    /// @param before what the first event of a key goes on from
    KeyedBatch(KeyedProjection<S> projection, Fold<S> fold, KeyedStates<S> before) {
        this.projection = projection;
        this.fold = fold;
        this.before = before;
    }

    /// One state under way.
    private static final class Open<S> {
        private @Nullable S state;
        private long applied = -1;
        private long count;

        Open(@Nullable Kept<S> kept) {
            if (kept != null) {
                state = kept.state();
                applied = kept.applied();
                count = kept.count();
            }
        }
    }

    /// @param at stands at the event
    void fold(String key, EventSource.Events at) {
        Open<S> own = open.get(key);
        if (own == null) {
            own = new Open<>(before.find(key));
            open.put(key, own);
        }
        S state = own.state;
        S from = state == null ? Objects.requireNonNull(projection.projection().start()) : state;
        own.state = fold.apply(from, at);
        own.applied = at.entry().sequence();
        own.count++;
    }

    /// The states, held against what the projection promises of them; it is empty afterwards.
    Map<String, Kept<S>> take() {
        Map<String, Kept<S>> states = HashMap.newHashMap(open.size());
        open.forEach((key, own) -> {
            S state = Objects.requireNonNull(own.state);
            projection.projection().check(key, state);
            states.put(key, new Kept<>(state, own.applied, own.count));
        });
        open.clear();
        return states;
    }
}
