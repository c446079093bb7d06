package io.batpak.model;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What an append may ask for besides coordinate, kind and payload. Immutable; each method that takes a value
/// returns new options in which that value is replaced.
public final class AppendOptions {
    private static final AppendOptions NONE = new AppendOptions(new Draft());

    private final OptionalLong expectedClock;
    private final boolean mustBeNew;
    private final @Nullable IdempotencyKey idempotencyKey;
    private final @Nullable CorrelationId correlationId;
    private final @Nullable CausationId causationId;
    private final long lane;
    private final long depth;
    private final int flags;
    private final int payloadVersion;
    private final @Nullable DurabilityGate gate;
    private final Extensions extensions;

    private AppendOptions(Draft draft) {
        expectedClock = draft.expectedClock;
        mustBeNew = draft.mustBeNew;
        idempotencyKey = draft.idempotencyKey;
        correlationId = draft.correlationId;
        causationId = draft.causationId;
        lane = draft.lane;
        depth = draft.depth;
        flags = draft.flags;
        payloadVersion = draft.payloadVersion;
        gate = draft.gate;
        extensions = draft.extensions;
    }

    /// The fields while one of them changes.
    private static final class Draft {
        private OptionalLong expectedClock = OptionalLong.empty();
        private boolean mustBeNew;
        private @Nullable IdempotencyKey idempotencyKey;
        private @Nullable CorrelationId correlationId;
        private @Nullable CausationId causationId;
        private long lane;
        private long depth;
        private int flags;
        private int payloadVersion;
        private @Nullable DurabilityGate gate;
        private Extensions extensions = Extensions.none();

        private Draft() {}

        private Draft(AppendOptions from) {
            expectedClock = from.expectedClock;
            mustBeNew = from.mustBeNew;
            idempotencyKey = from.idempotencyKey;
            correlationId = from.correlationId;
            causationId = from.causationId;
            lane = from.lane;
            depth = from.depth;
            flags = from.flags;
            payloadVersion = from.payloadVersion;
            gate = from.gate;
            extensions = from.extensions;
        }
    }

    /// Nothing special: lane 0, fresh id, no expectation.
    public static AppendOptions none() {
        return NONE;
    }

    /// The head of (entity, lane) must have this clock; see [#expectedClock(long)].
    public static AppendOptions expecting(long clock) {
        return NONE.expectedClock(clock);
    }

    /// (entity, lane) must have no event yet. Exact, unlike an expected clock of 0.
    public static AppendOptions expectNoStream() {
        Draft draft = new Draft();
        draft.mustBeNew = true;
        return new AppendOptions(draft);
    }

    /// The head of (entity, lane) must have this clock, or the append is refused. A stream without events
    /// counts as clock 0, so 0 also passes for a stream with exactly one event. Replaces [#expectNoStream()].
    ///
    /// @throws InvalidArgumentException if the clock is not 0..4294967295
    public AppendOptions expectedClock(long clock) {
        Draft draft = new Draft(this);
        draft.expectedClock = OptionalLong.of(Ranges.u32("expectedClock", clock));
        draft.mustBeNew = false;
        return new AppendOptions(draft);
    }

    /// Stores the event once however often it is appended; the key becomes the event's id.
    public AppendOptions idempotencyKey(IdempotencyKey key) {
        Draft draft = new Draft(this);
        draft.idempotencyKey = key;
        return new AppendOptions(draft);
    }

    /// The conversation, stored as it is, even nil. Without it the event starts one.
    public AppendOptions correlationId(CorrelationId id) {
        Draft draft = new Draft(this);
        draft.correlationId = id;
        return new AppendOptions(draft);
    }

    /// The event that led to this one; nil changes nothing.
    public AppendOptions causationId(CausationId id) {
        if (id.isNil()) {
            return this;
        }
        Draft draft = new Draft(this);
        draft.causationId = id;
        return new AppendOptions(draft);
    }

    /// The event that led to this one, or none for nil, whatever was said before.
    AppendOptions causedBy(CausationId id) {
        Draft draft = new Draft(this);
        draft.causationId = id.isNil() ? null : id;
        return new AppendOptions(draft);
    }

    /// The lane to append to.
    ///
    /// @throws InvalidArgumentException if it is not 0..4294967295
    public AppendOptions lane(long value) {
        Draft draft = new Draft(this);
        draft.lane = Ranges.u32("lane", value);
        return new AppendOptions(draft);
    }

    /// The depth to store; only metadata.
    ///
    /// @throws InvalidArgumentException if it is not 0..4294967295
    public AppendOptions depth(long value) {
        Draft draft = new Draft(this);
        draft.depth = Ranges.u32("depth", value);
        return new AppendOptions(draft);
    }

    /// The lane to append to, and a depth one below its parent's (at most 4294967295).
    ///
    /// @throws InvalidArgumentException if either is not 0..4294967295
    public AppendOptions branchRoot(long value, long parentDepth) {
        Draft draft = new Draft(this);
        draft.lane = Ranges.u32("lane", value);
        draft.depth = DagPosition.depthBelow(parentDepth);
        return new AppendOptions(draft);
    }

    /// The header's flags, see [EventHeader].
    ///
    /// @throws InvalidArgumentException if they are not 0..255
    public AppendOptions flags(int value) {
        Draft draft = new Draft(this);
        draft.flags = Ranges.u8("flags", value);
        return new AppendOptions(draft);
    }

    /// The version of the payload's type; 0 means untyped.
    ///
    /// @throws InvalidArgumentException if it is not 0..65535
    public AppendOptions payloadVersion(int value) {
        Draft draft = new Draft(this);
        draft.payloadVersion = Ranges.u16("payloadVersion", value);
        return new AppendOptions(draft);
    }

    /// The append waits behind its commit until the event has reached a mark. Only appends of single events
    /// wait; the options of a batch's items do not.
    public AppendOptions gate(DurabilityGate value) {
        Draft draft = new Draft(this);
        draft.gate = value;
        return new AppendOptions(draft);
    }

    /// All receipt extensions.
    public AppendOptions extensions(Extensions value) {
        Draft draft = new Draft(this);
        draft.extensions = value;
        return new AppendOptions(draft);
    }

    /// One more receipt extension; the value is copied.
    ///
    /// @throws InvalidExtensionKeyException if the key breaks a rule
    public AppendOptions extension(String key, byte[] value) {
        return extensions(extensions.with(key, value));
    }

    /// The clock the head of (entity, lane) must have; empty if it does not matter.
    public OptionalLong expectedClock() {
        return expectedClock;
    }

    /// Whether (entity, lane) must have no event yet.
    public boolean mustBeNew() {
        return mustBeNew;
    }

    /// Whether there is an idempotency key.
    public boolean hasIdempotencyKey() {
        return idempotencyKey != null;
    }

    /// The idempotency key; empty for a fresh id.
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /// The conversation; empty if the event starts one.
    public Optional<CorrelationId> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    /// The event that led to this one, never nil; empty if there is none.
    public Optional<CausationId> causationId() {
        return Optional.ofNullable(causationId);
    }

    /// The lane, 0..4294967295.
    public long lane() {
        return lane;
    }

    /// The depth, 0..4294967295.
    public long depth() {
        return depth;
    }

    /// The flags, 0..255.
    public int flags() {
        return flags;
    }

    /// The version of the payload's type, 0..65535.
    public int payloadVersion() {
        return payloadVersion;
    }

    /// What to wait for behind the commit; empty to return at once.
    public Optional<DurabilityGate> gate() {
        return Optional.ofNullable(gate);
    }

    /// The receipt extensions.
    public Extensions extensions() {
        return extensions;
    }
}
