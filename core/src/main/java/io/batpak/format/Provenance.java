package io.batpak.format;

import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.ImportProvenance;
import org.jspecify.annotations.Nullable;

/// Where an imported event comes from: the value of its extension, and the same as a value that travels alone.
///
/// ```
/// extension   {schema_version u16, source_namespace str, source_event_id bin16, source_global_sequence u64,
///              source_kind u16, source_content_hash [32]}
///
/// 0            6               8               12
/// | "FBATIP"   | version u16LE | crc   u32LE   | body: the same map       |
///                                               crc covers [12, end)
/// ```
///
/// Pure. Bytes: docs/formats/import-provenance.md
public final class Provenance {
    private static final String NAME = "import provenance";
    private static final String[] BODY = {
        "schema_version",
        "source_namespace",
        "source_event_id",
        "source_global_sequence",
        "source_kind",
        "source_content_hash"
    };
    private static final FramedValue FRAME = new FramedValue(
            NAME,
            "FBATIP",
            ImportProvenance.SCHEMA_VERSION,
            Damage.Reason.IMPORT_PROVENANCE_TOO_NEW,
            in -> in.version(NAME, BODY));

    private Provenance() {}

    /// The value of the extension [ImportProvenance#EXTENSION_KEY].
    public static byte[] encode(ImportProvenance provenance) {
        return BodyWriter.map(BODY.length)
                .number(BODY[0], provenance.schemaVersion())
                .text(BODY[1], provenance.sourceNamespace())
                .id(BODY[2], provenance.sourceEventId())
                .number(BODY[3], provenance.sourceSequence())
                .number(BODY[4], provenance.sourceKind().raw())
                .hash(BODY[5], provenance.sourceContentHash())
                .toByteArray();
    }

    /// Reads the value of the extension. A later version than this release knows is refused.
    public static Decoded<ImportProvenance> decode(byte[] value) {
        @Nullable Damage damage = FRAME.checkBody(value);
        return damage == null ? decode(value, 0) : new Decoded.Damaged<>(damage);
    }

    /// The version for which [#decode(byte[])] refuses a value as [Damage.Reason#IMPORT_PROVENANCE_TOO_NEW].
    public static int version(byte[] value) {
        return FRAME.bodyVersion(value, 0);
    }

    /// The provenance in its envelope.
    public static byte[] frame(ImportProvenance provenance) {
        return FRAME.frame(provenance.schemaVersion(), encode(provenance));
    }

    /// Reads a whole framed value, with the checks in the order of the format's page.
    public static Decoded<ImportProvenance> unframe(byte[] framed) {
        @Nullable Damage damage = FRAME.check(framed);
        return damage == null ? decode(framed, FramedValue.BODY_AT) : new Decoded.Damaged<>(damage);
    }

    /// The version for which [#unframe] refuses a value as [Damage.Reason#IMPORT_PROVENANCE_TOO_NEW].
    public static int framedVersion(byte[] framed) {
        return FRAME.version(framed);
    }

    private static Decoded<ImportProvenance> decode(byte[] bytes, int offset) {
        return BodyReader.decode(NAME, bytes, offset, in -> new Draft(in).read());
    }

    /// A provenance that is being read.
    private static final class Draft {
        private final BodyReader in;
        private final long[] numbers = new long[BODY.length];
        private String namespace = "";
        private EventId eventId = EventId.NIL;
        private Hash contentHash = Hash.ZERO;

        Draft(BodyReader in) {
            this.in = in;
        }

        ImportProvenance read() {
            in.struct(NAME, 1, BODY, this::field);
            EventKind kind = EventKind.ofRaw((int) numbers[4]);
            return new ImportProvenance((int) numbers[0], namespace, eventId, numbers[3], kind, contentHash);
        }

        private void field(int field) {
            switch (field) {
                case 1 -> namespace = in.text();
                case 2 -> eventId = in.eventId();
                case 3 -> numbers[3] = in.number();
                case 5 -> contentHash = in.hash();
                default -> numbers[field] = in.number(BodyReader.U16_MAX);
            }
        }
    }
}
