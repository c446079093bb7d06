package io.batpak.format;

import io.batpak.model.Hash;
import io.batpak.model.ManifestFinding;
import io.batpak.msgpack.KeyTable;

/// The bytes of what an audit of a manifest or a restore proof found.
///
/// ```
/// finding   {"UnsupportedManifestBodySchemaVersion": {observed u32, expected u32}}
///           | {"DuplicateSegmentRef": {segment_id u64, bytes_digest [32]}}
///           | {"InconsistentSegmentId": {segment_id u64, first_digest [32], second_digest [32]}}
///           | {"ManifestBodyHashMismatch": {claimed [32], computed [32]}}
///           | {"MissingExpectedSegment": {segment_id u64}} | {"UnexpectedObservedSegment": {segment_id u64}}
///           | {"SegmentBytesDigestMismatch": {segment_id u64, expected [32], observed [32]}}
/// ```
///
/// Bytes: docs/formats/backup-manifest.md
final class ManifestFindings {
    private static final String VERSION = "UnsupportedManifestBodySchemaVersion";
    private static final String DUPLICATE = "DuplicateSegmentRef";
    private static final String INCONSISTENT = "InconsistentSegmentId";
    private static final String BODY_HASH = "ManifestBodyHashMismatch";
    private static final String MISSING = "MissingExpectedSegment";
    private static final String UNEXPECTED = "UnexpectedObservedSegment";
    private static final String DIGEST = "SegmentBytesDigestMismatch";
    private static final KeyTable VARIANTS =
            KeyTable.of(VERSION, DUPLICATE, INCONSISTENT, BODY_HASH, MISSING, UNEXPECTED, DIGEST);
    private static final String SEGMENT = "segment_id";
    private static final String OBSERVED = "observed";
    private static final String EXPECTED = "expected";
    private static final String[] VERSION_FIELDS = {OBSERVED, EXPECTED};
    private static final String[] DUPLICATE_FIELDS = {SEGMENT, "bytes_digest"};
    private static final String[] INCONSISTENT_FIELDS = {SEGMENT, "first_digest", "second_digest"};
    private static final String[] BODY_HASH_FIELDS = {"claimed", "computed"};
    private static final String[] SEGMENT_FIELDS = {SEGMENT};
    private static final String[] DIGEST_FIELDS = {SEGMENT, EXPECTED, OBSERVED};
    private static final int FIELDS_MAX = 3;
    private static final int DEPTH = 4;

    private final BodyReader in;
    private final long[] numbers = new long[FIELDS_MAX];
    private final Hash[] hashes = {Hash.ZERO, Hash.ZERO, Hash.ZERO};

    private ManifestFindings(BodyReader in) {
        this.in = in;
    }

    static void put(BodyWriter out, ManifestFinding finding) {
        switch (finding) {
            case ManifestFinding.UnsupportedManifestBodySchemaVersion(long observed, long expected) ->
                out.variant(VERSION, 2).number(OBSERVED, observed).number(EXPECTED, expected);
            case ManifestFinding.DuplicateSegmentRef(long segment, Hash digest) ->
                out.variant(DUPLICATE, 2).number(SEGMENT, segment).hash(DUPLICATE_FIELDS[1], digest);
            case ManifestFinding.InconsistentSegmentId(long segment, Hash first, Hash second) ->
                out.variant(INCONSISTENT, 3)
                        .number(SEGMENT, segment)
                        .hash(INCONSISTENT_FIELDS[1], first)
                        .hash(INCONSISTENT_FIELDS[2], second);
            case ManifestFinding.ManifestBodyHashMismatch(Hash claimed, Hash computed) ->
                out.variant(BODY_HASH, 2).hash(BODY_HASH_FIELDS[0], claimed).hash(BODY_HASH_FIELDS[1], computed);
            case ManifestFinding.MissingExpectedSegment(long segment) ->
                out.variant(MISSING, 1).number(SEGMENT, segment);
            case ManifestFinding.UnexpectedObservedSegment(long segment) ->
                out.variant(UNEXPECTED, 1).number(SEGMENT, segment);
            case ManifestFinding.SegmentBytesDigestMismatch(long segment, Hash expected, Hash observed) ->
                out.variant(DIGEST, 3)
                        .number(SEGMENT, segment)
                        .hash(EXPECTED, expected)
                        .hash(OBSERVED, observed);
        }
    }

    /// The finding the reader stands at.
    static ManifestFinding read(BodyReader in) {
        return new ManifestFindings(in).read();
    }

    private ManifestFinding read() {
        return switch (in.variant("finding", VARIANTS, 0)) {
            case 0 -> {
                in.struct(VERSION, DEPTH, VERSION_FIELDS, field -> numbers[field] = in.number(BodyReader.U32_MAX));
                yield new ManifestFinding.UnsupportedManifestBodySchemaVersion(numbers[0], numbers[1]);
            }
            case 1 -> {
                ofSegment(DUPLICATE, DUPLICATE_FIELDS);
                yield new ManifestFinding.DuplicateSegmentRef(numbers[0], hashes[1]);
            }
            case 2 -> {
                ofSegment(INCONSISTENT, INCONSISTENT_FIELDS);
                yield new ManifestFinding.InconsistentSegmentId(numbers[0], hashes[1], hashes[2]);
            }
            case 3 -> {
                in.struct(BODY_HASH, DEPTH, BODY_HASH_FIELDS, field -> hashes[field] = in.hash());
                yield new ManifestFinding.ManifestBodyHashMismatch(hashes[0], hashes[1]);
            }
            case 4 -> {
                ofSegment(MISSING, SEGMENT_FIELDS);
                yield new ManifestFinding.MissingExpectedSegment(numbers[0]);
            }
            case 5 -> {
                ofSegment(UNEXPECTED, SEGMENT_FIELDS);
                yield new ManifestFinding.UnexpectedObservedSegment(numbers[0]);
            }
            default -> {
                ofSegment(DIGEST, DIGEST_FIELDS);
                yield new ManifestFinding.SegmentBytesDigestMismatch(numbers[0], hashes[1], hashes[2]);
            }
        };
    }

    /// A number and then hashes.
    private void ofSegment(String name, String[] keys) {
        in.struct(name, DEPTH, keys, field -> {
            if (field == 0) {
                numbers[0] = in.number();
            } else {
                hashes[field] = in.hash();
            }
        });
    }
}
