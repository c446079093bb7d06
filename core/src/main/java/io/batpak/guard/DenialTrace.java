package io.batpak.guard;

import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Payload;
import io.batpak.model.PayloadFormatException;
import java.util.List;
import java.util.Optional;

/// What a denial records: how each gate answered, and what was refused. Immutable; every instance can be
/// encoded.
///
/// @param evaluations the gates in the order in which they were asked
/// @param pipelineId the pipeline that asked; empty if none was named
/// @param proposedKind the kind of the event that was refused
/// @param proposedContentHash the hash of its payload; empty if it is not known
public record DenialTrace(
        List<Evaluation> evaluations,
        Optional<String> pipelineId,
        EventKind proposedKind,
        Optional<Hash> proposedContentHash) {
    /// Copies the list.
    ///
    /// @throws InvalidArgumentException if the pipeline's id has no UTF-8 form
    public DenialTrace {
        evaluations = List.copyOf(evaluations);
        pipelineId.ifPresent(id -> Texts.requireUtf8("pipelineId", id));
    }

    /// How one gate answered.
    ///
    /// @param gateId the gate's name; whatever stands there is kept, the rules of names are those of
    ///     [DenialRequest]
    /// @param verdict the answer
    /// @param evidenceHash the hash of what the gate looked at; empty if it left none, as all do today
    public record Evaluation(String gateId, Verdict verdict, Optional<Hash> evidenceHash) {
        /// @throws InvalidArgumentException if the id has no UTF-8 form
        public Evaluation {
            Texts.requireUtf8("gateId", gateId);
        }
    }

    /// The answer of a gate.
    public sealed interface Verdict {
        /// It let the event pass.
        record Permit() implements Verdict {}

        /// It was not asked, because one before it refused.
        record Skipped() implements Verdict {}

        /// It refused.
        ///
        /// @param code the reason as a short code, may be empty
        /// @param message the reason for people, may be empty
        /// @param context facts, in the order given
        record Deny(String code, String message, List<ContextPair> context) implements Verdict {
            /// Copies the list.
            ///
            /// @throws InvalidArgumentException if a text has no UTF-8 form
            public Deny {
                Texts.requireUtf8("code", code);
                Texts.requireUtf8("message", message);
                context = List.copyOf(context);
            }
        }
    }

    /// A fact about a refusal. Keys may repeat.
    ///
    /// @param key what it is
    /// @param value what it was
    public record ContextPair(String key, String value) {
        /// @throws InvalidArgumentException if either has no UTF-8 form
        public ContextPair {
            Texts.requireUtf8("context key", key);
            Texts.requireUtf8("context value", value);
        }
    }

    /// Reads the stored payload of an event of kind [EventKind#SYSTEM_DENIAL].
    ///
    /// @throws PayloadFormatException if the bytes are no denial, or others follow it
    public static DenialTrace of(byte[] payload) {
        return DenialCodec.decode(payload);
    }

    /// The evaluation that refused; empty in a trace that nobody here wrote.
    public Optional<Evaluation> denied() {
        return evaluations.stream()
                .filter(each -> each.verdict() instanceof Verdict.Deny)
                .findFirst();
    }

    /// The bytes that are stored.
    public Payload payload() {
        return Payload.handedOver(DenialCodec.encode(this));
    }
}
