package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;

import io.batpak.format.CacheRowFile;
import io.batpak.format.CachedState;
import io.batpak.format.CompactionMarker;
import io.batpak.format.Decoded;
import io.batpak.format.IdempotencyRow;
import io.batpak.format.IdempotencyTable;
import io.batpak.format.RetentionCuts;
import io.batpak.format.VisibilityRanges;
import io.batpak.model.Bytes;
import io.batpak.model.Hash;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The small files beside the segments. Each input is a whole file, and once more the body of one that is right in
/// front of it. What was decoded says the same after it was encoded.
final class SidecarTargets {
    private SidecarTargets() {}

    static void hiddenRanges(byte[] input) {
        ranges(input);
        ranges(Seal.envelope(input));
        for (int version = 1; version <= VisibilityRanges.VERSION_MAX; version++) {
            ranges(Seal.envelope("FBATVR", version, input, 0));
        }
    }

    private static void ranges(byte[] file) {
        if (VisibilityRanges.decode(file) instanceof Decoded.Ok<VisibilityRanges>(VisibilityRanges ranges)) {
            require(
                    VisibilityRanges.decode(ranges.encode()) instanceof Decoded.Ok<VisibilityRanges>(var again)
                            && again.equals(ranges),
                    "ranges say the same twice");
            require(ranges.isEmpty() || ranges.below(0).isEmpty(), "nothing is hidden below 0");
            ranges.hides(1, 1);
        }
    }

    static void keys(byte[] input) {
        table(input);
        table(Seal.envelope(input));
        table(Seal.envelope("FBATID", IdempotencyTable.VERSION_MAX, input, 0));
    }

    private static void table(byte[] file) {
        if (IdempotencyTable.decode(file) instanceof Decoded.Ok<List<IdempotencyRow>>(List<IdempotencyRow> rows)) {
            byte[] again = encoded(rows);
            require(
                    IdempotencyTable.decode(again) instanceof Decoded.Ok<List<IdempotencyRow>>(var second)
                            && byKey(second).equals(byKey(rows)),
                    "keys say the same twice");
        }
    }

    private static byte[] encoded(List<IdempotencyRow> rows) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[][] envelope = new byte[1][];
        IdempotencyTable.encode(rows, (bytes, from, length, at) -> {
            if (at == 0) {
                envelope[0] = Arrays.copyOfRange(bytes, from, from + length);
            } else {
                body.write(bytes, from, length);
            }
        });
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(envelope[0]);
        file.writeBytes(body.toByteArray());
        return file.toByteArray();
    }

    private static Map<Object, IdempotencyRow> byKey(List<IdempotencyRow> rows) {
        Map<Object, IdempotencyRow> map = new LinkedHashMap<>();
        rows.forEach(row -> map.put(row.key(), row));
        return map;
    }

    static void cuts(byte[] input) {
        cutsOf(input);
        cutsOf(Seal.envelope(input));
        cutsOf(Seal.envelope("FBATRC", RetentionCuts.VERSION, input, 0));
    }

    private static void cutsOf(byte[] file) {
        if (RetentionCuts.decode(file) instanceof Decoded.Ok<RetentionCuts>(RetentionCuts cuts)) {
            require(
                    RetentionCuts.decode(cuts.encode()) instanceof Decoded.Ok<RetentionCuts>(var again)
                            && again.equals(cuts),
                    "cuts say the same twice");
        }
    }

    /// A row of a projection cache, and the input as the state in one.
    static void cacheRow(byte[] input) {
        CacheRowFile.fromBytes(input).ifPresent(row -> {
            CacheRowFile again = CacheRowFile.fromBytes(row.toBytes()).orElseThrow();
            require(
                    again.value().equals(row.value())
                            && again.watermark() == row.watermark()
                            && again.cachedAtMicros() == row.cachedAtMicros(),
                    "a row says the same twice");
            CachedState.fromBytes(row.value(), row.watermark(), row.cachedAtMicros())
                    .ifPresent(state -> require(state.applied() == row.watermark(), "a state is that of its row"));
        });
        CachedState state = new CachedState(input.length, 1, Hash.ZERO, Bytes.of(input));
        Bytes value = state.toBytes(7);
        require(
                CachedState.fromBytes(value, input.length, 7).equals(Optional.of(state)),
                "a state is read as it was written");
        require(CachedState.fromBytes(value, input.length, 8).isEmpty(), "a state of another time is none");
    }

    static void marker(byte[] input) {
        if (CompactionMarker.decode(input) instanceof Decoded.Ok<CompactionMarker>(CompactionMarker marker)) {
            require(
                    CompactionMarker.decode(marker.encode()) instanceof Decoded.Ok<CompactionMarker>(var again)
                            && again.equals(marker),
                    "a marker says the same twice");
            require(marker.others().size() <= marker.sources().size(), "the others are sources");
        }
    }
}
