package io.batpak.guard;

import io.batpak.guard.DenialTrace.ContextPair;
import io.batpak.guard.DenialTrace.Evaluation;
import io.batpak.guard.DenialTrace.Verdict;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.PayloadFormatException;
import io.batpak.model.PayloadFormatException.Reason;
import io.batpak.msgpack.KeyTable;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.msgpack.MessageReader;
import io.batpak.msgpack.MessageType;
import io.batpak.msgpack.MessageWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bytes of a denial.
///
/// ```
/// {evaluations: [{gate_id str, verdict, evidence_hash nil|[32]} ...], pipeline_id nil|str,
///  proposed_kind u16, proposed_content_hash nil|[32]}
/// verdict = "Permit" | "Skipped" | {"Deny": {code str, message str, context [[str, str] ...]}}
/// ```
///
/// Reading, keys may come in any order and unknown ones are passed over.
/// Bytes: docs/formats/denial.md
final class DenialCodec {
    private static final int TYPICAL_BYTES = 512;
    private static final int U16_MAX = 0xFFFF;
    private static final String PERMIT = "Permit";
    private static final String SKIPPED = "Skipped";
    private static final String DENY = "Deny";
    private static final KeyTable TRACE =
            KeyTable.of("evaluations", "pipeline_id", "proposed_kind", "proposed_content_hash");
    private static final KeyTable EVALUATION = KeyTable.of("gate_id", "verdict", "evidence_hash");
    private static final KeyTable VERDICT = KeyTable.of(DENY);
    private static final KeyTable DENIAL = KeyTable.of("code", "message", "context");

    private final MessageReader reader;

    private DenialCodec(MessageReader reader) {
        this.reader = reader;
    }

    static byte[] encode(DenialTrace trace) {
        MessageWriter out = new MessageWriter(TYPICAL_BYTES);
        out.mapHeader(TRACE.size());
        out.string(TRACE.name(0));
        out.arrayHeader(trace.evaluations().size());
        trace.evaluations().forEach(evaluation -> put(out, evaluation));
        out.string(TRACE.name(1));
        trace.pipelineId().ifPresentOrElse(out::string, out::nil);
        out.string(TRACE.name(2));
        out.unsigned(trace.proposedKind().raw());
        out.string(TRACE.name(3));
        put(out, trace.proposedContentHash());
        return out.toByteArray();
    }

    private static void put(MessageWriter out, Evaluation evaluation) {
        out.mapHeader(EVALUATION.size());
        out.string(EVALUATION.name(0));
        out.string(evaluation.gateId());
        out.string(EVALUATION.name(1));
        switch (evaluation.verdict()) {
            case Verdict.Permit permit -> out.string(PERMIT);
            case Verdict.Skipped skipped -> out.string(SKIPPED);
            case Verdict.Deny deny -> {
                out.mapHeader(1);
                out.string(DENY);
                put(out, deny);
            }
        }
        out.string(EVALUATION.name(2));
        put(out, evaluation.evidenceHash());
    }

    private static void put(MessageWriter out, Verdict.Deny deny) {
        out.mapHeader(DENIAL.size());
        out.string(DENIAL.name(0));
        out.string(deny.code());
        out.string(DENIAL.name(1));
        out.string(deny.message());
        out.string(DENIAL.name(2));
        out.arrayHeader(deny.context().size());
        for (ContextPair pair : deny.context()) {
            out.arrayHeader(2);
            out.string(pair.key());
            out.string(pair.value());
        }
    }

    private static void put(MessageWriter out, Optional<Hash> hash) {
        hash.ifPresentOrElse(value -> out.intArray(value.toByteArray(), 0, Hash.BYTES), out::nil);
    }

    static DenialTrace decode(byte[] payload) {
        MessageReader reader = new MessageReader(payload);
        try {
            DenialTrace trace = new DenialCodec(reader).trace();
            if (reader.remaining() > 0) {
                throw otherShape("bytes behind the denial", reader);
            }
            return trace;
        } catch (MessageFormatException e) {
            throw new PayloadFormatException(Reason.OTHER_SHAPE, "the payload is no denial: " + e.getMessage(), e);
        }
    }

    private DenialTrace trace() {
        List<Evaluation> evaluations = new ArrayList<>();
        Optional<String> pipelineId = Optional.empty();
        int proposedKind = 0;
        Optional<Hash> contentHash = Optional.empty();
        Fields fields = new Fields(reader, TRACE);
        for (int field = fields.next(); field != Fields.END; field = fields.next()) {
            switch (field) {
                case 0 -> evaluations = evaluations();
                case 1 -> pipelineId = reader.tryNil() ? Optional.empty() : Optional.of(reader.string());
                case 2 -> proposedKind = (int) reader.unsigned(U16_MAX);
                default -> contentHash = hash();
            }
        }
        return new DenialTrace(evaluations, pipelineId, EventKind.ofRaw(proposedKind), contentHash);
    }

    private List<Evaluation> evaluations() {
        int count = reader.arrayHeader();
        List<Evaluation> evaluations = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            evaluations.add(evaluation());
        }
        return evaluations;
    }

    private Evaluation evaluation() {
        String gateId = "";
        Verdict verdict = new Verdict.Skipped();
        Optional<Hash> evidence = Optional.empty();
        Fields fields = new Fields(reader, EVALUATION);
        for (int field = fields.next(); field != Fields.END; field = fields.next()) {
            switch (field) {
                case 0 -> gateId = reader.string();
                case 1 -> verdict = verdict();
                default -> evidence = hash();
            }
        }
        return new Evaluation(gateId, verdict, evidence);
    }

    private Verdict verdict() {
        if (reader.peekType() == MessageType.STRING) {
            String name = reader.string();
            return switch (name) {
                case PERMIT -> new Verdict.Permit();
                case SKIPPED -> new Verdict.Skipped();
                default -> throw otherShape("an unknown verdict", reader);
            };
        }
        if (reader.mapHeader() != 1 || reader.keyIndex(VERDICT) != 0) {
            throw otherShape("an unknown verdict", reader);
        }
        return denial();
    }

    private Verdict denial() {
        String code = "";
        String message = "";
        List<ContextPair> context = List.of();
        Fields fields = new Fields(reader, DENIAL);
        for (int field = fields.next(); field != Fields.END; field = fields.next()) {
            switch (field) {
                case 0 -> code = reader.string();
                case 1 -> message = reader.string();
                default -> context = context();
            }
        }
        return new Verdict.Deny(code, message, context);
    }

    private List<ContextPair> context() {
        int count = reader.arrayHeader();
        List<ContextPair> pairs = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            if (reader.arrayHeader() != 2) {
                throw otherShape("context that is no pair", reader);
            }
            pairs.add(new ContextPair(reader.string(), reader.string()));
        }
        return pairs;
    }

    private Optional<Hash> hash() {
        if (reader.tryNil()) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Hash.BYTES];
        reader.intArrayExactly(bytes, 0, Hash.BYTES);
        return Optional.of(Hash.of(bytes));
    }

    static PayloadFormatException otherShape(String what, MessageReader reader) {
        return new PayloadFormatException(
                Reason.OTHER_SHAPE, "the payload has " + what + " at offset " + reader.position(), null);
    }
}
