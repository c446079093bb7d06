package io.batpak.verify.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/// Makes a script from a seed: sessions on one directory that write in every way, with and without a fence,
/// read in every way, meet refusals, rotate, close or drop and open again. The same seed always gives the same
/// script.
///
/// No encryption, compaction, fork or import. The clock stands still between `clock` commands, so that times
/// count; most scripts sync after every event, so that the durable mark counts. A script keeps away from what
/// the reference answers by chance or what we answer otherwise on purpose; the places say so.
public final class RandomScripts {
    private final ScriptDraft draft;
    private final RandomValues values;
    private final RandomConfigs configs;
    private final RandomWrites writes;
    private final RandomBatches batches;
    private final RandomReads reads;
    private final RandomTickets tickets;
    private final RandomFences fences;
    private final RandomScenes scenes;

    private RandomScripts(long seed) {
        draft = new ScriptDraft(new Random(seed));
        values = draft.values();
        configs = new RandomConfigs(draft);
        writes = new RandomWrites(draft, configs);
        batches = new RandomBatches(draft, configs, writes);
        reads = new RandomReads(draft, configs);
        tickets = new RandomTickets(draft, configs, batches);
        fences = new RandomFences(draft, tickets, reads);
        scenes = new RandomScenes(draft, configs, reads);
    }

    /// The script of a seed.
    public static Script script(long seed) {
        RandomScripts scripts = new RandomScripts(seed);
        scripts.sessions();
        return new Script("random seed " + seed, scripts.draft.commands());
    }

    /// Commands that fill a directory and close it; every later command on it may expect the same events, and
    /// none of them is hidden.
    public static Script filling(long seed) {
        RandomScripts scripts = new RandomScripts(seed);
        scripts.configs.openWell("write");
        for (int i = 20 + scripts.values.below(30); i > 0; i--) {
            if (!scripts.write(scripts.values.below(16))) {
                scripts.reads.any();
            }
        }
        scripts.end(scripts.values.chance(80));
        return new Script("filling seed " + seed, scripts.draft.commands());
    }

    /// The commands that list and verify everything in a directory, opened as `mode`.
    public static Script listing(String mode) {
        List<String> lines = new ArrayList<>(List.of(
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"" + mode + "\",\"config\":{\"sync_every\":1,\"clock_us\":"
                        + (RandomConfigs.START_MICROS + 4_000_000_000L) + ",\"chain_verification\":\"recompute\"}}",
                "{\"op\":\"query\"}",
                "{\"op\":\"verify_chain\"}"));
        for (String entity : List.of("order:1", "order:2", "user", "batpak:store")) {
            lines.add("{\"op\":\"stream\",\"entity\":\"" + entity + "\"}");
        }
        lines.add("{\"op\":\"close\"}");
        return Script.of("listing", lines);
    }

    private void sessions() {
        if (values.chance(5)) {
            scenes.clockBeforeItsEpoch();
        }
        int more = values.below(4);
        boolean closed = writeSession(15 + values.below(35), more == 0);
        for (; more > 0; more--) {
            if (values.chance(30)) {
                readSession(4 + values.below(8));
                end(true);
            } else {
                closed = writeSession(5 + values.below(25), more == 1);
            }
        }
        scenes.ending(closed);
    }

    /// A session that writes.
    ///
    /// @param last whether no other follows
    /// @return whether it was closed cleanly
    private boolean writeSession(int length, boolean last) {
        configs.open("write");
        for (int i = 0; i < length; i++) {
            int choice = values.below(32);
            if (write(choice) || other(choice)) {
                continue;
            }
            reads.any();
        }
        reads.everything();
        if (values.chance(20)) {
            scenes.crashImage();
        }
        boolean cleanly = values.chance(70);
        if (values.chance(15) && fences.leftActive(() -> end(cleanly))) {
            return cleanly;
        }
        if (last && values.chance(25)) {
            batches.impossibleCause();
            draft.add("query");
        }
        end(cleanly);
        return cleanly;
    }

    /// A write that leaves nothing hidden or pending; false when the choice means something else.
    private boolean write(int choice) {
        switch (choice) {
            case 0, 1, 2, 3 -> writes.append();
            case 4, 5, 6, 7 -> {
                if (!configs.keysLimited()) {
                    writes.append();
                } else if (values.chance(75)) {
                    writes.limitedAppend();
                } else {
                    batches.limited();
                }
            }
            case 8 -> writes.refusedAppend();
            case 9, 10 -> batches.batch();
            case 11 -> writes.reaction();
            case 12 -> writes.denial();
            case 13 -> writes.retry();
            case 14 -> configs.moveClock();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean other(int choice) {
        switch (choice) {
            case 15 -> draft.add("sync");
            case 16 -> reads.waitFor();
            case 17, 18 -> tickets.section();
            case 19, 20 -> fences.section();
            case 21, 22 -> reads.verifyReceipt("");
            case 23 -> {
                if (values.chance(50)) {
                    fences.misuse();
                } else if (values.chance(30)) {
                    scenes.secondHandle();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void readSession(int length) {
        configs.open("read");
        for (int i = 0; i < length; i++) {
            reads.any();
        }
        draft.add("query");
        ObjectNode refused = draft.at("append");
        values.payload(refused);
    }

    private void end(boolean cleanly) {
        draft.add(cleanly ? "close" : "drop");
        configs.pause();
    }
}
