package io.batpak.read;

import io.batpak.index.IndexView;
import io.batpak.model.ChainReport;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentReads;
import io.batpak.time.Spawner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Proves every committed event anew: its frame against the checksum, its payload against the recorded hash,
/// its link against the event it names.
///
/// Works on the events of one view, those that a cancelled fence hides included, because visible events link to
/// them. First all payloads, then all links, each in pieces of a few thousand neighbouring events that the caller
/// and up to three further threads take in turn; the report does not depend on how many they are. A thread has
/// one window and one frame in memory, the whole run one bit per event beside, unless a link leads elsewhere than
/// to the event before: then all proven hashes are collected once.
public final class ChainVerifier {
    private final IndexView view;
    private final RowBits proven;
    private final RowBits dangling;
    private @Nullable Set<Hash> provenHashes;

    private ChainVerifier(IndexView view) {
        this.view = view;
        proven = new RowBits(view.committedCount());
        dangling = new RowBits(view.committedCount());
    }

    /// Verifies all committed events of `view`.
    ///
    /// @param spawner where further threads come from, null for none
    /// @param cuts which links may lead nowhere
    /// @throws SegmentDamageException when a frame cannot be read at all; of several, the first in commit order
    public static ChainReport run(SegmentReads reads, IndexView view, @Nullable Spawner spawner, DeclaredCuts cuts) {
        return new ChainVerifier(view).run(reads, new RowPieces(view.committedCount(), spawner), cuts);
    }

    private ChainReport run(SegmentReads reads, RowPieces pieces, DeclaredCuts cuts) {
        pieces.run(() -> {
            FrameVerifier frames = new FrameVerifier(reads);
            return (from, to) -> {
                for (int row = from; row < to; row++) {
                    if (frames.isProven(view.committed(row))) {
                        proven.set(row);
                    }
                }
            };
        });
        pieces.run(() -> (from, to) -> {
            for (int row = from; row < to; row++) {
                if (!leadsToProven(row)) {
                    dangling.set(row);
                }
            }
        });
        Map<Boolean, List<Integer>> unlinked = dangling.rowsWith(true).stream()
                .collect(Collectors.partitioningBy(
                        row -> cuts.isCut(view.committed(row).previousHash())));
        return new ChainReport(
                view.committedCount(),
                ids(proven.rowsWith(false)),
                ids(unlinked.getOrDefault(false, List.of())),
                ids(unlinked.getOrDefault(true, List.of())));
    }

    private List<EventId> ids(List<Integer> rows) {
        List<EventId> ids = new ArrayList<>(rows.size());
        for (int row : rows) {
            ids.add(view.committed(row).eventId());
        }
        return ids;
    }

    /// Nearly every link leads to the event one clock earlier; only where it does not, all proven hashes are
    /// searched.
    private boolean leadsToProven(int row) {
        Hash previous = view.committed(row).previousHash();
        if (previous.isZero()) {
            return true;
        }
        int before = view.committedPredecessor(row);
        if (before >= 0
                && proven.get(before)
                && view.committed(before).eventHash().equals(previous)) {
            return true;
        }
        return provenHashes().contains(previous);
    }

    private synchronized Set<Hash> provenHashes() {
        Set<Hash> known = provenHashes;
        if (known == null) {
            known = new HashSet<>();
            for (int row = 0; row < view.committedCount(); row++) {
                if (proven.get(row)) {
                    Entry entry = view.committed(row);
                    known.add(entry.eventHash());
                }
            }
            provenHashes = known;
        }
        return known;
    }
}
