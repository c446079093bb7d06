package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.model.Bytes;
import io.batpak.projection.CacheMeta;
import io.batpak.projection.CacheRow;
import io.batpak.projection.ProjectionCache;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// Places of consumers, projections and rows of caches, written by one implementation and read by the other, and
/// the same script on both.
///
/// Tier: interop.
class CursorExchangeTest {
    private static final String OPEN = "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\","
            + "\"config\":{\"sync_every\":1,\"clock_us\":4000000000000000}}";
    private static final String CLOSE = "{\"op\":\"close\"}";
    private static final String KEPT = "{\"op\":\"cursor_open\",\"cursor\":\"c\","
            + "\"region\":{\"entity\":\"order\",\"scope\":\"shop\"},\"checkpoint\":\"mailer 1\"}";
    private static final String POLL_THREE = "{\"op\":\"cursor_poll\",\"cursor\":\"c\",\"limit\":3}";
    private static final String POLL_ALL = "{\"op\":\"cursor_poll\",\"cursor\":\"c\",\"limit\":1000}";
    private static final String COMMIT = "{\"op\":\"cursor_commit\",\"cursor\":\"c\"}";
    private static final String CLOSE_CURSOR = "{\"op\":\"cursor_close\",\"cursor\":\"c\"}";

    @TempDir
    private Path work;

    private static String append(String entity, int n, String options) {
        return "{\"op\":\"append\",\"entity\":\"" + entity + "\",\"scope\":\"shop\",\"kind\":\"f00" + (1 + n % 3)
                + "\",\"payload\":{\"n\":" + n + "},\"options\":{" + options + "}}";
    }

    private static List<String> some(int from, int count) {
        List<String> lines = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            lines.add(append(n % 4 == 3 ? "other" : "order:" + n % 2, n, n % 5 == 4 ? "\"lane\":2" : ""));
        }
        return lines;
    }

    /// What is asked of one process, all of which must succeed; the last reply.
    private JsonNode ask(ScriptPeer peer, List<String> lines) {
        JsonNode last = NullNode.getInstance();
        try (ScriptProcess process = ScriptProcess.start(peer, work)) {
            for (String line : lines) {
                last = process.ask(line);
                assertThat(last.path("ok").asBoolean(false))
                        .as("%s: %s gives %s", peer.name(), line, last)
                        .isTrue();
            }
        }
        return last;
    }

    private static List<String> lines(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }

    private static List<Long> sequences(JsonNode reply) {
        List<Long> sequences = new ArrayList<>();
        reply.path("entries")
                .forEach(entry -> sequences.add(entry.path("sequence").asLong(-1)));
        return sequences;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOtherGoesOnExactlyWhereOneHasCommitted(boolean oursFirst) {
        ScriptPeer reference = Interop.rust();
        ScriptPeer first = oursFirst ? Interop.java() : reference;
        ScriptPeer second = oursFirst ? reference : Interop.java();

        List<String> fill = new ArrayList<>(List.of(OPEN));
        fill.addAll(some(0, 14));
        List<Long> all = sequences(ask(first, lines(fill, KEPT.replace(",\"checkpoint\":\"mailer 1\"", ""), POLL_ALL)));
        JsonNode committed = ask(first, List.of(OPEN, KEPT, POLL_THREE, POLL_THREE, COMMIT));
        assertThat(committed.path("position").asLong(-1)).isEqualTo(all.get(5));
        JsonNode uncommitted = ask(first, List.of(OPEN, KEPT, POLL_THREE));
        assertThat(sequences(uncommitted)).isEqualTo(all.subList(6, 9));

        JsonNode resumed = ask(second, List.of(OPEN, KEPT));
        assertThat(resumed.path("position").asLong(-1)).isEqualTo(all.get(5));
        assertThat(sequences(ask(second, List.of(OPEN, KEPT, POLL_ALL)))).isEqualTo(all.subList(6, all.size()));
        ask(second, List.of(OPEN, KEPT, POLL_THREE, COMMIT));

        assertThat(sequences(ask(first, List.of(OPEN, KEPT, POLL_ALL))))
                .as("and back again")
                .isEqualTo(all.subList(9, all.size()));
        assertThat(ask(first, List.of(OPEN, "{\"op\":\"cursor_list\"}"))
                        .path("checkpoints")
                        .toString())
                .isEqualTo(ask(second, List.of(OPEN, "{\"op\":\"cursor_list\"}"))
                        .path("checkpoints")
                        .toString())
                .contains("entity=order|scope=shop|fact=none|clock=*");
    }

    @Test
    void bothWriteTheSameBytes() throws IOException {
        List<String> script = lines(lines(List.of(OPEN), some(0, 9).toArray(String[]::new)), KEPT, POLL_THREE, COMMIT);
        List<byte[]> files = new ArrayList<>();
        for (ScriptPeer peer : List.of(Interop.rust(), Interop.java())) {
            Path root = Files.createDirectories(work.resolve(peer.name()));
            try (ScriptProcess process = ScriptProcess.start(peer, root)) {
                script.forEach(process::ask);
            }
            files.add(Files.readAllBytes(root.resolve("a").resolve("cursors").resolve("mailer 1.ckpt")));
        }
        assertThat(files.get(1)).isEqualTo(files.get(0));
    }

    @Test
    void aPlaceOfAnotherRegionAndADamagedOneAreRefusedAlike() throws IOException {
        ScriptPeer reference = Interop.rust();
        ask(reference, lines(lines(List.of(OPEN), some(0, 9).toArray(String[]::new)), KEPT, POLL_THREE, COMMIT));
        String foreign = KEPT.replace("\"scope\":\"shop\"", "\"lane\":2");
        List<String> mismatch = errors(foreign);
        assertThat(mismatch).hasSize(2).allMatch(text -> text.contains("CursorCheckpointRegionMismatch"));
        assertThat(mismatch.get(0)).isEqualTo(mismatch.get(1)).contains("|lane=2");

        Path file = work.resolve("a").resolve("cursors").resolve("mailer 1.ckpt");
        byte[] whole = Files.readAllBytes(file);
        for (byte[] damaged : List.of(new byte[0], new byte[] {(byte) 0xc1}, java.util.Arrays.copyOf(whole, 20))) {
            Files.write(file, damaged);
            List<String> corrupt = errors(KEPT);
            assertThat(corrupt).hasSize(2).allMatch(text -> text.contains("CursorCheckpointCorrupt"));
            assertThat(corrupt.get(0)).isEqualTo(corrupt.get(1));
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    /// Kind and facts of the refusal, of the reference and of ours.
    private List<String> errors(String line) {
        List<String> errors = new ArrayList<>();
        for (ScriptPeer peer : List.of(Interop.rust(), Interop.java())) {
            try (ScriptProcess process = ScriptProcess.start(peer, work)) {
                process.ask(OPEN);
                JsonNode error = process.ask(line).path("error");
                errors.add(error.path("kind").asString("none") + " " + Script.normalText(error.path("facts")));
            }
        }
        return errors;
    }

    @Test
    void cursorsAndProjectionsAnswerAlikeWhateverHidesEvents() {
        List<String> script = new ArrayList<>(List.of(OPEN));
        script.addAll(some(0, 6));
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"all\"}");
        script.add(KEPT);
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"lane\",\"region\":{\"lane\":2}}");
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"kind\",\"region\":{\"kind\":\"f002\"},\"after\":3}");
        look(script);
        for (String end : List.of("fence_commit", "fence_cancel", "fence_commit")) {
            script.add("{\"op\":\"fence_begin\"}");
            script.add(append("order:1", 20, "")
                    .replace("\"append\"", "\"fence_submit\"")
                    .replace(",\"options\":{}", ""));
            look(script);
            script.add("{\"op\":\"" + end + "\"}");
            look(script);
            script.addAll(some(7, 2));
        }
        String items = item("order:0", 30) + "," + item("other", 31) + "," + item("order:1", 32);
        script.add("{\"op\":\"batch\",\"items\":[" + items + "]}");
        look(script);
        script.addAll(List.of(COMMIT, COMMIT, CLOSE_CURSOR, POLL_ALL, KEPT));
        script.addAll(some(9, 5));
        look(script);
        script.addAll(List.of(CLOSE, OPEN, POLL_ALL, KEPT, "{\"op\":\"cursor_list\"}"));
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"all\"}");
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"lane\",\"region\":{\"lane\":2}}");
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"kind\",\"region\":{\"kind\":\"f002\"}}");
        look(script);
        script.add(CLOSE);
        script.add(OPEN.replace("write", "read"));
        script.add("{\"op\":\"project\",\"entity\":\"order:1\"}");
        script.add("{\"op\":\"cursor_open\",\"cursor\":\"c\"}");
        script.add(POLL_ALL);
        script.add(KEPT.replace("\"c\"", "\"k\""));
        script.add("{\"op\":\"cursor_list\"}");
        assertThat(new ScriptComparer().compare(Script.of("cursors", script), Interop.java(), Interop.rust(), work))
                .isEmpty();
    }

    private static String item(String entity, int n) {
        return append(entity, n, "").replace("\"op\":\"append\",", "");
    }

    /// Asks everything that events may show up in.
    private static void look(List<String> script) {
        for (String cursor : List.of("all", "c", "lane", "kind")) {
            script.add("{\"op\":\"cursor_poll\",\"cursor\":\"" + cursor + "\",\"limit\":2}");
        }
        for (String entity : List.of("order:0", "order:1", "order", "other")) {
            script.add("{\"op\":\"project\",\"entity\":\"" + entity + "\"}");
            script.add("{\"op\":\"project\",\"entity\":\"" + entity + "\",\"kinds\":[\"f001\",\"f003\"]}");
        }
    }

    @Test
    void idsAndMisuseAreRefusedAlike() {
        List<String> script = new ArrayList<>(List.of(OPEN));
        for (String id : List.of(
                "", "a/b", "..", "a|b", "a=b", "\\u0000", "\\u0001x", "\\u007f", "/|", "x".repeat(1025), "ok id")) {
            script.add(KEPT.replace("mailer 1", id).replace("\"c\"", "\"" + script.size() + "\""));
        }
        script.addAll(List.of(
                KEPT,
                KEPT,
                KEPT.replace("\"c\"", "\"d\""),
                "{\"op\":\"cursor_open\",\"cursor\":\"p\",\"region\":{\"colour\":1}}",
                "{\"op\":\"cursor_open\",\"cursor\":\"p\",\"after\":-1}",
                "{\"op\":\"cursor_open\"}",
                "{\"op\":\"cursor_open\",\"cursor\":\"p\"}",
                COMMIT.replace("\"c\"", "\"p\""),
                "{\"op\":\"cursor_poll\",\"cursor\":\"p\"}",
                "{\"op\":\"cursor_poll\",\"cursor\":\"p\",\"limit\":0}",
                "{\"op\":\"cursor_poll\",\"cursor\":\"nobody\",\"limit\":1}",
                "{\"op\":\"cursor_close\",\"cursor\":\"nobody\"}",
                "{\"op\":\"project\"}",
                "{\"op\":\"project\",\"entity\":\"e\",\"kinds\":[1]}",
                CLOSE,
                POLL_ALL));
        assertThat(new ScriptComparer().compare(Script.of("misuse", script), Interop.java(), Interop.rust(), work))
                .isEmpty();
    }

    @Test
    void rowsOfACacheAreReadBothWays() {
        ScriptPeer reference = Interop.rust();
        ProjectionCache ours = ProjectionCache.in(work.resolve("cache"));
        Bytes key = Bytes.ofHex("6f7264657200ff01");
        CacheMeta full = new CacheMeta(7, -3, OptionalLong.of(11), OptionalLong.of(13));
        ours.put(key, Bytes.ofHex("7b2261223a317d"), full);
        JsonNode theirs = ask(reference, List.of(cache("cache_get", key, "")));
        assertThat(theirs.path("row").path("value_hex").asString("")).isEqualTo("7b2261223a317d");
        assertThat(theirs.path("row").path("watermark").asLong(0)).isEqualTo(7);
        assertThat(theirs.path("row").path("cached_at_us").asLong(0)).isEqualTo(-3);
        assertThat(theirs.path("row").path("mono_ns").asLong(0)).isEqualTo(11);
        assertThat(theirs.path("row").path("boot_ns").asLong(0)).isEqualTo(13);

        Bytes other = Bytes.ofHex("00");
        for (Bytes written : List.of(key, other, Bytes.EMPTY)) {
            ask(
                    reference,
                    List.of(cache(
                            "cache_put",
                            written,
                            ",\"value_hex\":\"c0\",\"watermark\":9,\"cached_at_us\":5,\"mono_ns\":1,\"boot_ns\":2")));
            assertThat(ours.get(written))
                    .contains(new CacheRow(
                            Bytes.ofHex("c0"), new CacheMeta(9, 5, OptionalLong.of(1), OptionalLong.of(2))));
        }
        ours.deletePrefix(Bytes.EMPTY);
        assertThat(ask(reference, List.of(cache("cache_get", other, "")))
                        .path("row")
                        .isNull())
                .isTrue();
    }

    private static String cache(String op, Bytes key, String more) {
        return "{\"op\":\"" + op + "\",\"dir\":\"cache\",\"key_hex\":\"" + key.hex() + "\"" + more + "}";
    }
}
