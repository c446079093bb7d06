package io.batpak.cli.script;

import io.batpak.cli.json.ErrorJson;
import io.batpak.cli.json.Json;
import io.batpak.error.Handling;
import io.batpak.error.StoreException;
import io.batpak.fs.IoKind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Errors as the script prints them. Only facts that the error catalogue names leave; what else a leaf
/// carries, such as the option behind a `Configuration` error, stays in the message.
final class ScriptErrors {
    private static final Map<String, Set<String>> FACTS = Map.ofEntries(
            Map.entry("Io", Set.of("io_kind")),
            Map.entry("StoreLocked", Set.of("mode")),
            Map.entry("Coordinate", Set.of("reason", "length", "max")),
            Map.entry("InvalidCoordinate", Set.of("index", "reason")),
            Map.entry("CrcMismatch", Set.of("segment", "offset")),
            Map.entry("CorruptSegment", Set.of("segment")),
            Map.entry("CorruptFrame", Set.of("segment", "offset")),
            Map.entry("SegmentTooManyEntries", Set.of("segment", "count")),
            Map.entry("InternerExhausted", Set.of("count")),
            Map.entry("NotFound", Set.of("event_id")),
            Map.entry("SequenceMismatch", Set.of("entity", "expected", "actual")),
            Map.entry("EntityClockOverflow", Set.of("entity")),
            Map.entry("InvalidClock", Set.of("timestamp_us")),
            Map.entry("WaitTimeout", Set.of("mark", "target", "waited_ms")),
            Map.entry("ReservedKind", Set.of("index", "kind")),
            Map.entry("InvalidPayloadVersion", Set.of("kind")),
            Map.entry("BatchItemTooLarge", Set.of("index", "size", "limit")),
            Map.entry("BatchFailed", Set.of("item_index", "source")),
            Map.entry("BatchSyncFailed", Set.of("item_count", "source")),
            Map.entry("InvalidCausation", Set.of("prior_idx", "item_index")),
            Map.entry("IdempotencyOverflowFailClosed", Set.of("len", "max_keys")),
            Map.entry("HiddenRangesCorrupt", Set.of("kind")),
            Map.entry("HiddenRangesFutureVersion", Set.of("found", "supported")),
            Map.entry("IdempotencyFutureVersion", Set.of("stored", "current")),
            Map.entry("InvariantViolation", Set.of("invariant")),
            Map.entry("ChainVerificationFailed", Set.of("content_hash_mismatches", "dangling_links")),
            Map.entry("CheckpointId", Set.of("reason", "length", "max")),
            Map.entry("CheckpointWriteFailed", Set.of("id")),
            Map.entry("CursorCheckpointRegionMismatch", Set.of("stored", "expected")),
            Map.entry("InvalidExtensionKey", Set.of("reason")),
            Map.entry("InvalidEventKind", Set.of("reason")),
            Map.entry("InvalidRegion", Set.of("reason")));

    private ScriptErrors() {}

    static ObjectNode of(StoreException failure) {
        String kind = failure.kind().wireName();
        return ErrorJson.of(kind, failure.handling(), ErrorJson.text(failure), facts(kind, failure.facts()));
    }

    static ObjectNode of(CommandRefusedException refusal) {
        return ErrorJson.of(refusal.kind(), Handling.REJECTED, ErrorJson.text(refusal), Json.object());
    }

    /// Trouble with files outside a store, told like the store's own.
    static ObjectNode of(IOException failure) {
        IoKind kind = switch (failure) {
            case NoSuchFileException _ -> IoKind.NOT_FOUND;
            case FileAlreadyExistsException _ -> IoKind.ALREADY_EXISTS;
            case AccessDeniedException _ -> IoKind.PERMISSION_DENIED;
            case EOFException _ -> IoKind.UNEXPECTED_EOF;
            default -> IoKind.OTHER;
        };
        String message = failure.getClass().getSimpleName() + ": " + ErrorJson.text(failure);
        return ErrorJson.of("Io", Handling.BUSY, message, facts("Io", Map.of("io_kind", kind.wireName())));
    }

    private static ObjectNode facts(String kind, Map<?, ?> all) {
        Set<String> named = FACTS.getOrDefault(kind, Set.of());
        ObjectNode facts = Json.object();
        all.forEach((name, fact) -> {
            if (name instanceof String text && named.contains(text)) {
                facts.set(text, text.equals("source") ? source(fact) : ErrorJson.plain(fact));
            }
        });
        return facts;
    }

    private static ObjectNode source(Object fact) {
        ObjectNode inner = Json.object();
        if (fact instanceof Map<?, ?> fields && fields.get("kind") instanceof String kind) {
            inner.put("kind", kind);
            inner.set("facts", facts(kind, fields.get("facts") instanceof Map<?, ?> facts ? facts : Map.of()));
        }
        return inner;
    }
}
