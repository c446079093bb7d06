package io.batpak.evidence;

import io.batpak.error.EvidenceFormatException;
import io.batpak.format.BodyJson;
import io.batpak.format.CompactionReports;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.ForkReports;
import io.batpak.format.RestoreProofs;
import io.batpak.format.SnapshotReports;
import io.batpak.model.CompactionReport;
import io.batpak.model.ForkReport;
import io.batpak.model.Hash;
import io.batpak.model.InvalidArgumentException;
import io.batpak.model.RestoreProof;
import io.batpak.model.SnapshotReport;
import io.batpak.shape.Field;
import io.batpak.shape.Shape;
import io.batpak.shape.ShapeException;
import io.batpak.shape.Shapes;
import io.batpak.shape.Struct;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// How reports of one sort travel: a body in an envelope that says its hash. Immutable; pure; any number of
/// threads.
///
/// ```java
/// byte[] taken = ReportForm.CHAIN_WALK.toBytes(ReportForm.CHAIN_WALK.report(store.chainWalk(request)));
/// boolean sound = ReportForm.CHAIN_WALK.verify(taken) instanceof EvidenceVerdict.Sound;
/// ```
///
/// Bytes: docs/formats/report-envelope.md
///
/// @param <B> the body
public final class ReportForm<B> {
    /// Walks along chains.
    public static final ReportForm<ChainWalkReport> CHAIN_WALK = full("chain walk report", ChainWalkReport.SHAPE);

    /// Reads of regions.
    public static final ReportForm<ReadWalkReport> READ_WALK = full("read walk report", ReadWalkReport.SHAPE);

    /// Runs of projections.
    public static final ReportForm<ProjectionRunReport> PROJECTION_RUN =
            full("projection run report", ProjectionRunReport.SHAPE);

    /// How far subscribers have come.
    public static final ReportForm<SubscriberFrontierReport> SUBSCRIBER_FRONTIER =
            full("subscriber frontier report", SubscriberFrontierReport.SHAPE);

    /// What a journal holds and uses.
    public static final ReportForm<StoreResourceReport> STORE_RESOURCE =
            full("store resource report", StoreResourceReport.SHAPE);

    /// How schemas differ.
    public static final ReportForm<SchemaDrift> SCHEMA = full("schema drift", SchemaDrift.SHAPE);

    /// Snapshots.
    public static final ReportForm<SnapshotReport> SNAPSHOT =
            full("snapshot report", embedded(SnapshotReports::decode, SnapshotReports::encode));

    /// Forks.
    public static final ReportForm<ForkReport> FORK =
            full("fork report", embedded(ForkReports::decode, ForkReports::encode));

    /// Compactions; nothing can be said around a body.
    public static final ReportForm<CompactionReport> COMPACTION =
            bare("compaction report", embedded(CompactionReports::decode, CompactionReports::encode));

    /// Comparisons of a backup with its manifest; nothing can be said around a body.
    public static final ReportForm<RestoreProof> RESTORE =
            bare("restore proof", embedded(RestoreProofs::decode, RestoreProofs::encode));

    private final String name;
    private final boolean bare;
    private final Shape<B> body;
    private final Shape<EvidenceReport<B>> envelope;

    private ReportForm(String name, boolean bare, Shape<B> body, Shape<EvidenceReport<B>> envelope) {
        this.name = name;
        this.bare = bare;
        this.body = body;
        this.envelope = envelope;
    }

    private static <B> ReportForm<B> full(String name, Shape<B> body) {
        Field<EvidenceReport<B>, B> inner = Field.of("body", body, EvidenceReport::body);
        Field<EvidenceReport<B>, Hash> hash = Field.of("body_hash", Forms.HASH, EvidenceReport::bodyHash);
        Field<EvidenceReport<B>, OptionalLong> at =
                Field.of("generated_at_unix_ms", Shapes.OPTIONAL_U64, EvidenceReport::generatedAtMillis);
        Field<EvidenceReport<B>, Optional<String>> version =
                Field.of("batpak_version", Shapes.optional(Shapes.TEXT), EvidenceReport::batpakVersion);
        Field<EvidenceReport<B>, List<String>> remarks =
                Field.of("diagnostics", Shapes.list(Shapes.TEXT), EvidenceReport::diagnostics);
        Shape<EvidenceReport<B>> envelope = Struct.of(
                name,
                List.of(inner, hash, at, version, remarks),
                in -> new EvidenceReport<>(in.get(inner), in.get(hash), in.get(at), in.get(version), in.get(remarks)));
        return new ReportForm<>(name, false, body, envelope);
    }

    private static <B> ReportForm<B> bare(String name, Shape<B> body) {
        Shape<EvidenceReport<B>> envelope = Struct.of(
                Field.of("body", body, EvidenceReport::body),
                Field.of("body_hash", Forms.HASH, EvidenceReport::bodyHash),
                ReportForm::alone);
        return new ReportForm<>(name, true, body, envelope);
    }

    private static <B> EvidenceReport<B> alone(B body, Hash hash) {
        return new EvidenceReport<>(body, hash, OptionalLong.empty(), Optional.empty(), List.of());
    }

    private static <B> Shape<B> embedded(Function<byte[], Decoded<B>> read, Function<B, byte[]> write) {
        return Shapes.embedded(
                bytes -> switch (read.apply(bytes)) {
                    case Decoded.Ok<B>(B found) -> found;
                    case Decoded.Damaged<B>(Damage damage) -> throw new ShapeException(damage.toString(), 0);
                },
                write,
                report -> BodyJson.readable(write.apply(report)));
    }

    /// A report of this body with its true hash, and nothing said around it.
    public EvidenceReport<B> report(B of) {
        return alone(of, Hash.blake3(body.encode(of)));
    }

    /// The bytes of a report. The hash in it is written as it is.
    ///
    /// @throws InvalidArgumentException if something is said around the body and the form has no place for it
    public byte[] toBytes(EvidenceReport<B> report) {
        requirePlace(report);
        return envelope.encode(report);
    }

    /// Reads the bytes of a report. Nothing is verified.
    ///
    /// @throws EvidenceFormatException if they are none
    public EvidenceReport<B> fromBytes(byte[] bytes) {
        return Forms.read(name, envelope, bytes);
    }

    /// JSON for people: keys ascending, bytes and ids as hexadecimal digits. Nothing reads it back.
    ///
    /// @throws InvalidArgumentException if something is said around the body and the form has no place for it
    public String toJson(EvidenceReport<B> report) {
        requirePlace(report);
        return Forms.json(envelope, report);
    }

    /// What bytes that claim to be a report are worth: whether they are one, in its one canonical form, and whether
    /// the body has the hash that stands beside it. Looks at the bytes and nothing else.
    public EvidenceVerdict verify(byte[] bytes) {
        EvidenceReport<B> report;
        try {
            report = fromBytes(bytes);
        } catch (EvidenceFormatException e) {
            return new EvidenceVerdict.NotReadable(String.valueOf(e.getMessage()));
        }
        if (!Arrays.equals(envelope.encode(report), bytes)) {
            return new EvidenceVerdict.NotCanonical();
        }
        Hash computed = Hash.blake3(body.encode(report.body()));
        return computed.equals(report.bodyHash())
                ? new EvidenceVerdict.Sound()
                : new EvidenceVerdict.HashMismatch(computed);
    }

    private void requirePlace(EvidenceReport<B> report) {
        if (bare) {
            report.requireBare(name);
        }
    }
}
