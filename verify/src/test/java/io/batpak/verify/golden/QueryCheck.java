package io.batpak.verify.golden;

import io.batpak.Journal;
import io.batpak.model.Ancestry;
import io.batpak.model.ClockRange;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.KindFilter;
import io.batpak.model.Page;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks a journal every recorded query and lists the answers that differ.
///
/// Answers are compared by event, because a scan cannot know the sequences of every store. Ancestors are
/// compared with the truth, which is recomputed here from the description: the reference follows hashes, and
/// where two events have equal payloads it can jump to the wrong one. Where it does, is collected as a
/// deviation of its own.
final class QueryCheck {
    private final Journal journal;
    private final Map<Long, ObjectNode> bySequence = new TreeMap<>();
    private final Map<String, Long> sequenceById = new HashMap<>();
    private final Map<String, Long> byPlace = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();

    private QueryCheck(Journal journal, GoldenTree tree) {
        this.journal = journal;
        for (ObjectNode event : tree.events()) {
            long sequence = event.path("seq").asLong();
            bySequence.put(sequence, event);
            sequenceById.put(event.path("event_id").asString(), sequence);
            byPlace.put(place(event, event.path("clock").asLong()), sequence);
        }
    }

    /// What the check found.
    ///
    /// @param differences answers of ours that are wrong
    /// @param deviations walks in which the reference leaves the true chain, as `from/limit`
    record Result(List<String> differences, List<String> deviations) {}

    static Result run(Journal journal, GoldenTree tree) {
        QueryCheck check = new QueryCheck(journal, tree);
        tree.objects("queries").forEach(check::ask);
        return new Result(check.differences, check.deviations);
    }

    private void ask(ObjectNode query) {
        JsonNode args = query.path("args");
        JsonNode result = query.path("result");
        switch (query.path("op").asString()) {
            case "by_entity" -> same(query, journal.stream(text(args, "entity")).toList());
            case "by_entity_lane" ->
                same(
                        query,
                        journal.stream(text(args, "entity"), args.path("lane").asLong())
                                .toList());
            case "by_scope" ->
                same(query, journal.query(Region.scope(text(args, "scope"))).toList());
            case "by_kind" -> same(query, journal.query(Region.kind(kind(args))).toList());
            case "region" -> same(query, journal.query(region(args)).toList());
            case "query_after" -> same(query, journal.query(Region.all(), page(args)));
            case "cursor_pages" -> pages(query, args.path("max").asInt());
            case "walk_ancestors" -> ancestors(query, args, result);
            case "latest_lane" -> latest(query, args, result);
            default -> differences.add("no such query: " + query);
        }
    }

    private void latest(ObjectNode query, JsonNode args, JsonNode result) {
        List<Entry> found = journal
                .latest(text(args, "entity"), args.path("lane").asLong())
                .stream()
                .toList();
        JsonNode wanted = query.has("last_visible") ? query.path("last_visible") : result;
        List<Long> sequences = wanted.isNull() ? List.of() : List.of(wanted.asLong());
        compare(query, sequences, sequences(found));
    }

    private void pages(ObjectNode query, int limit) {
        List<List<Long>> pages = new ArrayList<>();
        List<Entry> page = journal.query(Region.all(), Page.first(limit));
        while (!page.isEmpty()) {
            pages.add(sequences(page));
            page = journal.query(Region.all(), Page.after(page.getLast().sequence(), limit));
        }
        List<List<Long>> wanted = new ArrayList<>();
        query.path("result").forEach(recorded -> wanted.add(longs(recorded)));
        compare(query, wanted, pages);
    }

    private void ancestors(ObjectNode query, JsonNode args, JsonNode result) {
        long from = args.path("from").asLong();
        int limit = args.path("limit").asInt();
        List<Long> chain = new ArrayList<>();
        String boundary = trueChain(from, limit, chain);
        Ancestry found = journal.ancestors(id(from), limit);
        compare(
                query,
                chain + " " + boundary,
                found.events().stream().map(this::sequence).toList() + " "
                        + found.boundary().wireName());
        if (!chain.equals(longs(result.path("ancestors")))
                || !boundary.equals(result.path("boundary").asString())) {
            deviations.add(from + "/" + limit);
        }
    }

    /// The chain by place: the predecessor is the visible event one clock earlier on the same (entity, lane).
    private String trueChain(long from, int limit, List<Long> chain) {
        for (long at = from; ; ) {
            chain.add(at);
            ObjectNode event = event(at);
            if (event.path("prev_hash").asString().equals("0".repeat(64))) {
                return "ReachedGenesis";
            }
            Long parent = byPlace.get(place(event, event.path("clock").asLong() - 1));
            if (parent == null || !event(parent).path("event_hash").equals(event.path("prev_hash"))) {
                return "MissingParent";
            }
            if (chain.size() == limit) {
                return "LimitReached";
            }
            at = parent;
        }
    }

    private ObjectNode event(long sequence) {
        return Objects.requireNonNull(bySequence.get(sequence), "the description has no such event");
    }

    private static String place(ObjectNode event, long clock) {
        return event.path("entity").asString() + "\n" + event.path("lane").asLong() + "\n" + clock;
    }

    private void same(ObjectNode query, Collection<Entry> found) {
        compare(query, longs(query.path("result")), sequences(found));
    }

    private void compare(ObjectNode query, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            differences.add(query.path("op") + " " + query.path("args") + ": wanted " + wanted + ", found " + found);
        }
    }

    private Page page(JsonNode args) {
        int limit = args.path("limit").asInt();
        if (args.path("after").isNull()) {
            return Page.first(limit);
        }
        EventId after = id(args.path("after").asLong());
        return Page.after(journal.entry(after).orElseThrow().sequence(), limit);
    }

    private static Region region(JsonNode args) {
        Region region = Region.all();
        if (args.has("entity_prefix")) {
            region = region.withEntity(text(args, "entity_prefix"));
        }
        if (args.has("scope")) {
            region = region.withScope(text(args, "scope"));
        }
        if (args.has("kind")) {
            region = region.withKind(new KindFilter.Exact(kind(args)));
        }
        if (args.has("category")) {
            region = region.withKind(
                    new KindFilter.Category(args.path("category").asInt()));
        }
        if (args.has("clock")) {
            JsonNode clock = args.path("clock");
            region = region.withClockRange(
                    new ClockRange(clock.get(0).asLong(), clock.get(1).asLong()));
        }
        return args.has("lane") ? region.withLane(args.path("lane").asLong()) : region;
    }

    private static EventKind kind(JsonNode args) {
        return EventKind.ofRaw(args.path("kind").asInt());
    }

    private static String text(JsonNode args, String field) {
        return args.path(field).asString();
    }

    private EventId id(long sequence) {
        return EventId.fromHex(event(sequence).path("event_id").asString());
    }

    private List<Long> sequences(Collection<Entry> entries) {
        return entries.stream().map(entry -> described(entry.eventId())).toList();
    }

    private long sequence(StoredEvent event) {
        return described(event.eventId());
    }

    /// The sequence that the description gives an event; -1 for one it does not know.
    private long described(EventId id) {
        return sequenceById.getOrDefault(id.hex(), -1L);
    }

    private static List<Long> longs(JsonNode list) {
        List<Long> numbers = new ArrayList<>();
        list.forEach(number -> numbers.add(number.asLong()));
        return numbers;
    }
}
