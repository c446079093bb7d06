package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes a script from a seed: sessions on one directory that append with every option, read in every way,
/// meet refusals, rotate, close or drop and open again. The same seed always gives the same script.
///
/// No encryption, fences, tickets or compaction. The clock stands still between `clock` commands, so that
/// times count; most scripts sync after every event, so that the durable mark counts.
public final class RandomScripts {
    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final int APPEND_BYTES_MAX = 8000;
    private static final List<String> MARKS = List.of("accepted", "written", "visible", "emitted");
    private static final List<String> TOPOLOGIES = List.of("aos", "scan", "entity-local", "tiled", "all");

    private final RandomValues values;
    private final List<ObjectNode> commands = new ArrayList<>();
    private final Map<String, Long> nextClocks = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> usedKeys = new ArrayList<>();
    private final int syncEvery;
    private final int segmentBytesMax;
    private long micros = START_MICROS;
    private int appended;

    private RandomScripts(Random random) {
        values = new RandomValues(random);
        syncEvery = values.oneOf(List.of(1, 1, 1, 1, 3, 1000));
        segmentBytesMax = values.oneOf(List.of(600, 1500, 4000, 65_536));
    }

    /// The script of a seed.
    public static Script script(long seed) {
        RandomScripts scripts = new RandomScripts(new Random(seed));
        scripts.sessions();
        return new Script("random seed " + seed, scripts.commands);
    }

    /// Commands that fill a directory and close it; every later command on it may expect the same events.
    public static Script filling(long seed) {
        RandomScripts scripts = new RandomScripts(new Random(seed));
        scripts.writeSession(20 + scripts.values.below(30));
        scripts.end(scripts.values.chance(80));
        return new Script("filling seed " + seed, scripts.commands);
    }

    /// The commands that list and verify everything in a directory, opened as `mode`.
    public static Script listing(String mode) {
        List<String> lines = new ArrayList<>(List.of(
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"" + mode + "\",\"config\":{\"sync_every\":1,\"clock_us\":"
                        + (START_MICROS + 4_000_000_000L) + ",\"chain_verification\":\"recompute\"}}",
                "{\"op\":\"query\"}",
                "{\"op\":\"verify_chain\"}"));
        for (String entity : List.of("order:1", "order:2", "user", "batpak:store")) {
            lines.add("{\"op\":\"stream\",\"entity\":\"" + entity + "\"}");
        }
        lines.add("{\"op\":\"close\"}");
        return Script.of("listing", lines);
    }

    private void sessions() {
        writeSession(15 + values.below(30));
        end(values.chance(70));
        for (int session = values.below(4); session > 0; session--) {
            if (values.chance(35)) {
                readSession(4 + values.below(8));
            } else {
                writeSession(5 + values.below(20));
            }
            end(values.chance(70));
        }
    }

    private void writeSession(int length) {
        open("write");
        for (int i = 0; i < length; i++) {
            switch (values.below(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> append();
                case 8 -> refusedAppend();
                case 9 -> batch();
                case 10 -> reaction();
                case 11 -> clock();
                case 12 -> add("sync");
                case 13 -> waitFor();
                default -> read();
            }
        }
        add("query");
        add("verify_chain");
    }

    private void readSession(int length) {
        open("read");
        for (int i = 0; i < length; i++) {
            read();
        }
        add("query");
        ObjectNode refused = at("append");
        values.payload(refused);
    }

    private void open(String mode) {
        ObjectNode config = Json.object()
                .put("segment_max_bytes", segmentBytesMax)
                .put("sync_every", syncEvery)
                .put("clock_us", micros)
                .put("single_append_max_bytes", APPEND_BYTES_MAX);
        if (values.chance(30)) {
            config.put("sync_mode", "data");
        }
        if (values.chance(25)) {
            config.put("mmap_index", false);
        }
        if (values.chance(25)) {
            config.put("checkpoint", false);
        }
        if (values.chance(25)) {
            config.put("topology", values.oneOf(TOPOLOGIES));
        }
        if (values.chance(20)) {
            config.put("chain_verification", "recompute");
        }
        add("open").put("dir", "a").put("mode", mode).set("config", config);
    }

    private void end(boolean cleanly) {
        add(cleanly ? "close" : "drop");
        if (values.chance(50)) {
            micros += values.below(5_000_000);
        }
    }

    private void append() {
        ObjectNode command = at("append").put("id", "r" + appended);
        values.payload(command);
        ObjectNode options = Json.object();
        long lane = lane(options);
        boolean refused = expectation(options, command, lane);
        if (values.chance(25)) {
            chosenId(options);
        }
        if (values.chance(20)) {
            options.put("correlation_id", values.chance(50) ? values.id() : someEvent());
        }
        if (values.chance(25)) {
            options.put("causation_id", values.chance(15) ? "0".repeat(32) : someEvent());
        }
        if (values.chance(15)) {
            options.put("flags", values.oneOf(List.of(0, 1, 2, 8, 255)));
        }
        if (values.chance(30)) {
            values.extensions(options);
        }
        if (!options.isEmpty()) {
            command.set("options", options);
        }
        if (!refused) {
            committed(command, lane);
        }
    }

    /// Chooses lane and depth, in one of the forms the protocol has.
    private long lane(ObjectNode options) {
        if (values.chance(55)) {
            return 0;
        }
        long lane = values.lane();
        if (values.chance(25)) {
            options.set("branch_root", Json.object().put("lane", lane).put("parent_depth", values.below(5)));
            return lane;
        }
        options.put("lane", lane);
        if (values.chance(30)) {
            options.put("depth", values.below(9));
        }
        return lane;
    }

    /// Adds a compare-and-set; true when it must be refused.
    private boolean expectation(ObjectNode options, ObjectNode command, long lane) {
        if (values.chance(65)) {
            return false;
        }
        long next = nextClocks.getOrDefault(streamOf(command, lane), 0L);
        long head = Math.max(0, next - 1);
        if (values.chance(65)) {
            options.put("expected_clock", head);
            return false;
        }
        options.put("expected_clock", head + 1 + values.below(3));
        return true;
    }

    private void chosenId(ObjectNode options) {
        String key = values.id();
        usedKeys.add(key);
        options.put("idempotency_key", key);
    }

    private void committed(ObjectNode command, long lane) {
        nextClocks.merge(streamOf(command, lane), 1L, Long::sum);
        events.add("@r" + appended + ".receipt.event_id");
        appended++;
    }

    private static String streamOf(ObjectNode command, long lane) {
        return lane + " " + command.path("entity").asString("");
    }

    /// An append with exactly one fault.
    private void refusedAppend() {
        ObjectNode command = at("append");
        ObjectNode options = Json.object();
        switch (values.below(6)) {
            case 0 -> command.put("entity", values.badName());
            case 1 -> command.put("scope", values.badName());
            case 2 -> command.put("kind", values.refusedKind());
            case 3 -> values.badExtension(options);
            case 4 -> options.put("unknown_option", 1);
            default -> {
                values.largePayload(command, APPEND_BYTES_MAX);
                return;
            }
        }
        values.payload(command);
        if (!options.isEmpty()) {
            command.set("options", options);
        }
    }

    private void batch() {
        ObjectNode command = add("batch");
        ArrayNode items = Json.array();
        int count = values.below(5);
        boolean keyed = values.chance(30);
        for (int i = 0; i < count; i++) {
            ObjectNode item = Json.object()
                    .put("entity", values.entity())
                    .put("scope", values.scope())
                    .put("kind", values.kind());
            values.payload(item);
            ObjectNode options = Json.object();
            long lane = lane(options);
            if (keyed) {
                chosenId(options);
            }
            if (values.chance(25)) {
                values.extensions(options);
            }
            if (!options.isEmpty()) {
                item.set("options", options);
            }
            if (i > 0 && values.chance(40)) {
                item.set("causation", Json.object().put("prior", values.below(i)));
            } else if (values.chance(20)) {
                item.put("causation", someEvent());
            }
            nextClocks.merge(streamOf(item, lane), 1L, Long::sum);
            items.add(item);
        }
        command.set("items", items);
    }

    private void reaction() {
        ObjectNode command = at("reaction");
        values.payload(command);
        command.put("correlation_id", values.chance(10) ? "0".repeat(32) : someEvent());
        command.put("causation_id", values.chance(15) ? "0".repeat(32) : someEvent());
        nextClocks.merge(streamOf(command, 0), 1L, Long::sum);
    }

    private void clock() {
        micros += values.chance(25) ? -values.below(3_000_000) : values.below(1_500_000);
        add("clock").put("us", micros);
    }

    private void waitFor() {
        ObjectNode command = add("wait_for")
                .put("mark", syncEvery == 1 && values.chance(40) ? "durable" : values.oneOf(MARKS))
                .put("sequence", values.below(40))
                .put("timeout_ms", 0);
        if (values.chance(30)) {
            command.put("lane", values.lane());
        }
    }

    private void read() {
        switch (values.below(11)) {
            case 0, 1, 2 -> query();
            case 3 -> add("stream").put("entity", values.entity());
            case 4 -> add("stream").put("entity", values.entity()).put("lane", values.lane());
            case 5 -> add("latest").put("entity", values.entity()).put("lane", values.lane());
            case 6 -> add("walk").put("event_id", someEvent()).put("limit", values.below(12));
            case 7, 8 -> get();
            case 9 -> add("frontier");
            default -> add("stats");
        }
    }

    private void query() {
        ObjectNode command = add("query");
        if (values.chance(85)) {
            command.set("region", values.region(values.chance(92)));
        }
        if (values.chance(30)) {
            command.put("after", values.below(30));
        }
        if (values.chance(30)) {
            command.put("limit", values.below(8));
        }
    }

    private void get() {
        ObjectNode command = add("get").put("event_id", values.chance(85) ? someEvent() : values.id());
        if (values.chance(30)) {
            command.put("raw", true);
        }
    }

    /// A reference to an earlier event of the script, or a chosen id.
    private String someEvent() {
        if (!usedKeys.isEmpty() && values.chance(20)) {
            return values.oneOf(usedKeys);
        }
        return events.isEmpty() ? values.id() : values.oneOf(events);
    }

    private ObjectNode at(String operation) {
        return add(operation)
                .put("entity", values.entity())
                .put("scope", values.scope())
                .put("kind", values.kind());
    }

    private ObjectNode add(String operation) {
        ObjectNode command = Json.object().put("op", operation);
        commands.add(command);
        return command;
    }
}
