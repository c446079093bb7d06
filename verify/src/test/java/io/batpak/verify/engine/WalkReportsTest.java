package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.AT;
import static io.batpak.verify.engine.Samples.KIND;
import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.keyed;
import static io.batpak.verify.engine.Samples.payload;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.VisibilityFence;
import io.batpak.error.StoreClosedException;
import io.batpak.evidence.ChainWalkFinding;
import io.batpak.evidence.ChainWalkReport;
import io.batpak.evidence.ChainWalkReport.Checked;
import io.batpak.evidence.ChainWalkRequest;
import io.batpak.evidence.EvidenceVerdict;
import io.batpak.evidence.InputFrontier;
import io.batpak.evidence.Known;
import io.batpak.evidence.PlatformEvidence;
import io.batpak.evidence.ProofRef;
import io.batpak.evidence.ReadSource;
import io.batpak.evidence.ReadWalk;
import io.batpak.evidence.ReadWalkFinding;
import io.batpak.evidence.ReadWalkReport;
import io.batpak.evidence.ReadWalkRequest;
import io.batpak.evidence.StoreResourceReport;
import io.batpak.fs.StoreFs;
import io.batpak.model.AppendOptions;
import io.batpak.model.ClockRange;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.IndexTopology;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.KindFilter;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.testkit.MemFs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Reports about walks, reads and resources say what was there, and change nothing.
///
/// Covers: G1, G2, G5, G13.
/// Tier: unit.
class WalkReportsTest {
    private final MemFs fs = new MemFs();

    private Store store() {
        return Store.open(quiet(fs).build());
    }

    private static Checked checked(Receipt receipt) {
        return new Checked(receipt.eventId(), receipt.contentHash());
    }

    @Test
    void aWalkProvesEachEventBackToTheFirst() {
        try (Store store = store()) {
            Receipt first = append(store, 1);
            Receipt second = append(store, 2);
            Receipt third = append(store, 3);
            List<Checked> all = List.of(checked(third), checked(second), checked(first));

            ChainWalkReport report = store.chainWalk(ChainWalkRequest.from(third));
            assertThat(report).isEqualTo(ChainWalkReport.of(all, List.of()));
            assertThat(report.speaksOf(all)).isTrue();
            assertThat(report.speaksOf(List.of(all.get(1), all.get(0), all.get(2))))
                    .isFalse();
            assertThat(EvidenceVerdict.of(report.toBytes(), report.bodyHash(), ChainWalkReport::fromBytes))
                    .isEqualTo(new EvidenceVerdict.Sound());
            assertThat(EvidenceVerdict.of(report.toBytes(), Hash.ZERO, ChainWalkReport::fromBytes))
                    .isEqualTo(new EvidenceVerdict.HashMismatch(report.bodyHash()));
            assertThat(store.chainWalk(ChainWalkRequest.from(third.eventId()).to(second.eventId())))
                    .isEqualTo(ChainWalkReport.of(all.subList(0, 2), List.of()));
            assertThat(store.chainWalk(ChainWalkRequest.from(second.eventId()).to(third.eventId()))
                            .findings())
                    .containsExactly(new ChainWalkFinding.EndNotReached(third.eventId()));
        }
    }

    @Test
    void aWalkThatCannotGoOnSaysWhy() {
        try (Store store = store()) {
            Receipt first = append(store, 1);
            Receipt second = append(store, 2);
            EventId missing = new EventId(0, 0xDEADBEEFL);
            assertThat(store.chainWalk(ChainWalkRequest.from(missing)).bodyHash())
                    .hasToString("412c5a764b945e16745b54092641f2cbd4071fe09c2317c901e471320b032642");
            assertThat(store.chainWalk(ChainWalkRequest.from(second).atMost(0)).bodyHash())
                    .hasToString("8a2a4023c69a2c315267a701a7a516230a86ed950713af39bfb66858ad1b766e");
            assertThat(store.chainWalk(ChainWalkRequest.from(second).atMost(1)).findings())
                    .containsExactly(new ChainWalkFinding.TruncatedByLimit(1, first.contentHash()));
            assertThat(store.chainWalk(ChainWalkRequest.from(second).atMost(2)).findings())
                    .as("as 0.9.0 has it: a limit that is just enough counts as one that was not")
                    .containsExactly(new ChainWalkFinding.TruncatedByLimit(2, first.contentHash()));
            Receipt forged = new Receipt(
                    second.eventId(),
                    second.sequence(),
                    second.clock(),
                    Hash.ZERO,
                    Hash.ZERO,
                    Optional.empty(),
                    second.extensions(),
                    second.position());
            ChainWalkReport walk = store.chainWalk(ChainWalkRequest.from(forged));
            assertThat(walk.findings())
                    .containsExactly(
                            new ChainWalkFinding.StartHashMismatch(second.eventId(), Hash.ZERO, second.contentHash()));
            assertThat(walk.checkedCount()).isEqualTo(2);
        }
    }

    @Test
    void aHashThatSeveralEventsHaveIsTold() {
        try (Store store = store()) {
            Receipt same = append(store, 7);
            Receipt twin = append(store, 7);
            Receipt last = append(store, 8);
            assertThat(store.chainWalk(ChainWalkRequest.from(last)).findings())
                    .containsExactly(new ChainWalkFinding.ParentHashAmbiguous(
                            last.eventId(), same.contentHash(), twin.eventId(), 2));
        }
    }

    @Test
    void aLinkToSomethingHiddenIsMissing() {
        try (Store store = store()) {
            append(store, 1);
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(keyed(2)));
            fence.cancel();
            Receipt last = append(store, 3);
            Hash hidden = store.entry(last.eventId()).map(Entry::previousHash).orElseThrow();
            assertThat(store.chainWalk(ChainWalkRequest.from(last)).findings())
                    .containsExactly(new ChainWalkFinding.MissingParentLink(last.eventId(), hidden));
        }
    }

    private Receipt storedTwo() {
        try (Store store = store()) {
            append(store, 1);
            return append(store, 2);
        }
    }

    @Test
    void damageEndsAWalkAtTheEventItHit() {
        Receipt last = storedTwo();
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            fs.damage("000001.fbat", bytes -> {
                bytes[(int) last.position().offset() + 40] ^= 1;
                return bytes;
            });
            ChainWalkReport report = reader.chainWalk(ChainWalkRequest.from(last));
            assertThat(report.checkedCount()).isZero();
            assertThat(report.findings()).singleElement().isInstanceOf(ChainWalkFinding.StoppedEarlyReadFailure.class);
        }
    }

    @Test
    void aReadSaysWhatItReturnedAndWhatItLeftOut() {
        try (Store store = store()) {
            List<Receipt> receipts = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                receipts.add(append(store, n));
            }
            Region region = Region.entity("order")
                    .withScope("shop")
                    .withKind(new KindFilter.Exact(KIND))
                    .withClockRange(new ClockRange(0, 9));
            ReadWalk walk = store.readWalk(ReadWalkRequest.of(region).atMost(1).withProofs());
            assertThat(walk.entries())
                    .extracting(Entry::eventId)
                    .containsExactly(receipts.getFirst().eventId());
            assertThat(walk.report().sourceRefs())
                    .containsExactly(
                            new ReadSource.EntityPrefix("order"),
                            new ReadSource.Scope("shop"),
                            new ReadSource.FactExact(0xF, 1),
                            new ReadSource.ClockRange(0, 9));
            assertThat(walk.report().matchedCount()).isEqualTo(4);
            assertThat(walk.report().droppedLimitedCount()).isEqualTo(new Known.Value<>(3L));
            assertThat(walk.report().findings()).containsExactly(new ReadWalkFinding.LimitedResults(3));
            assertThat(walk.report().addsUp()).isTrue();
            assertThat(walk.report().inputFrontier().map(InputFrontier::globalSequence))
                    .contains(receipts.getLast().sequence());
            ReadWalk all = store.readWalk(ReadWalkRequest.of(Region.all().withKind(new KindFilter.Category(0xF))));
            assertThat(all.report().findings()).isEmpty();
            assertThat(all.report().droppedLimitedCount()).isEqualTo(new Known.NotApplicable<>());
            assertThat(all.entries()).hasSize(4);
            assertThat(store.readWalk(ReadWalkRequest.of(region).atMost(4))
                            .report()
                            .findings())
                    .isEmpty();
        }
        assertThatThrownBy(() -> new ReadWalkRequest(
                        Region.all(),
                        OptionalInt.of(-1),
                        false,
                        ReadWalkRequest.of(Region.all()).freshness()))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void aReadNamesWhatItReturnedAndSkipsWhatIsHidden() {
        try (Store store = store()) {
            Receipt first = append(store, 1);
            VisibilityFence fence = store.beginFence();
            fence.submitBatch(List.of(keyed(2)));
            fence.cancel();
            Receipt last = append(store, 3);
            assertThat(last.sequence()).isGreaterThan(first.sequence() + 1);

            ReadWalkReport report = store.readWalk(
                            ReadWalkRequest.of(Region.entity("order")).withProofs())
                    .report();
            assertThat(report.proofRefs())
                    .isEqualTo(new Known.Value<>(List.of(
                            new ProofRef(first.eventId(), first.sequence(), first.contentHash()),
                            new ProofRef(last.eventId(), last.sequence(), last.contentHash()))));
            assertThat(report.matchedCount()).isEqualTo(2);
            assertThat(report.returnedCount()).isEqualTo(2);
            assertThat(report.findings()).isEmpty();
            assertThat(EvidenceVerdict.of(report.toBytes(), report.bodyHash(), ReadWalkReport::fromBytes))
                    .isEqualTo(new EvidenceVerdict.Sound());
            ReadWalkReport unproven =
                    store.readWalk(ReadWalkRequest.of(Region.entity("order"))).report();
            assertThat(unproven.proofRefs()).isEqualTo(new Known.NotApplicable<>());
            assertThat(unproven.bodyHash()).isNotEqualTo(report.bodyHash());
        }
    }

    @Test
    void readingNothingFromAnEmptyJournalHasTheHashOfTheFormat() {
        try (StoreReader reader = StoreReader.open(quiet(fs).build())) {
            ReadWalk walk = reader.readWalk(ReadWalkRequest.of(Region.all()));
            assertThat(walk.report().toBytes()).hasSize(252);
            assertThat(walk.report().bodyHash())
                    .hasToString("16bf87136f62672f06cc0fe27b45626f644b2ee0a16854a03626bcda5cf29ecb");
        }
    }

    @Test
    void reportsDependNeitherOnTheIndexNorOnAReopeningAndLeaveNothing() {
        Receipt last;
        try (Store store = store()) {
            for (int n = 0; n < 5; n++) {
                store.append(AT, KIND, payload(n), AppendOptions.none().lane(n % 2));
            }
            last = append(store, 9);
        }
        List<Hash> hashes = new ArrayList<>();
        for (IndexTopology topology : List.of(
                IndexTopology.AOS,
                IndexTopology.SCAN,
                IndexTopology.ENTITY_LOCAL,
                IndexTopology.TILED,
                IndexTopology.ALL)) {
            try (StoreReader reader =
                    StoreReader.open(quiet(fs).indexTopology(topology).build())) {
                long before = fs.mutations();
                hashes.add(reader.chainWalk(ChainWalkRequest.from(last)).bodyHash());
                hashes.add(reader.readWalk(
                                ReadWalkRequest.of(Region.entity("order")).withProofs())
                        .report()
                        .bodyHash());
                reader.resources();
                assertThat(fs.mutations()).isEqualTo(before);
            }
        }
        assertThat(hashes.stream().distinct()).hasSize(2);
    }

    @Test
    void theResourcesOfAJournalCanBeTakenAlongAndProven(@TempDir Path directory) {
        byte[] taken;
        Hash hash;
        StoreFs local = StoreFs.local(directory);
        try (Store store = Store.open(StoreConfig.on(local).cooperative(true).build())) {
            append(store, 1);
            List<String> names = local.entries();
            StoreResourceReport report = store.resources();
            taken = report.toBytes();
            hash = report.bodyHash();
            assertThat(local.entries()).isEqualTo(names);
            assertThat(report.eventCount()).isEqualTo(2);
            assertThat(report.dataDirIdentityHash()).isEqualTo(StoreResourceReport.pathHash(local.directory()));
            assertThat(report.platformEvidence().admission())
                    .isEqualTo(new PlatformEvidence.Admission(
                            PlatformEvidence.AdmittedLock.ATOMIC_NO_FOLLOW,
                            PlatformEvidence.AdmittedSync.UNIX_FSYNC,
                            PlatformEvidence.AdmittedMapping.FILE_BACKED,
                            PlatformEvidence.AdmittedMapping.FILE_BACKED));
            assertThat(report.toJson()).contains("\"open_report\":{").contains("\"path\":\"Rebuild\"");
        }
        try (StoreReader reader =
                StoreReader.open(StoreConfig.on(local).cooperative(true).build())) {
            assertThat(EvidenceVerdict.of(taken, hash, StoreResourceReport::fromBytes))
                    .isEqualTo(new EvidenceVerdict.Sound());
            assertThat(reader.resources().dataDirIdentityHash())
                    .isEqualTo(StoreResourceReport.fromBytes(taken).dataDirIdentityHash());
        }
    }

    @Test
    void aDiskThatTellsNothingIsNotTrusted() {
        try (Store store = store()) {
            PlatformEvidence platform = store.resources().platformEvidence();
            assertThat(platform.storePath().mmapIndex()).isEqualTo(PlatformEvidence.Mapping.UNKNOWN);
            assertThat(platform.admission().storeLock()).isEqualTo(PlatformEvidence.AdmittedLock.REJECTED);
        }
    }

    @Test
    void aClosedJournalReportsNothing() {
        Store store = store();
        store.close();
        assertThatThrownBy(() -> store.chainWalk(ChainWalkRequest.from(new EventId(0, 1))))
                .isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.readWalk(ReadWalkRequest.of(Region.all())))
                .isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(store::resources).isInstanceOf(StoreClosedException.class);
    }
}
