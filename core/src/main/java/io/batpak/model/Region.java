package io.batpak.model;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A filter over events: every axis that is set must match; without any axis everything matches.
///
/// The entity is a namespace: `order` matches `order` and `order:42`, but not `orders`. Nothing has a
/// wildcard meaning. Texts are not checked. Immutable; each `with` returns a new region in which that axis is
/// replaced.
public final class Region {
    private static final Region ALL = new Region(null, null, null, null, null);

    private final @Nullable String entity;
    private final @Nullable String scope;
    private final @Nullable KindFilter kind;
    private final @Nullable ClockRange clockRange;
    private final @Nullable Long lane;

    private Region(
            @Nullable String entity,
            @Nullable String scope,
            @Nullable KindFilter kind,
            @Nullable ClockRange clockRange,
            @Nullable Long lane) {
        this.entity = entity;
        this.scope = scope;
        this.kind = kind;
        this.clockRange = clockRange;
        this.lane = lane;
    }

    /// Everything.
    public static Region all() {
        return ALL;
    }

    /// The entity of this name and all entities whose names begin with it and a colon.
    public static Region entity(String prefix) {
        return ALL.withEntity(prefix);
    }

    /// Exactly this scope.
    public static Region scope(String scope) {
        return ALL.withScope(scope);
    }

    /// Exactly this kind.
    public static Region kind(EventKind kind) {
        return ALL.withKind(new KindFilter.Exact(kind));
    }

    /// This region, narrowed to an entity namespace.
    public Region withEntity(String prefix) {
        return new Region(prefix, scope, kind, clockRange, lane);
    }

    /// This region, narrowed to a scope.
    public Region withScope(String exactScope) {
        return new Region(entity, exactScope, kind, clockRange, lane);
    }

    /// This region, narrowed to some kinds.
    public Region withKind(KindFilter filter) {
        return new Region(entity, scope, filter, clockRange, lane);
    }

    /// This region, narrowed to a range of clocks.
    public Region withClockRange(ClockRange range) {
        return new Region(entity, scope, kind, range, lane);
    }

    /// This region, narrowed to a lane.
    ///
    /// @throws InvalidArgumentException if the lane is not 0..4294967295
    public Region withLane(long exactLane) {
        return new Region(entity, scope, kind, clockRange, Ranges.u32("lane", exactLane));
    }

    /// The entity namespace; empty if any entity matches.
    public Optional<String> entityPrefix() {
        return Optional.ofNullable(entity);
    }

    /// The scope; empty if any scope matches.
    public Optional<String> scopeValue() {
        return Optional.ofNullable(scope);
    }

    /// The filter of kinds; empty if none was set.
    public Optional<KindFilter> kindFilter() {
        return Optional.ofNullable(kind);
    }

    /// The range of clocks; empty if any clock matches.
    public Optional<ClockRange> clockRange() {
        return Optional.ofNullable(clockRange);
    }

    /// The lane; empty if any lane matches.
    public OptionalLong lane() {
        return lane == null ? OptionalLong.empty() : OptionalLong.of(lane);
    }

    /// Whether an event with these properties lies in the region.
    public boolean matches(String eventEntity, String eventScope, EventKind eventKind, long eventLane, long clock) {
        return (lane == null || lane == eventLane)
                && (clockRange == null || clockRange.contains(clock))
                && (kind == null || kind.matches(eventKind))
                && (scope == null || scope.equals(eventScope))
                && matchesEntity(eventEntity);
    }

    /// Whether the entity lies in the namespace, or there is none.
    public boolean matchesEntity(String candidate) {
        if (entity == null || !candidate.startsWith(entity)) {
            return entity == null;
        }
        return candidate.length() == entity.length() || candidate.charAt(entity.length()) == ':';
    }

    /// The text that a cursor's checkpoint stores to notice that it is resumed with another region.
    ///
    /// For example `entity=*|scope=room|fact=exact:f:1|clock=0-9|lane=2`. Not injective: an entity or scope
    /// named `*` looks like none.
    public String checkpointIdentity() {
        String identity = "entity=" + Objects.requireNonNullElse(entity, "*")
                + "|scope=" + Objects.requireNonNullElse(scope, "*")
                + "|fact=" + kindIdentity()
                + "|clock=" + (clockRange == null ? "*" : clockRange.start() + "-" + clockRange.end());
        return lane == null ? identity : identity + "|lane=" + lane;
    }

    private String kindIdentity() {
        return switch (kind) {
            case null -> "none";
            case KindFilter.Any any -> "any";
            case KindFilter.Category category -> "category:" + Integer.toHexString(category.category());
            case KindFilter.Exact exact -> "exact:" + exactIdentity(exact.kind());
        };
    }

    private static String exactIdentity(EventKind exact) {
        return Integer.toHexString(exact.category()) + ":" + Integer.toHexString(exact.typeId());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Region that
                && Objects.equals(entity, that.entity)
                && Objects.equals(scope, that.scope)
                && Objects.equals(kind, that.kind)
                && Objects.equals(clockRange, that.clockRange)
                && Objects.equals(lane, that.lane);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entity, scope, kind, clockRange, lane);
    }

    /// The same as [#checkpointIdentity()].
    @Override
    public String toString() {
        return checkpointIdentity();
    }
}
