package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// One directory passes from hand to hand, ten rounds: each round finds every event of all earlier rounds
/// unchanged and goes on with clocks, chains and sequences where the other one stopped.
///
/// Tier: interop.
@Tag("soak-interop")
class PingPongTest {
    private static final int ROUNDS = 10;
    private static final int APPENDS = 12;

    @TempDir
    private Path work;

    @Test
    void tenRoundsKeepEveryEventHashAndSequence() {
        List<ScriptPeer> hands = List.of(Interop.rust(), Interop.java());
        List<ObjectNode> seen = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            ScriptPeer hand = hands.get(round % hands.size());
            try (ScriptProcess process = ScriptProcess.start(hand, work)) {
                seen = playRound(process, round, seen, hand.name() + " in round " + round);
            }
        }
        // what each round added, plus an opening and a closing event of every clean session
        assertThat(seen.size()).isGreaterThanOrEqualTo(ROUNDS * APPENDS);
    }

    private static List<ObjectNode> playRound(ScriptProcess process, int round, List<ObjectNode> before, String who) {
        long micros = 1_700_000_000_000_000L + round * 1_000_000L;
        require(
                process,
                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"segment_max_bytes\":2000,"
                        + "\"sync_every\":1,\"chain_verification\":\"recompute\",\"clock_us\":" + micros + "}}");
        List<ObjectNode> found = entries(process);
        assertThat(found.size()).as(who).isGreaterThanOrEqualTo(before.size());
        assertThat(texts(found.subList(0, before.size()), before)).as(who).isEqualTo(texts(before, before));
        for (int i = 0; i < APPENDS; i++) {
            int number = round * APPENDS + i;
            int lane = i % 3;
            long head = Math.max(0, round * (APPENDS / 3L) + i / 3 - 1);
            ObjectNode reply = require(
                    process,
                    "{\"op\":\"append\",\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\",\"payload\":{\"n\":"
                            + number + "},\"options\":{\"lane\":" + lane + ",\"expected_clock\":" + head
                            + ",\"extensions\":{\"app.round\":\"" + "%02x".formatted(round) + "\"}}}");
            assertThat(reply.path("receipt").path("sequence").asLong()).as(who).isEqualTo(found.size() + (long) i);
        }
        List<ObjectNode> after = entries(process);
        assertThat(after).as(who).hasSize(found.size() + APPENDS);
        assertThat(texts(after.subList(0, found.size()), found)).as(who).isEqualTo(texts(found, found));
        ObjectNode chain = require(process, "{\"op\":\"verify_chain\"}");
        assertThat(chain.path("content_hash_mismatches")).as(who).isEmpty();
        assertThat(chain.path("dangling_links")).as(who).isEmpty();
        // every third session ends without a closing event
        require(process, round % 3 == 2 ? "{\"op\":\"drop\"}" : "{\"op\":\"close\"}");
        return after;
    }

    /// Entries as text; an entry whose extensions the reference lost takes those it was last seen with.
    private static List<String> texts(List<ObjectNode> entries, List<ObjectNode> lastSeen) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            ObjectNode entry = entries.get(i);
            if (entry.path("extensions").isEmpty()) {
                entry.set("extensions", lastSeen.get(i).path("extensions"));
            }
            texts.add(Script.normalText(entry));
        }
        return texts;
    }

    private static List<ObjectNode> entries(ScriptProcess process) {
        List<ObjectNode> entries = new ArrayList<>();
        require(process, "{\"op\":\"query\"}").path("entries").forEach(entry -> entries.add((ObjectNode) entry));
        return entries;
    }

    private static ObjectNode require(ScriptProcess process, String command) {
        ObjectNode reply = process.ask(command);
        assertThat(reply.path("ok").asBoolean(false))
                .as("%s -> %s", command, reply)
                .isTrue();
        return reply;
    }
}
