package io.batpak.evidence;

import static io.batpak.evidence.GoldenBody.filled;
import static io.batpak.evidence.GoldenBody.isGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.evidence.ChainWalkFinding.EndNotReached;
import io.batpak.evidence.ChainWalkFinding.TruncatedByLimit;
import io.batpak.evidence.PlatformEvidence.ActiveRead;
import io.batpak.evidence.PlatformEvidence.Host;
import io.batpak.evidence.PlatformEvidence.LockProtection;
import io.batpak.evidence.PlatformEvidence.Mapping;
import io.batpak.evidence.PlatformEvidence.MonotonicClock;
import io.batpak.evidence.PlatformEvidence.ParentDirSync;
import io.batpak.evidence.PlatformEvidence.StorePath;
import io.batpak.evidence.SubscriberFrontierReport.DeliveryState;
import io.batpak.evidence.SubscriberFrontierReport.LossPrecision;
import io.batpak.model.Bytes;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.model.Value;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import io.batpak.testing.GoldenFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Artifacts, registries and the reports about a journal, against the bytes of the reference.
///
/// Covers: A2, G7, G9.
/// Tier: golden.
class EvidenceGoldenTest {
    private static final SignatureCheck DENIES = (signature, body) -> Optional.of("fixture signature denied");
    private static final RegistryRow ROW = new RegistryRow(
            1,
            filled(0x11),
            42,
            1,
            text("registry-row"),
            List.of(new NamedDigest("zeta", filled(0x2A)), new NamedDigest("alpha", filled(0x2B))),
            RegistryRow.LIVE,
            Optional.of(filled(0x10)));

    /// A body of the caller's.
    private record Fixture(Bytes bytes) implements EvidenceBody {
        static Fixture of(Object... fields) {
            return new Fixture(Bytes.of(Value.map(fields).toMessagePack()));
        }

        @Override
        public byte[] toBytes() {
            return bytes.toByteArray();
        }

        @Override
        public String toJson() {
            return Value.fromMessagePack(toBytes()).toJson();
        }
    }

    private static Bytes text(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static EventId id(long low) {
        return new EventId(0, low);
    }

    private static ArtifactEnvelope<Fixture> artifact() {
        return new ArtifactEnvelope<>(
                Fixture.of("fixture", "artifact-body", "n", 7),
                1,
                OptionalLong.of(123_456),
                Optional.of("fixture-note"),
                List.of(new ArtifactSignature(1, filled(0xA1), Bytes.of(new byte[] {(byte) 0xCA, (byte) 0xFE}))),
                List.of(new Attestation(2, Bytes.of(new byte[] {(byte) 0xBA, (byte) 0xD0}))));
    }

    @Test
    void anArtifactHasTheHashesAndBytesOfTheReference() {
        assertThat(artifact().bodyHash())
                .hasToString("c62d48340fb5e54f0e1ce533c79e82392a1503271e605f3991155b9465ddc189");
        assertThat(artifact().envelopeHash())
                .hasToString("5d421cfa7ed3d0b782e30cf9b1db0f2a4b1849dd248ecee7e492f1132cd7a5a1");
        isGolden(
                "artifact_verification_report_v1",
                artifact().verify(DENIES),
                ArtifactVerification::fromBytes,
                "59a9d99630b72f5961636354c82b8cf691c1f84299a07a967122edbbaca909e5");
    }

    @Test
    void aRowOfARegistryHasTheBytesOfTheReference() {
        isGolden(
                "registry_row_body_v1",
                ROW,
                RegistryRow::fromBytes,
                "e8d279560054911a64f7f27260e997420c6c96eb2fc198eb03f421288e14ba95");
    }

    @Test
    void driftOfARegistryHasTheBytesOfTheReference() {
        isGolden(
                "registry_drift_report_body_v1",
                RegistryDrift.of(
                        List.of(new RowHash(filled(2), filled(0xA2)), new RowHash(filled(1), filled(0xA1))),
                        List.of(new RowHash(filled(3), filled(0xB3)), new RowHash(filled(2), filled(0xB2)))),
                RegistryDrift::fromBytes,
                "ab43fc5d7142e15966e428154299fdd47c59f8efff2a5b39531152eb368b8700");
    }

    @Test
    void theVerificationOfARowHasTheBytesOfTheReference() {
        isGolden(
                "registry_verification_report_v1",
                new RegistryVerification(
                        1,
                        artifact().verify(DENIES),
                        List.of(new RegistryRowFinding.InvalidLifecycle(filled(0x44), 99))),
                RegistryVerification::fromBytes,
                "cadc1341626d8be9dce81a78236b33f8b5cf4f77a158b999a7979fce967b7ea9");
    }

    @Test
    void aChainWalkHasTheBytesOfTheReference() {
        isGolden(
                "chain_walk_report_body_v1",
                new ChainWalkReport(
                        1,
                        ChainWalkReport.Mode.LINEAR,
                        2,
                        Optional.of(id(101)),
                        Optional.of(id(99)),
                        filled(0x92),
                        List.of(new EndNotReached(id(77)), new TruncatedByLimit(2, filled(0x91)))),
                ChainWalkReport::fromBytes,
                "736145980ef2b7ae8eddfa1cc1a95e4a14f4943e1907751c840bcc99d7a6c87e");
        assertThat(ChainWalkReport.walkDigest(List.of()))
                .hasToString("2ba82451e7edbf091af9674a911051229b0452ba7b9276d5159d482a65517d17");
        assertThat(ChainWalkReport.walkDigest(List.of(new ChainWalkReport.Checked(id(1), filled(0x11)))))
                .hasToString("3ee3c90a55bc8d83ba8aa51518fef7ae8accefc80ef1c7b5a4e907bdffc057b0");
        assertThat(ChainWalkReport.of(List.of(), List.of(new ChainWalkFinding.MissingStart(id(0xDEADBEEFL))))
                        .bodyHash())
                .hasToString("412c5a764b945e16745b54092641f2cbd4071fe09c2317c901e471320b032642");
        assertThat(ChainWalkReport.of(List.of(), List.of(new ChainWalkFinding.InvalidLimit(0)))
                        .bodyHash())
                .hasToString("8a2a4023c69a2c315267a701a7a516230a86ed950713af39bfb66858ad1b766e");
    }

    @Test
    void aReadWalkHasTheBytesOfTheReference() {
        isGolden(
                "read_walk_report_body_v1",
                new ReadWalkReport(
                        1,
                        List.of(new ReadSource.FactExact(0xE, 0x81), new ReadSource.Scope("scope:canonical-golden")),
                        ReadWalkReport.ReplayMode.CURRENT,
                        new Freshness.Consistent(),
                        Optional.of(new InputFrontier(InputFrontier.Kind.VISIBLE, 43, 10)),
                        OptionalLong.of(1),
                        4,
                        1,
                        new Known.Value<>(3L),
                        new Known.Value<>(List.of(new ProofRef(id(55), 10, filled(0x94)))),
                        List.of(
                                new ReadWalkFinding.MissingBackingEntry(id(55)),
                                new ReadWalkFinding.LimitedResults(3))),
                ReadWalkReport::fromBytes,
                "6733541fa19ffe6d9262a79b028b70507226db38c4d2710a5b66268adf8d7a06");
    }

    @Test
    void aProjectionRunHasTheBytesOfTheReference() {
        isGolden(
                "projection_run_report_body_v1",
                new ProjectionRunReport(
                        1,
                        "golden.projection.v1",
                        List.of(
                                new ProjectionSource.RelevantKind(0xE, 0x71),
                                new ProjectionSource.Entity("entity:canonical-golden")),
                        ProjectionRunReport.ReplayMode.CURRENT,
                        new Freshness.Consistent(),
                        Observed.Freshness.FRESH,
                        Optional.of(new InputFrontier(InputFrontier.Kind.VISIBLE, 42, 9)),
                        new Observed.Output(filled(0x93)),
                        Observed.Cache.MISS,
                        ProjectionRunReport.CheckpointRef.NOT_APPLICABLE,
                        List.of()),
                ProjectionRunReport::fromBytes,
                "e4c26eef66718b9a33e48e267000fba44a74bda457b2cf476e9b80e840e10469");
    }

    @Test
    void aSubscriberHasTheBytesOfTheReference() {
        isGolden(
                "subscriber_frontier_report_body_v1",
                new SubscriberFrontierReport(
                        1,
                        SubscriberFrontierReport.Source.LOSSY_PUSH,
                        OptionalLong.of(1),
                        9,
                        OptionalLong.of(8),
                        DeliveryState.ACTIVE,
                        LossPrecision.EXACT_RANGE,
                        List.of(
                                new SubscriberFinding.ExactDroppedRange(2, 4),
                                new SubscriberFinding.LossObserved(LossPrecision.EXACT_RANGE))),
                SubscriberFrontierReport::fromBytes,
                "e3bf3ec43506d2e758f87ce8091823d99cbf541d378a85abb0098ea9f2f9c1ca");
    }

    @Test
    void theResourcesOfAJournalHaveTheBytesOfTheReference() {
        isGolden(
                "store_resource_report_body_v1",
                new StoreResourceReport(
                        1,
                        filled(0x95),
                        4,
                        10,
                        11,
                        4096,
                        64,
                        new RestartLimit.Bounded(1, 1000),
                        new StoreResourceReport.Pressure(1, 128),
                        new FrontierFigures(40, 8, 41, 9, 41, 9, 42, 10, 42, 10, 43, 10, 1, OptionalLong.of(5)),
                        "aos",
                        0,
                        Optional.empty(),
                        PlatformEvidence.of(
                                new Host(123, MonotonicClock.PROCESS_LOCAL_INSTANT_ANCHOR),
                                new StorePath(
                                        PathStatus.Telling.OBSERVED_DIRECTORY,
                                        ParentDirSync.UNIX_FSYNC,
                                        LockProtection.ATOMIC_NO_FOLLOW,
                                        Mapping.FILE_BACKED,
                                        Mapping.FILE_BACKED,
                                        ActiveRead.UNIX_READ_AT))),
                StoreResourceReport::fromBytes,
                "e09fa7f2597bd1aa4d11bc104251c1cc7731a35e5e67d1c7a8a08a2bc4029258");
    }

    /// A body that 0.9.0 does not write any more; it can still be read.
    @Test
    void whatWasCommittedLongAgoCanBeRead() {
        record Old(String payload, EventId eventId, long sequence, Hash hash) {}
        Shape<Old> shape = Struct.of(
                Field.of("payload", Shapes.TEXT, Old::payload),
                Field.of("event_id", Forms.EVENT_ID, Old::eventId),
                Field.of("sequence", Shapes.U64, Old::sequence),
                Field.of("hash", Forms.HASH, Old::hash),
                Old::new);
        byte[] golden = GoldenFiles.hex("canonical/committed_v1.hex");
        Old old = shape.decode(golden);
        long half = 0x0123_4567_89AB_CDEFL;
        assertThat(old).isEqualTo(new Old("test_payload", new EventId(half, half), 42, filled(0xAB)));
        assertThat(shape.encode(old)).isEqualTo(golden);
    }
}
