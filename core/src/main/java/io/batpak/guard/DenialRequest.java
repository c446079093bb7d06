package io.batpak.guard;

import io.batpak.guard.DenialTrace.ContextPair;
import io.batpak.guard.DenialTrace.Evaluation;
import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A refusal to be recorded: where, which gates were asked in which order, which one refused, what for.
/// Immutable.
///
/// Recorded as an ordinary event of kind [EventKind#SYSTEM_DENIAL] on the caller's coordinate: it takes a clock
/// and a link in that stream's chain, and obeys size, key and expectation like any other.
public final class DenialRequest {
    private final Coordinate at;
    private final AppendOptions options;
    private final DenialTrace trace;

    private DenialRequest(Builder b) {
        at = b.at;
        options = b.options;
        if (options.payloadVersion() != 0) {
            throw new InvalidArgumentException("payloadVersion", options.payloadVersion(), "0 for a denial");
        }
        trace = new DenialTrace(
                b.evaluations(),
                Optional.ofNullable(b.pipelineId),
                b.proposedKind,
                Optional.ofNullable(b.proposedContentHash));
    }

    /// Starts a request: this gate refused an event of this kind at this coordinate.
    public static Builder of(Coordinate at, String failingGate, EventKind proposedKind) {
        return new Builder(at, failingGate, proposedKind);
    }

    /// Starts a request of a denial by one of these gates.
    public static Builder of(Coordinate at, GateSet<?> gates, Denial denial, EventKind proposedKind) {
        Builder builder = of(at, denial.gate(), proposedKind)
                .gates(gates.names())
                .code(denial.code())
                .message(denial.message());
        denial.context().forEach(fact -> builder.context(fact.key(), fact.value()));
        return builder;
    }

    /// Where the denial is recorded.
    public Coordinate at() {
        return at;
    }

    /// The kind of every denial.
    public EventKind kind() {
        return EventKind.SYSTEM_DENIAL;
    }

    /// How it is appended.
    public AppendOptions options() {
        return options;
    }

    /// What is recorded.
    public DenialTrace trace() {
        return trace;
    }

    /// The bytes that are stored.
    public Payload payload() {
        return trace.payload();
    }

    /// Collects a request. One thread at a time.
    public static final class Builder {
        private final Coordinate at;
        private final String failingGate;
        private final EventKind proposedKind;
        private final List<String> gates = new ArrayList<>();
        private final List<ContextPair> context = new ArrayList<>();
        private String code = "";
        private String message = "";
        private @Nullable Hash proposedContentHash;
        private @Nullable String pipelineId;
        private AppendOptions options = AppendOptions.none();

        private Builder(Coordinate at, String failingGate, EventKind proposedKind) {
            this.at = at;
            this.failingGate = failingGate;
            this.proposedKind = proposedKind;
        }

        /// More gates, in the order in which they are asked; the failing one among them. If it is missing, it
        /// counts as a last one.
        public Builder gates(List<String> names) {
            gates.addAll(names);
            return this;
        }

        /// The reason as a short code; empty at first.
        public Builder code(String value) {
            code = value;
            return this;
        }

        /// The reason for people; empty at first.
        public Builder message(String value) {
            message = value;
            return this;
        }

        /// One more fact about the refusal; order and repeated keys are kept.
        public Builder context(String key, String value) {
            context.add(new ContextPair(key, value));
            return this;
        }

        /// The hash of the payload that was refused.
        public Builder proposedContentHash(Hash hash) {
            proposedContentHash = hash;
            return this;
        }

        /// The pipeline that asked the gates.
        public Builder pipelineId(String id) {
            pipelineId = id;
            return this;
        }

        /// Expected clock, key, lane, extensions and gate of the append.
        public Builder options(AppendOptions value) {
            options = value;
            return this;
        }

        /// The request.
        ///
        /// @throws InvalidArgumentException if a text has no UTF-8 form, or the options carry a payload
        ///     version, which denials do not have
        public DenialRequest build() {
            return new DenialRequest(this);
        }

        private List<Evaluation> evaluations() {
            return Evaluations.of(gates, failingGate, new Verdict.Deny(code, message, context));
        }
    }
}
