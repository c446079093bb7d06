package io.batpak.projection;

import io.batpak.format.EventDigest;
import io.batpak.model.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A state that is being folded. One thread.
///
/// @param <S> the state
final class Run<S> {
    final Projection<S> projection;
    private final Slot<S> from;
    private final @Nullable EventDigest digest;
    private @Nullable S state;
    private long applied;
    private long count;

    /// Goes on from a slot.
    Run(Projection<S> projection, Slot<S> from) {
        this.projection = projection;
        this.from = from;
        digest = from.digest() == null ? null : new EventDigest(from.digest());
        state = from.state();
        applied = from.applied();
        count = from.count();
    }

    /// After which sequence there may be events that were not looked at.
    long from() {
        return from.seen().through();
    }

    /// Whether an event is to be folded.
    boolean wants(Entry entry) {
        return entry.sequence() > from() && from.fold().matches(entry.kind());
    }

    /// @param at stands at the event of the entry
    void fold(Entry entry, EventSource.Events at) {
        S before = state;
        state = from.fold().apply(before == null ? Objects.requireNonNull(projection.start()) : before, at);
        applied = entry.sequence();
        count++;
        if (digest != null) {
            digest.add(entry.sequence(), entry.kind().raw(), entry.eventHash());
        }
    }

    /// Whether nothing was folded since it began.
    boolean isUnchanged() {
        return count == from.count();
    }

    /// What there is now.
    ///
    /// @param newest the newest event that was looked at, -1 if there was none
    Slot<S> end(EventSource.View view, long newest) {
        Slot.Seen seen = new Slot.Seen(
                view.epoch(),
                Math.max(view.end(), from()),
                Math.max(newest, from.seen().newest()));
        return new Slot<>(from.fold(), state, applied, count, digest == null ? null : digest.value(), seen);
    }
}
