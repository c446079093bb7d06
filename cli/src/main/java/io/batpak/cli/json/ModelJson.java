package io.batpak.cli.json;

import io.batpak.model.CausalGraph;
import io.batpak.model.CausationId;
import io.batpak.model.ChainReport;
import io.batpak.model.Entry;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.FramePosition;
import io.batpak.model.Frontier;
import io.batpak.model.HlcPoint;
import io.batpak.model.LaneFrontier;
import io.batpak.model.Mark;
import io.batpak.model.Receipt;
import io.batpak.model.Signature;
import io.batpak.model.StoredEvent;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Entries, events, receipts and frontiers as JSON objects.
public final class ModelJson {
    /// Payloads above this many bytes are shown by hash and length.
    public static final int PAYLOAD_SHOWN_BYTES_MAX = 4096;

    private static final int HASH_BYTES = 32;

    private ModelJson() {}

    /// An index entry.
    public static ObjectNode entry(Entry entry) {
        ObjectNode node = Json.object();
        node.set("sequence", Json.unsigned(entry.sequence()));
        node.put("event_id", entry.eventId().hex());
        node.put("correlation_id", entry.correlationId().hex());
        node.put("causation_id", causation(entry.causationId()));
        node.put("entity", entry.entity());
        node.put("scope", entry.scope());
        node.put("kind", kind(entry.kind()));
        node.put("lane", entry.lane());
        node.put("depth", entry.depth());
        node.put("clock", entry.clock());
        node.set("wall_ms", Json.unsigned(entry.wallMillis()));
        node.put("prev_hash", entry.previousHash().hex());
        node.put("event_hash", entry.eventHash().hex());
        node.set("extensions", extensions(entry.extensions()));
        node.set("position", position(entry.position()));
        return node;
    }

    /// Entries in the order given.
    public static ArrayNode entries(Iterable<Entry> entries) {
        ArrayNode list = Json.array();
        entries.forEach(entry -> list.add(entry(entry)));
        return list;
    }

    /// An event: its entry, its header facts and its payload bytes as stored.
    public static ObjectNode event(StoredEvent event) {
        EventHeader header = event.header();
        ObjectNode node = Json.object();
        node.set("sequence", Json.unsigned(event.sequence()));
        node.put("event_id", header.eventId().hex());
        node.put("correlation_id", header.correlationId().hex());
        node.put("causation_id", causation(header.causationId()));
        node.put("entity", event.coordinate().entity());
        node.put("scope", event.coordinate().scope());
        node.put("kind", kind(header.kind()));
        node.put("lane", header.position().lane());
        node.put("depth", header.position().depth());
        node.put("clock", header.position().clock());
        node.set("wall_ms", Json.unsigned(header.position().wallMillis()));
        node.put("prev_hash", event.chain().previous().hex());
        node.put("event_hash", event.chain().event().hex());
        node.set("extensions", extensions(event.extensions()));
        node.set("position", position(event.position()));
        node.put("timestamp_us", header.timestampMicros());
        node.put("flags", header.flags());
        node.put("payload_version", header.payloadVersion());
        node.set("payload_size", Json.unsigned(header.payloadLength()));
        node.put("content_hash", header.contentHash().hex());
        putPayload(node, event.payload());
        header.encryption().ifPresent(metadata -> {
            ObjectNode encryption = node.putObject("encryption");
            encryption.put("keyscope_hex", metadata.keyScopeId().hex());
            encryption.put("nonce_hex", metadata.nonce().hex());
        });
        return node;
    }

    private static void putPayload(ObjectNode node, byte[] payload) {
        if (payload.length <= PAYLOAD_SHOWN_BYTES_MAX) {
            node.put("payload_hex", HexFormat.of().formatHex(payload));
            return;
        }
        Blake3Digest digest = new Blake3Digest();
        digest.update(payload, 0, payload.length);
        byte[] hash = new byte[HASH_BYTES];
        digest.doFinal(hash, 0, HASH_BYTES);
        node.put("payload_blake3", HexFormat.of().formatHex(hash));
        node.put("payload_length", payload.length);
    }

    /// A receipt; an unsigned one is shown with an all-zero key id and a null signature.
    public static ObjectNode receipt(Receipt receipt) {
        ObjectNode node = Json.object();
        node.put("event_id", receipt.eventId().hex());
        node.set("sequence", Json.unsigned(receipt.sequence()));
        node.put("content_hash", receipt.contentHash().hex());
        node.put("key_id", receipt.keyId().hex());
        node.put("signature", receipt.signature().map(Signature::hex).orElse(null));
        node.set("extensions", extensions(receipt.extensions()));
        node.set("position", position(receipt.position()));
        return node;
    }

    /// The six marks and those of each lane, lanes ascending.
    public static ObjectNode frontier(Frontier frontier) {
        ObjectNode node = marks(frontier::at);
        ArrayNode lanes = node.putArray("lanes");
        for (LaneFrontier lane : frontier.lanes()) {
            ObjectNode shown = Json.object();
            shown.put("lane", lane.lane());
            shown.setAll(marks(lane::at));
            lanes.add(shown);
        }
        return node;
    }

    private static ObjectNode marks(Function<Mark, HlcPoint> points) {
        ObjectNode node = Json.object();
        for (Mark mark : Mark.values()) {
            node.set(mark.wireName(), point(points.apply(mark)));
        }
        return node;
    }

    private static ObjectNode point(HlcPoint point) {
        ObjectNode node = Json.object();
        node.set("wall_ms", Json.unsigned(point.wallMillis()));
        node.set("sequence", Json.unsigned(point.sequence()));
        return node;
    }

    /// What a chain verification found; the last field only if there is something to tell.
    public static ObjectNode chain(ChainReport report) {
        ObjectNode node = Json.object();
        node.put("events", report.events());
        node.set("content_hash_mismatches", ids(report.contentHashMismatches()));
        node.set("dangling_links", ids(report.danglingLinks()));
        if (!report.declaredCuts().isEmpty()) {
            node.set("declared_cuts", ids(report.declaredCuts()));
        }
        return node;
    }

    /// A causal graph: its events in commit order, and an edge for each that names a cause.
    public static ObjectNode causalGraph(CausalGraph graph) {
        ObjectNode node = Json.object();
        ArrayNode nodes = node.putArray("nodes");
        for (CausalGraph.Node each : graph.nodes()) {
            ObjectNode shown = nodes.addObject();
            shown.put("event_id", each.eventId().hex());
            shown.put("causation_id", causation(each.causationId()));
            shown.set("sequence", Json.unsigned(each.sequence()));
            shown.put("kind", kind(each.kind()));
            shown.put("entity", each.entity());
            shown.put("scope", each.scope());
            shown.set("wall_ms", Json.unsigned(each.wallMillis()));
        }
        ArrayNode edges = node.putArray("edges");
        for (CausalGraph.Edge edge : graph.edges()) {
            ObjectNode shown = edges.addObject();
            shown.put("cause", edge.cause().hex());
            shown.put("effect", edge.effect().eventId().hex());
            shown.put("cause_is", edge.standing().name().toLowerCase(Locale.ROOT));
        }
        node.set("unknown_causes", ids(graph.unknownCauses()));
        node.put("cut_off", graph.cutOff());
        return node;
    }

    /// Event ids in the order given.
    public static ArrayNode ids(List<EventId> ids) {
        ArrayNode list = Json.array();
        ids.forEach(id -> list.add(id.hex()));
        return list;
    }

    /// The raw kind as four hex digits.
    public static String kind(EventKind kind) {
        return kind.hex();
    }

    private static @Nullable String causation(Optional<CausationId> causation) {
        return causation.map(CausationId::hex).orElse(null);
    }

    private static ObjectNode extensions(Extensions extensions) {
        ObjectNode node = Json.object();
        extensions.asMap().forEach((key, value) -> node.put(key, value.hex()));
        return node;
    }

    private static ObjectNode position(FramePosition position) {
        ObjectNode node = Json.object();
        node.set("segment", Json.unsigned(position.segment()));
        node.set("offset", Json.unsigned(position.offset()));
        node.put("length", position.length());
        return node;
    }
}
