package io.batpak.format;

import io.batpak.hash.RunningCrc32;
import io.batpak.model.Coordinate;
import io.batpak.model.CoordinateException;
import java.util.BitSet;
import java.util.List;

/// Looks at every row of an artifact once: one bad row makes the whole file unusable.
final class ArtifactCheck {
    private static final int PIECE_BYTES = 1 << 16;

    private final ArtifactRows rows;
    private final List<String> names;
    private final BitSet entities = new BitSet();
    private final BitSet scopes = new BitSet();
    private final KindFallbacks.Counter fallbacks = new KindFallbacks.Counter();

    private ArtifactCheck(ArtifactRows rows, List<String> names) {
        this.rows = rows;
        this.names = names;
    }

    /// Reads all rows; returns the reserved kinds without known meaning among them.
    ///
    /// @throws FormatSignal naming the first bad row
    /// @throws io.batpak.msgpack.MessageFormatException if a row is no MessagePack
    static KindFallbacks rows(ArtifactRows rows, List<String> names) {
        ArtifactCheck check = new ArtifactCheck(rows, names);
        for (int row = 0; row < rows.count(); row++) {
            rows.moveTo(row);
            check.row(row);
        }
        return check.fallbacks.total();
    }

    private void row(int row) {
        int entity = rows.entityNumber();
        int scope = rows.scopeNumber();
        if (!isName(entity) || !isName(scope)) {
            throw new FormatSignal("row " + row + " has the names " + Integer.toUnsignedString(entity) + " and "
                    + Integer.toUnsignedString(scope) + " of " + names.size());
        }
        if (!entities.get(entity) || !scopes.get(scope)) {
            coordinate(row, names.get(entity), names.get(scope));
            entities.set(entity);
            scopes.set(scope);
        }
        fallbacks.see(rows.kind());
        rows.extensions();
    }

    /// Number 0 is the empty name, whatever the file says it is.
    private boolean isName(int number) {
        return number > 0 && number < names.size();
    }

    private static void coordinate(int row, String entity, String scope) {
        try {
            Coordinate.of(entity, scope);
        } catch (CoordinateException e) {
            throw new FormatSignal("row " + row + ": " + e.getMessage());
        }
    }

    /// The checksum of the bytes from `from` up to `to`.
    static int crc(ByteSource file, long from, long to) {
        RunningCrc32 crc = new RunningCrc32();
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, to - from)];
        for (long at = from; at < to; ) {
            int count = (int) Math.min(piece.length, to - at);
            file.read(at, piece, 0, count);
            crc.update(piece, 0, count);
            at += count;
        }
        return crc.value();
    }
}
