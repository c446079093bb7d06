package io.batpak.projection;

import io.batpak.format.CachedState;
import io.batpak.format.EventDigest;
import io.batpak.model.Bytes;
import io.batpak.model.Entry;
import io.batpak.model.Hash;
import io.batpak.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// States in the external cache: which of them still count, and how they get there. Any thread.
///
/// A row counts only if the events that it was made of are exactly those that are visible and count up to its
/// watermark, which their digest proves without reading one.
final class CachedRows {
    private static final System.Logger LOG = System.getLogger("io.batpak");
    private static final long NANOS_PER_MICRO = 1000;

    private final ProjectionCache cache;
    private final Clock clock;
    private final long bootNanos;

    CachedRows(ProjectionCache cache, Clock clock) {
        this.cache = cache;
        this.clock = clock;
        bootNanos = clock.wallNanos();
    }

    /// A row that counts.
    ///
    /// @param slot its state; seen up to the last event in it
    /// @param last the sequence of the last event that counts now
    /// @param cachedAtMicros when it was stored
    record Found<S>(Slot<S> slot, long last, long cachedAtMicros) {
        boolean isCurrent() {
            return slot.applied() == last;
        }
    }

    /// What came of the search for a row.
    ///
    /// @param row the row, if there is one that counts
    /// @param failed whether the cache could not be asked
    record Search<S>(Optional<Found<S>> row, boolean failed) {}

    boolean isUsedFor(Projection<?> projection) {
        return projection.codec().isPresent() && !cache.capabilities().keepsNothing();
    }

    <S> Search<S> find(String entity, Projection<S> projection, Fold<S> fold, EventSource.View view) {
        Bytes key = CacheKeys.key(entity, projection, fold.kinds());
        prefetch(key, entity, fold, view);
        Optional<CacheRow> row;
        try {
            row = cache.get(key);
        } catch (RuntimeException e) { // whatever somebody's cache throws
            LOG.log(System.Logger.Level.WARNING, "cache get failed (non-fatal): " + projection.identity(entity), e);
            return new Search<>(Optional.empty(), true);
        }
        return new Search<>(row.flatMap(found -> check(found, entity, projection, fold, view)), false);
    }

    private void prefetch(Bytes key, String entity, Fold<?> fold, EventSource.View view) {
        if (!cache.capabilities().prefetches()) {
            return;
        }
        try {
            long last = -1;
            for (Entry entry : view.entityAfter(entity, -1)) {
                last = fold.matches(entry.kind()) ? entry.sequence() : last;
            }
            cache.prefetch(key, meta(last, clock.wallMicros()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cache prefetch failed (non-fatal)", e);
        }
    }

    private <S> Optional<Found<S>> check(
            CacheRow row, String entity, Projection<S> projection, Fold<S> fold, EventSource.View view) {
        long watermark = row.meta().watermark();
        CachedState stored = CachedState.fromBytes(
                        row.value(), watermark, row.meta().cachedAtMicros())
                .orElse(null);
        if (stored == null) {
            return Optional.empty();
        }
        EventDigest digest = new EventDigest();
        long count = 0;
        long last = -1;
        for (Entry entry : view.entityAfter(entity, -1)) {
            if (fold.matches(entry.kind())) {
                last = entry.sequence();
                if (last <= watermark) {
                    digest.add(entry.sequence(), entry.kind().raw(), entry.eventHash());
                    count++;
                }
            }
        }
        if (count != stored.count() || watermark > last || !digest.value().equals(stored.fingerprint())) {
            return Optional.empty();
        }
        S state = decode(stored, projection).orElse(null);
        if (state == null) {
            return Optional.empty();
        }
        long newest = view.newest(entity).orElse(-1);
        Slot.Seen seen = new Slot.Seen(view.epoch(), watermark, newest);
        Slot<S> slot = new Slot<>(fold, state, watermark, stored.count(), stored.fingerprint(), seen);
        return Optional.of(new Found<>(slot, last, row.meta().cachedAtMicros()));
    }

    private static <S> Optional<S> decode(CachedState stored, Projection<S> projection) {
        try {
            return projection.codec().map(codec -> codec.decode(stored.state().toByteArray()));
        } catch (RuntimeException e) { // whatever somebody's codec throws
            LOG.log(System.Logger.Level.WARNING, "a cached state does not decode: " + projection, e);
            return Optional.empty();
        }
    }

    /// Whether a row is young enough to be given out although it may be old.
    boolean isYoung(Found<?> row, Duration maxAge) {
        long now = Math.max(0, clock.wallMicros());
        long age = now - row.cachedAtMicros();
        boolean overflown = row.cachedAtMicros() < 0 && age < 0;
        return !overflown && Math.max(0, age) < micros(maxAge);
    }

    /// Microseconds of a duration, as many as fit.
    private static long micros(Duration duration) {
        try {
            return duration.toNanos() / NANOS_PER_MICRO;
        } catch (ArithmeticException e) {
            boolean fits = duration.getSeconds() < Long.MAX_VALUE / 1_000_000 - 1;
            return fits ? duration.getSeconds() * 1_000_000 + duration.getNano() / NANOS_PER_MICRO : Long.MAX_VALUE;
        }
    }

    /// Stores a state, if there is one. Failures are logged.
    <S> void store(String entity, Projection<S> projection, Slot<S> slot) {
        StateCodec<S> codec = projection.codec().orElse(null);
        S state = slot.state();
        Hash digest = slot.digest();
        if (codec == null || state == null || digest == null) {
            return;
        }
        try {
            long now = clock.wallMicros();
            Bytes encoded = Bytes.of(codec.encode(state));
            CachedState row = new CachedState(slot.applied(), slot.count(), digest, encoded);
            Bytes key = CacheKeys.key(entity, projection, slot.fold().kinds());
            cache.put(key, row.toBytes(now), meta(slot.applied(), now));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cache put failed (non-fatal): " + projection.identity(entity), e);
        }
    }

    private CacheMeta meta(long watermark, long nowMicros) {
        return new CacheMeta(watermark, nowMicros, OptionalLong.of(clock.monotonicNanos()), OptionalLong.of(bootNanos));
    }
}
