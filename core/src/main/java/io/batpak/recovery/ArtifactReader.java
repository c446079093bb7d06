package io.batpak.recovery;

import io.batpak.format.Artifact;
import io.batpak.format.ArtifactRows;
import io.batpak.hash.Hash256;
import io.batpak.index.IndexRow;
import io.batpak.model.Extensions;
import io.batpak.model.Hash;

/// Turns the rows of an index artifact of 0.9.0 into index rows. They carry their sequences. One thread.
final class ArtifactReader {
    private final Artifact artifact;
    private final IndexRow row = new IndexRow();
    private final byte[] hash = new byte[Hash256.BYTES];

    ArtifactReader(Artifact artifact) {
        this.artifact = artifact;
    }

    /// Hands on the rows of all segments behind `segment`, in commit order.
    ///
    /// @return how many there were
    long rowsBehind(long segment, RowReader target) {
        ArtifactRows rows = artifact.rows();
        long taken = 0;
        for (int at = 0; at < rows.count(); at++) {
            rows.moveTo(at);
            if (rows.segment() > segment) {
                take(rows);
                target.known(row, rows.sequence());
                taken++;
            }
        }
        return taken;
    }

    private void take(ArtifactRows rows) {
        row.clear();
        row.sequence(rows.sequence());
        row.eventId(rows.idHigh(), rows.idLow());
        row.correlation(rows.correlationHigh(), rows.correlationLow());
        row.causation(rows.causationHigh(), rows.causationLow());
        row.coordinate(rows.entity(), rows.scope());
        row.kind(artifact.indexKind(rows.kind()));
        row.at(
                Integer.toUnsignedLong(rows.lane()),
                Integer.toUnsignedLong(rows.depth()),
                Integer.toUnsignedLong(rows.clock()),
                rows.wallMillis());
        rows.previousHash(hash, 0);
        Hash previous = Hash.of(hash);
        rows.eventHash(hash, 0);
        row.hashes(previous, Hash.of(hash));
        row.position(rows.segment(), rows.frameOffset(), rows.frameLength());
        Extensions extensions = rows.extensions();
        if (extensions.isEmpty()) {
            row.unknownExtensions(); // 0.9.0 writes an empty map for events whose extensions it has lost
        } else {
            row.extensions(extensions);
        }
    }
}
