package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.SequenceMismatchException;
import io.batpak.error.StreamExistsException;
import io.batpak.format.Artifact;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Frontier;
import io.batpak.model.Mark;
import io.batpak.model.Receipt;
import io.batpak.model.StoredEvent;
import io.batpak.sidecar.ArtifactFile;
import io.batpak.testkit.MemFs;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What belongs to a lane and what the writer goes on from is the same whichever way the directory is opened.
///
/// Tier: unit. Covers: A8, B22, D8, E20, E26.
class ReopenPathTest {
    private static final long OPENED = 0;
    private static final long SINGLE = 1;
    private static final long ROOT = 2;
    private static final long BATCH = 3;
    private static final long HIDDEN = 5;
    private static final long CLOSED = 7;
    private static final long EVENTS = 8;
    private static final AppendOptions BRANCH = AppendOptions.none().lane(9);

    private final MemFs fs = new MemFs();
    private Receipt keyedReceipt;

    @BeforeEach
    void oneSession() {
        try (Store store = Store.open(quiet(fs).segmentBytesMax(1200).build())) {
            keyedReceipt = store.append(AT, KIND, payload(1), key(1).lane(4).depth(3));
            store.append(AT, KIND, payload(2), AppendOptions.none().branchRoot(9, 6));
            store.appendBatch(List.of(
                    BatchItem.of(AT, KIND, payload(3), BRANCH.depth(7)),
                    BatchItem.of(
                            AT,
                            KIND,
                            payload(4),
                            AppendOptions.none().lane(0xFFFF_FFFFL).depth(0xFFFF_FFFFL))));
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(
                    BatchItem.of(AT, KIND, payload(5), key(5).lane(9)),
                    BatchItem.of(AT, KIND, payload(6), key(6).lane(11))));
            fence.cancel();
        }
    }

    private static Store open(MemFs fs) {
        return Store.open(quiet(fs).build());
    }

    private static List<Long> place(Entry entry) {
        return List.of(entry.sequence(), entry.lane(), entry.depth());
    }

    @ParameterizedTest
    @EnumSource
    void theSourceIsTheOneMeant(ReopenPath path) {
        try (StoreReader reader = StoreReader.open(quiet(path.of(fs)).build())) {
            assertThat(path.isReportedAs(reader.openReport().openPath())).isTrue();
            assertThat(reader.stats().eventCount()).isEqualTo(EVENTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void laneAndDepthAreThoseThatWereAskedFor(ReopenPath path) {
        try (Store store = open(path.of(fs))) {
            assertThat(store.stream(AT.entity()).stream().map(ReopenPathTest::place))
                    .containsExactlyInAnyOrder(
                            List.of(SINGLE, 4L, 3L),
                            List.of(ROOT, 9L, 7L),
                            List.of(BATCH, 9L, 7L),
                            List.of(BATCH + 1, 0xFFFF_FFFFL, 0xFFFF_FFFFL));
            for (Entry entry : store.stream(AT.entity())) {
                StoredEvent event = store.get(entry.eventId());
                assertThat(event.header().position().lane()).isEqualTo(entry.lane());
                assertThat(event.header().position().depth()).isEqualTo(entry.depth());
            }
            Receipt again = store.append(AT, KIND, payload(8), key(1).lane(5).depth(1));
            assertThat(again).as("a repeated key stores nothing").isEqualTo(keyedReceipt);
            assertThat(place(store.entry(again.eventId()).orElseThrow())).isEqualTo(List.of(SINGLE, 4L, 3L));
            assertThat(store.latest(AT.entity(), 5)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLaneGoesOnFromItsOwnHead(ReopenPath path) {
        try (Store store = open(path.of(fs))) {
            assertThat(store.latest(AT.entity(), 4)).map(Entry::sequence).contains(SINGLE);
            assertThat(store.latest(AT.entity(), 9))
                    .as("the newest that is not hidden")
                    .map(Entry::sequence)
                    .contains(BATCH);
            assertThat(store.latest(AT.entity(), 11)).isEmpty();
            assertThatThrownBy(() -> store.append(
                            AT, KIND, payload(8), AppendOptions.expecting(7).lane(4)))
                    .isInstanceOfSatisfying(
                            SequenceMismatchException.class,
                            e -> assertThat(e.actual()).isZero());
            assertThatThrownBy(() -> store.append(
                            AT, KIND, payload(8), AppendOptions.expectNoStream().lane(9)))
                    .isInstanceOf(StreamExistsException.class);
            AppendOptions expected = AppendOptions.expecting(0).lane(4);
            assertThat(store.append(AT, KIND, payload(8), expected).clock()).isEqualTo(1);
            assertThat(append(store, 9).clock()).as("lane 0 is new").isZero();
            assertThat(store.append(AT, KIND, payload(8), BRANCH).clock())
                    .as("hidden events are links of the chain")
                    .isEqualTo(3);
            assertThat(store.verifyChain().intact()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLaneHasItsMarks(ReopenPath path) {
        try (StoreReader reader = StoreReader.open(quiet(path.of(fs)).build())) {
            Frontier frontier = reader.frontier();
            assertThat(frontier.visible().sequence()).isEqualTo(CLOSED);
            for (Mark mark : Mark.values()) {
                assertThat(mark(frontier, 4, mark)).isEqualTo(SINGLE);
                assertThat(mark(frontier, 0, mark)).isEqualTo(CLOSED);
            }
            assertThat(mark(frontier, 9, Mark.VISIBLE)).isEqualTo(BATCH);
            assertThat(mark(frontier, 9, Mark.DURABLE)).isEqualTo(HIDDEN);
            assertThat(mark(frontier, 11, Mark.VISIBLE)).isEqualTo(OPENED);
            assertThat(mark(frontier, 11, Mark.WRITTEN)).isEqualTo(HIDDEN + 1);
        }
    }

    private static long mark(Frontier frontier, long lane, Mark mark) {
        return frontier.lane(lane).orElseThrow().at(mark).sequence();
    }

    @ParameterizedTest
    @EnumSource
    void sequencesGoOnBehindTheLastEventHiddenOrNot(ReopenPath path) {
        MemFs left = path.of(fs);
        try (Store store = open(left)) {
            assertThat(store.find(new EventId(0, 5))).isEmpty();
            assertThat(store.latest("batpak:store", 0)).map(Entry::sequence).contains(EVENTS);
            assertThat(append(store, 8).sequence()).isEqualTo(EVENTS + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledFenceAtTheVeryEndUsesUpItsSequences(ReopenPath path) {
        MemFs left = path.of(fs);
        Store store = open(left);
        VisibilityFence fence = store.beginFence();
        fence.submitBatch(List.of(keyed(21), keyed(22)));
        fence.cancel();
        store.drop();
        try (Store again = open(path.of(left))) {
            assertThat(again.latest("batpak:store", 0)).map(Entry::sequence).contains(EVENTS + 3);
            assertThat(again.find(new EventId(0, 21))).isEmpty();
            assertThat(again.entityGeneration(AT.entity())).hasValue(8);
        }
    }

    /// What 0.9.0 leaves when the newest events of a journal were dropped: an artifact that knows more
    /// sequences than there are events.
    @ParameterizedTest
    @EnumSource
    void sequencesThatAnArtifactKnowsAreNotGivenAwayAgain(Artifact.Form form) {
        MemFs left = ReopenPath.FOOTERS.of(fs);
        ReopenPath.writeArtifact(left, form, 5);
        try (StoreReader reader = StoreReader.open(quiet(left).build())) {
            assertThat(reader.stats().nextSequence()).isEqualTo(EVENTS + 5);
            assertThat(reader.diagnostics().visibleSequence()).isEqualTo(EVENTS + 5);
        }
        try (Store store = open(left)) {
            assertThat(store.latest("batpak:store", 0)).map(Entry::sequence).contains(EVENTS + 5);
            assertThat(append(store, 8).sequence()).isEqualTo(EVENTS + 6);
        }
        for (ReopenPath path : List.of(ReopenPath.MMAP, ReopenPath.CHECKPOINT, ReopenPath.FOOTERS)) {
            try (Store store = open(path.of(left))) {
                assertThat(store.latest(AT.entity(), 0)).map(Entry::sequence).contains(EVENTS + 6);
                assertThat(append(store, 9).sequence()).isEqualTo(EVENTS + 9);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void deletingAnySidecarChangesNoEvent(Artifact.Form form) {
        List<String> whole = lines(fs.killed());
        ReopenPath.writeArtifact(fs, form, 0);
        ReopenPath.seal(fs, view -> assertThat(view.eventCount()).isEqualTo(EVENTS));
        assertThat(fs.list()).contains(ArtifactFile.name(form), "index.idemp").anyMatch(name -> name.endsWith(".fbx"));
        for (String name : fs.list()) {
            if (ReopenPath.isIndex(name) || name.equals("index.idemp")) {
                MemFs without = fs.killed();
                without.delete(name);
                assertThat(lines(without)).as("without %s", name).isEqualTo(whole);
            }
        }
    }

    private static List<String> lines(MemFs fs) {
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            return Observed.of(reader);
        }
    }
}
