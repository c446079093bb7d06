package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.key;
import static io.batpak.verify.engine.Samples.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.error.SequenceMismatchException;
import io.batpak.format.TombstoneFrames;
import io.batpak.model.Ancestry;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.ChainReport;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.segment.SegmentName;
import io.batpak.sidecar.RetentionCutsFile;
import io.batpak.sign.SigningKey;
import io.batpak.testkit.MemFs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a retention does to streams, through the door that everybody uses: one whose earlier events went, one of
/// which only an anchor is left, and one of which nothing is left.
///
/// Covers: C1, C3, G8, J2.
/// Tier: conformance.
class AnchorTest {
    private static final EventKind KEEP = EventKind.of(0xF, 1);
    private static final EventKind DROP = EventKind.of(0xF, 2);
    private static final Coordinate CUT = Coordinate.of("order:cut", "shop");
    private static final Coordinate ANCHORED = Coordinate.of("order:anchored", "shop");
    private static final Coordinate GONE = Coordinate.of("order:gone", "shop");
    private static final Compaction NO_DROP =
            Compaction.retention(candidate -> !candidate.entry().kind().equals(DROP));
    private static final int EVENTS = 11;
    private static final int KEPT_FROM = 7;

    private final MemFs fs = new MemFs();
    private final Map<Long, Receipt> keyed = new LinkedHashMap<>();
    private EventId firstKept = new EventId(0, 0);
    private EventId anchor = new EventId(0, 0);
    private long nextSequence;

    private static StoreConfig config(MemFs fs) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) 7);
        return Samples.quiet(fs)
                .segmentBytesMax(2000)
                .signingKeys(List.of(SigningKey.ofSeed(seed)))
                .build();
    }

    private Receipt write(Store store, Coordinate at, EventKind kind, long key) {
        AppendOptions options = key(key).extension("app.key", new byte[] {(byte) key});
        Receipt receipt = store.append(at, kind, payload((int) key), options);
        keyed.put(key, receipt);
        return receipt;
    }

    /// Full segments lie between the unused id and those that change. So it asks for one at the end, and nothing is
    /// behind the last new segment that could tell where the sequences go on.
    @BeforeEach
    void aRetention() {
        try (Store store = Store.open(config(fs))) {
            for (int n = 0; n < 2 * EVENTS; n++) {
                store.append(Coordinate.of("order:other", "shop"), KEEP, payload(n));
            }
            for (int n = 0; n < EVENTS; n++) {
                Receipt cut = write(store, CUT, n < KEPT_FROM ? DROP : KEEP, 100 + n);
                firstKept = n == KEPT_FROM ? cut.eventId() : firstKept;
                write(store, GONE, DROP, 200 + n);
                anchor = write(store, ANCHORED, DROP, 300 + n).eventId();
            }
            assertThat(store.compact(NO_DROP).outcome()).isEqualTo(new CompactionOutcome.Performed());
            nextSequence = store.stats().nextSequence();
            requireStreams(store, "live");
            requireReceipts(store, "live");
            requireDeclared(store);
        }
    }

    /// The first one kept still says what came before it; of the stream that ended last an empty place is left.
    private void requireStreams(Store store, String as) {
        List<Entry> cut = store.stream(CUT.entity()).toList();
        assertThat(cut).as(as).hasSize(EVENTS - KEPT_FROM).first().satisfies(first -> {
            assertThat(first.eventId()).isEqualTo(firstKept);
            assertThat(first.clock()).isEqualTo(KEPT_FROM);
            assertThat(first.previousHash())
                    .isEqualTo(receiptOf(99L + KEPT_FROM).contentHash());
        });
        assertThat(store.ancestors(cut.getLast().eventId(), EVENTS).boundary())
                .as(as)
                .isEqualTo(new Ancestry.Boundary.MissingParent(firstKept));
        assertThat(store.stream(ANCHORED.entity()).toList())
                .as(as)
                .singleElement()
                .satisfies(left -> {
                    assertThat(left.eventId()).isEqualTo(anchor);
                    assertThat(left.kind()).isEqualTo(EventKind.TOMBSTONE);
                    assertThat(left.eventHash()).isEqualTo(TombstoneFrames.emptiedHash());
                    assertThat(left.clock()).isEqualTo(EVENTS - 1);
                    assertThat(left.extensions().isEmpty()).isTrue();
                });
        assertThat(store.stream(GONE.entity()).toList()).as(as).isEmpty();
    }

    /// A retry under a key writes nothing and answers as the first time: only where the event lay, and its clock
    /// once nothing is left of it, are not remembered.
    private void requireReceipts(Store store, String as) {
        long next = store.stats().nextSequence();
        keyed.forEach((key, original) -> {
            Receipt again = store.append(CUT, KEEP, payload(999), key(key));
            assertThat(again.wire()).as("%s, key %s", as, key).isEqualTo(original.wire());
            if (store.entry(original.eventId()).isPresent()) {
                assertThat(again.clock()).as("%s, key %s", as, key).isEqualTo(original.clock());
            }
        });
        List<BatchItem> batch = List.of(
                BatchItem.of(GONE, DROP, payload(0), key(200)),
                BatchItem.of(ANCHORED, DROP, payload(0), key(300 + EVENTS - 1)));
        assertThat(store.appendBatch(batch))
                .as(as)
                .extracting(Receipt::wire)
                .containsExactly(
                        receiptOf(200L).wire(), receiptOf(299L + EVENTS).wire());
        assertThat(store.stats().nextSequence()).as(as).isEqualTo(next);
    }

    private void requireDeclared(Store store) {
        ChainReport chain = store.verifyChain();
        assertThat(chain.intact()).isTrue();
        assertThat(chain.declaredCuts()).contains(firstKept);
    }

    /// Writes on: clocks count from the head that is left, from 0 where none is; sequences from the highest there
    /// ever was.
    private void requireContinued(Store store, String as) {
        assertThat(store.stats().nextSequence()).as(as).isGreaterThanOrEqualTo(nextSequence);
        for (Coordinate at : List.of(CUT, ANCHORED)) {
            assertThatThrownBy(() -> store.append(at, KEEP, payload(1), AppendOptions.expecting(3)))
                    .as(as)
                    .isInstanceOfSatisfying(
                            SequenceMismatchException.class,
                            mismatch -> assertThat(mismatch.actual()).isEqualTo(EVENTS - 1));
            Hash head = store.latest(at.entity(), 0).orElseThrow().eventHash();
            Receipt next = store.append(at, KEEP, payload(1), AppendOptions.expecting(EVENTS - 1));
            assertThat(next.clock()).as(as).isEqualTo(EVENTS);
            assertThat(next.sequence()).as(as).isGreaterThanOrEqualTo(nextSequence);
            assertThat(store.entry(next.eventId()).orElseThrow().previousHash())
                    .as(as)
                    .isEqualTo(head);
        }
        Receipt anew = store.append(GONE, KEEP, payload(1), AppendOptions.expectNoStream());
        assertThat(anew.clock()).as(as).isZero();
        assertThat(anew.sequence()).as(as).isGreaterThan(nextSequence);
        assertThat(store.entry(anew.eventId()).orElseThrow().previousHash())
                .as(as)
                .isEqualTo(Hash.ZERO);
    }

    @Test
    void everyPathOfOpeningShowsTheSameStreamsAndReceipts() {
        for (ReopenPath path : ReopenPath.values()) {
            if (path == ReopenPath.FRAMES) {
                continue; // frames alone do not know the sequences behind a gap
            }
            MemFs copy = path.of(fs);
            for (int session = 0; session < 2; session++) {
                try (Store store = Store.open(config(copy))) {
                    String as = path + ", session " + session;
                    requireReceipts(store, as);
                    if (session == 0) {
                        requireStreams(store, as);
                        requireContinued(store, as);
                    }
                    requireDeclared(store);
                }
            }
        }
    }

    @Test
    void aSecondRetentionTakesTheAnchorAndItsReceiptStays() {
        try (Store store = Store.open(config(fs))) {
            for (int n = 0; n < EVENTS; n++) {
                write(store, CUT, KEEP, 400 + n);
            }
            Compaction all = Compaction.retention(
                    candidate -> candidate.entry().coordinate().equals(CUT));
            assertThat(store.compact(all).outcome()).isEqualTo(new CompactionOutcome.Performed());
            assertThat(store.entry(anchor))
                    .as("the footer behind numbers what follows")
                    .isEmpty();
            requireReceipts(store, "anchor gone");
        }
        try (Store store = Store.open(config(fs))) {
            requireReceipts(store, "anchor gone, reopened");
        }
    }

    /// A power cut between the flush of the keys and the new segments finds the events and their keys.
    @Test
    void copiesAndKilledJournalsAnswerTheSame() {
        try (Store store = Store.open(config(fs))) {
            store.snapshot(Path.of("/copies/snapshot"));
        }
        for (MemFs copy : List.of(fs.killed(), fs.elsewhere(Path.of("/copies/snapshot")))) {
            try (Store store = Store.open(config(copy))) {
                requireReceipts(store, "copy");
                requireContinued(store, "copy");
            }
        }
    }

    /// Segments are all there is: what they hold goes on; the content of the anchor is gone and not made up, its key
    /// still keeps a retry from being written twice, and links to what nobody declares are told.
    @Test
    void withoutAnyOtherFileTheAnchorKeepsItsKeyAndItsPlace() {
        fs.list().stream().filter(name -> SegmentName.parse(name).isEmpty()).forEach(fs::delete);
        try (Store store = Store.open(config(fs))) {
            requireStreams(store, "segments alone");
            long next = store.stats().nextSequence();
            Receipt again = store.append(CUT, KEEP, payload(999), key(299 + EVENTS));
            Receipt original = receiptOf(299L + EVENTS);
            assertThat(List.of(again.eventId(), again.sequence(), again.clock()))
                    .isEqualTo(List.of(original.eventId(), original.sequence(), original.clock()));
            assertThat(again.contentHash()).isEqualTo(TombstoneFrames.emptiedHash());
            Receipt kept = receiptOf(100L + KEPT_FROM);
            assertThat(store.append(CUT, KEEP, payload(999), key(100 + KEPT_FROM))
                            .wire())
                    .isEqualTo(kept.wire());
            assertThat(store.stats().nextSequence()).isEqualTo(next);
            assertThat(store.verifyChain().danglingLinks()).contains(firstKept);
            requireContinued(store, "segments alone");
        }
    }

    /// A link that leads to a dropped event is a cut; one that leads to an event whose bytes changed is damage.
    @Test
    void verificationTellsCutFromDamage() {
        List<EventId> cuts = new ArrayList<>();
        try (Store store = Store.open(config(fs))) {
            ChainReport chain = store.verifyChain();
            assertThat(chain.intact()).isTrue();
            cuts.addAll(chain.declaredCuts());
            assertThat(cuts).contains(firstKept);
            assertThat(store.query(Region.kind(DROP)).toList()).isEmpty();
        }
        MemFs damaged = fs.killed();
        damaged.list().stream().filter(ReopenPath::isIndex).forEach(damaged::delete);
        damaged.damage(SegmentName.of(1).fileName(), Tampering::payloadOfLastUserEvent);
        try (Store store = Store.open(config(damaged))) {
            ChainReport chain = store.verifyChain();
            assertThat(chain.contentHashMismatches()).hasSize(1);
            assertThat(chain.danglingLinks()).hasSize(1).doesNotContainAnyElementsOf(cuts);
            assertThat(chain.declaredCuts()).isEqualTo(cuts);
        }
        MemFs undeclared = fs.killed();
        undeclared.delete(RetentionCutsFile.NAME);
        try (Store store = Store.open(config(undeclared))) {
            assertThat(store.verifyChain().danglingLinks()).containsExactlyElementsOf(cuts);
        }
    }

    private Receipt receiptOf(long key) {
        return Objects.requireNonNull(keyed.get(key), () -> "key " + key);
    }
}
