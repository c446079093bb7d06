package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BackupOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.verify.damage.Depth;
import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/// A journal that was restored opens in both implementations with the events it had when it was backed up, in
/// their old places; what was hidden is hidden and keys are known.
///
/// Covers: G10.
/// Tier: interop.
@Tag("soak-interop")
class BackupExchangeTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final String KEY = "000000000000000000000000000000aa";

    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(3, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theReferenceReadsWhatWeRestored(long seed) {
        ScriptPeer rust = Interop.rust();
        String replay = Interop.replay(getClass(), seed);
        answers(RandomScripts.filling(seed), seed % 2 == 0 ? rust : Interop.java(), work);
        List<String> noted = new ArrayList<>();
        Receipt keyed = backUp(noted);

        Path elsewhere = work.resolve("elsewhere");
        Backups.restore(work.resolve("backup"), elsewhere.resolve("a"));
        assertThat(everything(elsewhere.resolve("a"))).as(replay).isEqualTo(noted);
        List<String> own = answers(RandomScripts.listing("read"), Interop.java(), elsewhere);
        List<String> other = answers(RandomScripts.listing("read"), rust, elsewhere);
        assertThat(other.get(2)).as(replay).contains("\"content_hash_mismatches\":[],\"dangling_links\":[]");
        other.set(2, own.get(2)); // 0.9.0 does not count what is hidden
        assertThat(new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS)
                        .compare(RandomScripts.listing("read"), own, other))
                .as(replay)
                .isEmpty();

        List<String> retry = answers(retry(), rust, elsewhere);
        assertThat(retry.get(1)).as(replay).contains("\"sequence\":" + keyed.sequence() + ",");
        assertThat(answers(RandomScripts.listing("read"), Interop.java(), elsewhere)
                        .get(2))
                .as(replay)
                .contains("\"content_hash_mismatches\":[]")
                .contains("\"dangling_links\":[]");
    }

    private Receipt backUp(List<String> noted) {
        StoreConfig config =
                StoreConfig.in(work.resolve("a")).segmentBytesMax(1500).build();
        try (Store store = Store.open(config)) {
            AppendOptions options = AppendOptions.none().idempotencyKey(IdempotencyKey.fromHex(KEY));
            Receipt keyed = store.append(AT, KIND, payload(1), options);
            VisibilityFence hidden = store.beginFence();
            hidden.submit(Coordinate.of("hidden:1", "shop"), KIND, payload(2)); // 0.9.0 misses links behind it
            hidden.cancel();
            store.append(AT, KIND, payload(3));
            noted.addAll(Depth.everything(store));
            store.backup(work.resolve("backup"), BackupOptions.standard());
            store.append(AT, KIND, payload(4));
            return keyed;
        }
    }

    private static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }

    private static Script retry() {
        return Script.of(
                "retry",
                List.of(
                        "{\"op\":\"open\",\"dir\":\"a\",\"mode\":\"write\",\"config\":{\"sync_every\":1}}",
                        "{\"op\":\"append\",\"entity\":\"order:1\",\"scope\":\"shop\",\"kind\":\"f001\","
                                + "\"payload\":{\"n\":5},\"options\":{\"idempotency_key\":\"" + KEY + "\"}}",
                        "{\"op\":\"close\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compacted-merge",
                "compacted-retention",
                "compacted-tombstone",
                "fences",
                "idempotency",
                "imported",
                "multi-segment",
                "lanes-and-depth",
                "unclosed-active",
                "torn-tail"
            })
    void aJournalOfTheReferenceIsRestoredAsItWas(String name) throws IOException {
        Path source = copied(Interop.golden("stores-v090/" + name + "/store"));
        List<String> noted;
        try (Store store = Store.open(StoreConfig.in(source).build())) {
            noted = Depth.everything(store);
            store.backup(work.resolve("backup"), BackupOptions.standard());
        }
        Backups.restore(work.resolve("backup"), work.resolve("restored"));
        assertThat(Backups.compare(work.resolve("backup"), work.resolve("restored"))
                        .isClean())
                .isTrue();
        assertThat(everything(work.resolve("restored"))).as(name).isEqualTo(noted);
        try (Store store = Store.open(StoreConfig.in(work.resolve("restored")).build())) {
            assertThat(Depth.everything(store).subList(0, noted.size())).isEqualTo(noted);
        }
    }

    private Path copied(Path golden) throws IOException {
        Path copy = Files.createDirectories(work.resolve("golden"));
        try (Stream<Path> files = Files.list(golden)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(golden.relativize(file)));
            }
        }
        return copy;
    }

    private static List<String> everything(Path directory) {
        try (StoreReader reader = StoreReader.open(StoreConfig.in(directory).build())) {
            return Depth.everything(reader);
        }
    }

    /// Replies as they came, with sorted keys; of `open` only whether it succeeded.
    private static List<String> answers(Script script, ScriptPeer peer, Path root) {
        List<String> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, root)) {
            for (ObjectNode command : script.commands()) {
                ObjectNode reply = process.ask(command);
                if (command.path("op").asString("").equals("open")) {
                    assertThat(reply.path("ok").asBoolean(false))
                            .as("%s opens: %s", peer.name(), reply)
                            .isTrue();
                    reply.retain("ok");
                }
                replies.add(Script.normalText(reply));
            }
        }
        return replies;
    }
}
