package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/// A snapshot and a fork of ours, taken of random journals while they are open: the reference opens both, sees
/// the very same entries, verifies them, writes on, and we read what it left.
///
/// Tier: interop. Covers: J1, J3.
@Tag("soak-interop")
class CopyExchangeTest {
    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(4, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theReferenceReadsAndContinuesOurCopies(long seed) {
        ScriptPeer reference = Interop.rust();
        String replay = Interop.replay(getClass(), seed);
        answers(RandomScripts.filling(seed), Interop.java());
        answers(
                Script.of(
                        "copies",
                        List.of(
                                "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":1,"
                                        + "\"clock_us\":4000000000000000}}",
                                "{\"op\":\"append\",\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\","
                                        + "\"payload\":{\"n\":1}}",
                                "{\"op\":\"snapshot\",\"dest\":\"s\"}",
                                "{\"op\":\"fork\",\"dest\":\"f\"}",
                                "{\"op\":\"append\",\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\","
                                        + "\"payload\":{\"n\":2}}",
                                "{\"op\":\"drop\"}")),
                Interop.java());

        List<String> copy = List.of();
        for (String place : List.of("s", "f")) {
            List<String> own = answers(listing(place, "read"), Interop.java());
            List<String> other = answers(listing(place, "read"), reference);
            assertSame(own, other, replay);
            assertThat(copy.isEmpty() || copy.equals(own)).as(replay).isTrue();
            copy = own;

            answers(listing(place, "write"), reference);
            List<String> after = answers(listing(place, "read"), Interop.java());
            assertSame(after, answers(listing(place, "read"), reference), replay);
        }
        assertThat(answers(listing("a", "read"), Interop.java()))
                .as("the source has one more, and nothing of what the copies were given")
                .isNotEqualTo(copy);
    }

    private static void assertSame(List<String> own, List<String> other, String replay) {
        assertThat(own.get(2))
                .as(replay)
                .contains("\"content_hash_mismatches\":[]")
                .contains("\"dangling_links\":[]");
        assertThat(new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS).compare(listing("a", "read"), own, other))
                .as(replay)
                .isEmpty();
    }

    private static Script listing(String place, String mode) {
        List<String> lines = RandomScripts.listing(mode).commands().stream()
                .map(command -> {
                    ObjectNode moved = command.deepCopy();
                    if (moved.has("dir")) {
                        moved.put("dir", place);
                        ((ObjectNode) moved.path("config")).put("clock_us", 5_000_000_000_000_000L);
                    }
                    return moved.toString();
                })
                .toList();
        return Script.of("listing", lines);
    }

    /// Replies as they came, with sorted keys; of `open` only whether it succeeded. Nothing may fail.
    private List<String> answers(Script script, ScriptPeer peer) {
        List<String> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, work)) {
            for (ObjectNode command : script.commands()) {
                ObjectNode reply = process.ask(command);
                if (!script.name().startsWith("filling")) {
                    assertThat(reply.path("ok").asBoolean(false))
                            .as("%s: %s gives %s", peer.name(), command, reply)
                            .isTrue();
                }
                if (command.path("op").asString("").equals("open")) {
                    reply.retain("ok");
                }
                replies.add(Script.normalText(reply));
            }
        }
        return replies;
    }
}
