package io.batpak.verify.golden;

import io.batpak.Journal;
import io.batpak.hash.Hash256;
import io.batpak.model.CausationId;
import io.batpak.model.DagPosition;
import io.batpak.model.Entry;
import io.batpak.model.EventHeader;
import io.batpak.model.Extensions;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.verify.script.Json;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// An event as `expected.json` describes one, so that both can be compared as text.
final class EventFacts {
    private static final int INLINE_BYTES_MAX = 2048;
    private static final List<String> NOT_ON_DISK = List.of("plaintext_hex", "shredded", "value_read", "reference_saw");

    private EventFacts() {}

    /// All visible events in commit order, each as one line.
    static List<String> of(Journal journal) {
        List<String> lines = new ArrayList<>();
        for (Entry entry : journal.query(Region.all())) {
            lines.add(Json.text(Json.sorted(of(entry, journal.get(entry.eventId())))));
        }
        return lines;
    }

    /// The same line made from the description.
    static String of(ObjectNode described) {
        ObjectNode copy = described.deepCopy();
        copy.remove(NOT_ON_DISK);
        return Json.text(Json.sorted(copy));
    }

    /// A line without its sequence.
    static String withoutSequence(String line) {
        ObjectNode event = Json.parse(line);
        event.remove("seq");
        return Json.text(event);
    }

    private static ObjectNode of(Entry entry, StoredEvent event) {
        EventHeader header = event.header();
        ObjectNode facts = Json.object();
        facts.put("seq", event.sequence());
        facts.put("event_id", header.eventId().hex());
        facts.put("correlation_id", header.correlationId().hex());
        facts.put("causation_id", header.causationId().map(CausationId::hex).orElse(null));
        facts.put("entity", event.coordinate().entity());
        facts.put("scope", event.coordinate().scope());
        facts.putObject("kind")
                .put("category", header.kind().category())
                .put("type_id", header.kind().typeId())
                .put("raw", header.kind().raw());
        DagPosition position = header.position();
        facts.put("lane", position.lane());
        facts.put("depth", position.depth());
        facts.put("clock", position.clock());
        facts.put("wall_ms", position.wallMillis());
        facts.put("counter", position.counter());
        facts.put("timestamp_us", header.timestampMicros());
        facts.put("flags", header.flags());
        facts.put("payload_version", header.payloadVersion());
        facts.put("payload_size", header.payloadLength());
        facts.put("content_hash", header.contentHash().hex());
        facts.put("event_hash", event.chain().event().hex());
        facts.put("prev_hash", event.chain().previous().hex());
        facts.set("receipt_extensions", extensions(event.extensions()));
        facts.put("segment", event.position().segment());
        facts.put("offset", event.position().offset());
        facts.put("length", event.position().length());
        header.encryption()
                .ifPresent(how -> facts.putObject("encryption")
                        .put("keyscope_id", how.keyScopeId().hex())
                        .put("nonce", how.nonce().hex()));
        payload(facts, event.payload());
        indexAgrees(facts, entry);
        return facts;
    }

    private static void payload(ObjectNode facts, byte[] payload) {
        if (payload.length <= INLINE_BYTES_MAX) {
            facts.put("payload_hex", HexFormat.of().formatHex(payload));
        } else {
            facts.put("payload_len", payload.length);
            facts.put(
                    "payload_blake3", HexFormat.of().formatHex(Hash256.blake3().digest(payload)));
        }
    }

    /// What the index says must be what the frame says; a field that differs is added and makes the line
    /// unequal.
    private static void indexAgrees(ObjectNode facts, Entry entry) {
        ObjectNode index = Json.object();
        index.put("seq", entry.sequence());
        index.put("event_id", entry.eventId().hex());
        index.put("correlation_id", entry.correlationId().hex());
        index.put("causation_id", entry.causationId().map(CausationId::hex).orElse(null));
        index.put("entity", entry.entity());
        index.put("scope", entry.scope());
        index.put("lane", entry.lane());
        index.put("depth", entry.depth());
        index.put("clock", entry.clock());
        index.put("wall_ms", entry.wallMillis());
        index.put("event_hash", entry.eventHash().hex());
        index.put("prev_hash", entry.previousHash().hex());
        index.set("receipt_extensions", extensions(entry.extensions()));
        index.put("segment", entry.position().segment());
        index.put("offset", entry.position().offset());
        index.put("length", entry.position().length());
        index.putObject("kind")
                .put("category", entry.kind().category())
                .put("type_id", entry.kind().typeId())
                .put("raw", entry.kind().raw());
        index.properties().forEach(field -> {
            if (!field.getValue().equals(facts.get(field.getKey()))) {
                facts.set("index_says_" + field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode extensions(Extensions extensions) {
        ObjectNode values = Json.object();
        extensions.asMap().forEach((key, value) -> values.put(key, value.hex()));
        return values;
    }
}
