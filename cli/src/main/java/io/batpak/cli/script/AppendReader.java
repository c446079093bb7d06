package io.batpak.cli.script;

import io.batpak.cli.json.PayloadJson;
import io.batpak.guard.DenialRequest;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.CausationId;
import io.batpak.model.CausationRef;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.DurabilityGate;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Mark;
import io.batpak.model.Payload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The arguments of appends as model values.
final class AppendReader {
    private static final Set<String> OPTION_KEYS = Set.of(
            "expected_clock",
            "expect_no_stream",
            "idempotency_key",
            "correlation_id",
            "causation_id",
            "lane",
            "depth",
            "branch_root",
            "flags",
            "payload_version",
            "extensions",
            "gate");
    private static final Map<String, Mark> MARKS =
            Stream.of(Mark.values()).collect(Collectors.toMap(Mark::wireName, Function.identity()));

    private AppendReader() {}

    static Mark mark(Arguments arguments) {
        Mark mark = MARKS.get(arguments.text("mark"));
        if (mark == null) {
            throw CommandRefusedException.scriptError("argument mark must be one of " + MARKS.keySet());
        }
        return mark;
    }

    static Duration timeout(Arguments arguments) {
        return Duration.ofMillis(arguments.unsigned("timeout_ms"));
    }

    /// Waits for a mark to cover the append, at most so long.
    static Optional<DurabilityGate> gate(Arguments arguments) {
        return arguments
                .optionalObject("gate")
                .map(gate -> gate.onlyKeys(Set.of("mark", "timeout_ms")))
                .map(gate -> new DurabilityGate(mark(gate), timeout(gate)));
    }

    /// What, of which kind, and where.
    record Event(Coordinate at, EventKind kind, Payload payload) {}

    static Event event(Arguments arguments) {
        return new Event(coordinate(arguments), kind(arguments), payload(arguments));
    }

    static Coordinate coordinate(Arguments arguments) {
        return Coordinate.of(arguments.text("entity"), arguments.text("scope"));
    }

    private static EventKind kind(Arguments arguments) {
        return EventKind.ofRaw(arguments.kind("kind"));
    }

    private static Payload payload(Arguments arguments) {
        Optional<byte[]> verbatim = arguments.optionalBytes("payload_hex");
        Optional<JsonNode> document = arguments.raw("payload");
        if (verbatim.isPresent() == document.isPresent()) {
            throw CommandRefusedException.scriptError("give either payload or payload_hex");
        }
        if (verbatim.isPresent()) {
            return Payload.messagePack(verbatim.get());
        }
        try {
            return Payload.of(PayloadJson.value(document.orElseThrow()));
        } catch (InvalidArgumentException e) {
            throw CommandRefusedException.scriptError("argument payload cannot be stored: " + e.getMessage());
        }
    }

    /// The `options` with their gate; of a batch's item the gate means nothing.
    static AppendOptions options(Arguments command) {
        Arguments given = command.object("options").onlyKeys(OPTION_KEYS);
        boolean newStream = given.flag("expect_no_stream");
        if (newStream && given.has("expected_clock")) {
            throw CommandRefusedException.scriptError("expected_clock and expect_no_stream exclude each other");
        }
        AppendOptions options = newStream ? AppendOptions.expectNoStream() : AppendOptions.none();
        if (given.has("expected_clock")) {
            options = options.expectedClock(given.number("expected_clock", Arguments.U32_MAX));
        }
        if (given.has("idempotency_key")) {
            options = options.idempotencyKey(IdempotencyKey.fromHex(given.id("idempotency_key")));
        }
        if (given.has("correlation_id")) {
            options = options.correlationId(CorrelationId.fromHex(given.id("correlation_id")));
        }
        if (given.has("causation_id")) {
            options = options.causationId(CausationId.fromHex(given.id("causation_id")));
        }
        if (given.has("flags")) {
            options = options.flags((int) given.number("flags", Arguments.U8_MAX));
        }
        if (given.has("payload_version")) {
            options = options.payloadVersion((int) given.number("payload_version", Arguments.U16_MAX));
        }
        Optional<DurabilityGate> gate = gate(given);
        if (gate.isPresent()) {
            options = options.gate(gate.get());
        }
        return place(options, given).extensions(extensions(given));
    }

    private static AppendOptions place(AppendOptions options, Arguments given) {
        Optional<Arguments> root = given.optionalObject("branch_root");
        if (root.isPresent()) {
            root.get().onlyKeys(Set.of("lane", "parent_depth"));
            return options.branchRoot(
                    root.get().number("lane", Arguments.U32_MAX), root.get().number("parent_depth", Arguments.U32_MAX));
        }
        return options.lane(given.optionalNumber("lane", Arguments.U32_MAX).orElse(0))
                .depth(given.optionalNumber("depth", Arguments.U32_MAX).orElse(0));
    }

    /// The object `extensions` as those of an append: keys are checked.
    static Extensions extensions(Arguments given) {
        Arguments named = given.object("extensions");
        Extensions extensions = Extensions.none();
        for (String key : named.names()) {
            extensions = extensions.with(key, named.bytes(key));
        }
        return extensions;
    }

    static DenialRequest denial(Arguments command) {
        DenialRequest.Builder denial = DenialRequest.of(
                        coordinate(command), command.text("failing"), EventKind.ofRaw(command.kind("proposed_kind")))
                .gates(command.texts("gates"))
                .code(command.text("code"))
                .message(command.text("message"))
                .options(options(command));
        command.textTuples("context", 2).forEach(pair -> denial.context(pair.getFirst(), pair.getLast()));
        try {
            return denial.build();
        } catch (InvalidArgumentException e) {
            throw CommandRefusedException.scriptError("no denial can say this: " + e.getMessage());
        }
    }

    static List<BatchItem> items(Arguments command) {
        return command.objects("items").stream().map(AppendReader::item).toList();
    }

    private static BatchItem item(Arguments item) {
        return new BatchItem(coordinate(item), kind(item), payload(item), options(item), causation(item));
    }

    private static CausationRef causation(Arguments item) {
        if (!item.has("causation")) {
            return new CausationRef.None();
        }
        if (item.raw("causation").filter(JsonNode::isObject).isEmpty()) {
            return new CausationRef.Absolute(CausationId.fromHex(item.id("causation")));
        }
        Arguments prior = item.object("causation").onlyKeys(Set.of("prior"));
        return new CausationRef.PriorItem((int) prior.number("prior", Integer.MAX_VALUE));
    }
}
