package io.batpak.format;

import io.batpak.model.ForkReport;
import org.jspecify.annotations.Nullable;

/// A fork report as a value that travels alone, which the reference calls `fork_evidence.fbev`. No store writes
/// such a file.
///
/// ```
/// 0            6               8               12
/// | "FBATFE"   | version u16LE | crc   u32LE   | body: fork report        |
///                                               crc covers [12, end)
/// ```
///
/// Pure. Bytes: docs/formats/fork-evidence.md
public final class ForkEvidence {
    private static final FramedValue FRAME = new FramedValue(
            "fork evidence",
            "FBATFE",
            ForkReport.SCHEMA_VERSION,
            Damage.Reason.FORK_EVIDENCE_TOO_NEW,
            ForkReports::version);

    private ForkEvidence() {}

    /// The report in its envelope.
    public static byte[] encode(ForkReport report) {
        return FRAME.frame(report.schemaVersion(), ForkReports.encode(report));
    }

    /// Reads a whole value, with the checks in the order of the format's page.
    public static Decoded<ForkReport> decode(byte[] framed) {
        @Nullable Damage damage = FRAME.check(framed);
        return damage == null ? ForkReports.decode(framed, FramedValue.BODY_AT) : new Decoded.Damaged<>(damage);
    }

    /// The version for which [#decode] refuses a value as [Damage.Reason#FORK_EVIDENCE_TOO_NEW].
    public static int version(byte[] framed) {
        return FRAME.version(framed);
    }
}
