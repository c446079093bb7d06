package io.batpak.verify.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionScope;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.KeepRule;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.segment.SegmentName;
import io.batpak.verify.script.Json;
import io.batpak.verify.script.KnownDeviation;
import io.batpak.verify.script.RandomScripts;
import io.batpak.verify.script.Script;
import io.batpak.verify.script.ScriptComparer;
import io.batpak.verify.script.ScriptPeer;
import io.batpak.verify.script.ScriptProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What we compacted is opened by the reference: the same entries with the same sequences, places and hashes, also
/// after it has written on, and after its sidecars were deleted. Of `verify_chain`, the reference counts each cut
/// of a retention as a dangling link; only its contents are compared.
///
/// Tier: interop. Covers: J1, J2.
@Tag("soak-interop")
class CompactionExchangeTest {
    private static final Coordinate AT = Coordinate.of("order:1", "shop");
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final int ROUNDS = 2;
    private static final int VERDICT = 2;

    @TempDir
    private Path work;

    static LongStream seeds() {
        return Interop.seeds(5, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theReferenceReadsAndContinuesWhatWeCompacted(long seed) {
        ScriptPeer rust = Interop.rust();
        String replay = Interop.replay(getClass(), seed);
        Random random = new Random(seed);
        answers(RandomScripts.filling(seed), random.nextBoolean() ? rust : Interop.java());
        for (int round = 0; round < ROUNDS; round++) {
            List<String> live = compacted(random, round == ROUNDS - 1);
            requireSame(live, replay);
            deleteSidecars();
            requireSame(live, replay + ", segments only");
            answers(listing("write"), rust);
            List<String> after = requireSame(live, replay + ", written on");
            deleteSidecars();
            assertThat(requireSame(live, replay + ", written on, segments only"))
                    .isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compacted-merge", "compacted-retention", "compacted-tombstone"})
    void theReferenceReadsItsOwnJournalsWhenWeCompactedThem(String name) throws IOException {
        Files.createDirectories(work.resolve("a"));
        try (Stream<Path> files = Files.list(Interop.golden("stores-v090/" + name + "/before"))) {
            for (Path file : files.toList()) {
                Files.write(work.resolve("a").resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
        Random random = new Random(name.hashCode());
        for (int round = 0; round < 2; round++) {
            List<String> live = compacted(random, round == 1);
            requireSame(live, name);
            answers(listing("write"), Interop.rust());
            deleteSidecars();
            requireSame(live, name + ", written on, segments only");
        }
    }

    /// Compacts by a random rule.
    ///
    /// @param highest whether the newest event of the compacted segments is to go as well
    /// @return the events and their sequences while the store was open
    private List<String> compacted(Random random, boolean highest) {
        StoreConfig config = StoreConfig.in(work.resolve("a"))
                .segmentBytesMax(2000)
                .cooperative(true)
                .build();
        try (Store store = Store.open(config)) {
            write(store, random);
            KeepRule chosen = rule(random);
            long last = store.stats().nextSequence() - 1;
            KeepRule rule =
                    candidate -> !(highest && candidate.entry().sequence() > last - 20) && chosen.keeps(candidate);
            CompactionStrategy strategy = random.nextInt(4) == 0
                    ? new CompactionStrategy.Merge()
                    : random.nextInt(4) == 0
                            ? new CompactionStrategy.Tombstone(rule)
                            : new CompactionStrategy.Retention(rule);
            Compaction how = Compaction.of(highest ? new CompactionStrategy.Retention(rule) : strategy)
                    .scope(random.nextInt(3) == 0 ? CompactionScope.TIERED : CompactionScope.WHOLE)
                    .outputBytesMax(random.nextBoolean() ? 0 : 1 << 20)
                    .build();
            assertThat(store.compact(how).outcome()).isNotInstanceOf(CompactionOutcome.Failed.class);
            return store.query(Region.all()).stream()
                    .map(entry -> "\"event_id\":\"" + entry.eventId().hex() + "\" " + entry.sequence())
                    .toList();
        }
    }

    /// Single events, batches, keys and lanes, and some that a cancelled fence hides.
    private static void write(Store store, Random random) {
        for (int n = 0; n < 4; n++) {
            for (int single = 0; single < 3; single++) {
                store.append(AT, KIND, payload(random));
            }
            AppendOptions keyed = AppendOptions.none()
                    .lane(random.nextInt(3))
                    .idempotencyKey(new IdempotencyKey(random.nextLong(), random.nextLong()));
            List<BatchItem> batch = List.of(
                    BatchItem.of(AT, KIND, payload(random)),
                    BatchItem.of(Coordinate.of("order:2", "shop"), EventKind.of(1, 2), payload(random)));
            store.append(AT, KIND, payload(random), keyed);
            store.appendBatch(batch);
            if (random.nextInt(3) == 0) {
                VisibilityFence fence = store.beginFence();
                fence.submitBatch(batch);
                fence.cancel();
            }
        }
    }

    private static Payload payload(Random random) {
        return Payload.of(Value.map("n", random.nextInt(), "text", "-".repeat(random.nextInt(300))));
    }

    /// By chance, by kind, by entity, or by lane.
    private static KeepRule rule(Random random) {
        int percent = random.nextInt(100);
        int salt = random.nextInt();
        return switch (random.nextInt(6)) {
            case 0 -> candidate -> candidate.entry().kind().category() == 0xF;
            case 1 -> candidate -> !candidate.entry().entity().equals("order:1");
            case 2 -> candidate -> candidate.entry().entity().startsWith("order");
            case 3 -> candidate -> candidate.entry().lane() == 0;
            default -> candidate -> new Random(candidate.entry().sequence() ^ salt).nextInt(100) >= percent;
        };
    }

    /// Both show the same, and what `live` lists in the beginning.
    private List<String> requireSame(List<String> live, String as) {
        List<String> own = answers(listing("read"), Interop.java());
        List<String> other = answers(listing("read"), Interop.rust());
        assertThat(other.get(VERDICT)).as(as).contains("\"content_hash_mismatches\":[]");
        assertThat(own.get(VERDICT))
                .as(as)
                .contains("\"content_hash_mismatches\":[]")
                .contains("\"dangling_links\":[]");
        List<String> seen = new ArrayList<>();
        for (JsonNode event : Json.parse(other.get(1)).path("entries")) {
            seen.add("\"event_id\":\"" + event.path("event_id").asString() + "\" "
                    + event.path("sequence").asLong());
        }
        assertThat(seen).as(as).hasSizeGreaterThanOrEqualTo(live.size());
        assertThat(seen.subList(0, live.size())).as(as).isEqualTo(live);
        own.remove(VERDICT);
        other.remove(VERDICT);
        List<ObjectNode> commands = new ArrayList<>(listing("read").commands());
        commands.remove(VERDICT);
        Script without =
                Script.of("listing", commands.stream().map(ObjectNode::toString).toList());
        assertThat(new ScriptComparer(KnownDeviation.EXTENSIONS_FROM_FOOTERS).compare(without, own, other))
                .as(as)
                .isEmpty();
        return seen;
    }

    /// Without a verification at the open, which the reference would refuse a retention by.
    private static Script listing(String mode) {
        return Script.of(
                "listing",
                RandomScripts.listing(mode).commands().stream()
                        .map(command -> {
                            ObjectNode relaxed = command.deepCopy();
                            if (relaxed.path("config") instanceof ObjectNode config) {
                                config.remove("chain_verification");
                            }
                            return relaxed.toString();
                        })
                        .toList());
    }

    private void deleteSidecars() {
        try (Stream<Path> files = Files.list(work.resolve("a"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean needed = SegmentName.parse(name).isPresent()
                        || name.equals("retention_cuts.fbrc")
                        || name.equals("visibility_ranges.fbv");
                if (!needed) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Replies as they came, with sorted keys; of `open` only whether it succeeded.
    private List<String> answers(Script script, ScriptPeer peer) {
        List<String> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, work)) {
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
