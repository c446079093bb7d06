package io.batpak.read;

import io.batpak.error.SegmentDamageException;
import io.batpak.format.Damage;
import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.PayloadHasher;
import io.batpak.fs.StoreFs;
import io.batpak.hash.Hash256;
import io.batpak.index.IndexView;
import io.batpak.model.ChainReport;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.segment.SegmentSweep;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Proves every committed event anew: its frame against the checksum, its payload against the recorded hash,
/// its link against the event it names.
///
/// One thread per run, beside readers and the writer; works on the events of one view, those that a cancelled
/// fence hides included, because visible events link to them.
public final class ChainVerifier {
    private final IndexView view;
    private final FrameView frame = new FrameView();
    private final PayloadHasher hasher = new PayloadHasher();
    private final byte[] computed = new byte[Hash256.BYTES];
    private final byte[] previous = new byte[Hash256.BYTES];
    private final BitSet proven = new BitSet();
    private @Nullable Set<Hash> provenHashes;

    private ChainVerifier(IndexView view) {
        this.view = view;
    }

    /// Verifies all committed events of `view`.
    ///
    /// @throws SegmentDamageException when a frame cannot be read at all
    public static ChainReport run(StoreFs fs, IndexView view) {
        return new ChainVerifier(view).run(fs);
    }

    private ChainReport run(StoreFs fs) {
        List<EventId> mismatches = new ArrayList<>();
        int count = view.committedCount();
        try (SegmentSweep sweep = new SegmentSweep(fs)) {
            for (int row = 0; row < count; row++) {
                Entry entry = view.committed(row);
                if (isProven(sweep, entry)) {
                    proven.set(row);
                } else {
                    mismatches.add(entry.eventId());
                }
            }
        }
        List<EventId> dangling = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            Entry entry = view.committed(row);
            if (!entry.previousHash().isZero() && !leadsToProven(row, entry)) {
                dangling.add(entry.eventId());
            }
        }
        return new ChainReport(count, mismatches, dangling);
    }

    private boolean isProven(SegmentSweep sweep, Entry entry) {
        FramePosition position = entry.position();
        int at = sweep.bodyAt(position);
        Damage damage = frame.decode(sweep.array(), at, position.length() - FrameHead.BYTES);
        if (damage == null) {
            damage = hasher.hash(frame, computed, 0);
        }
        if (damage != null) {
            throw SegmentDamageException.structure(position.segment(), position.offset(), damage.detail());
        }
        if (!isSameEvent(entry)) {
            throw SegmentDamageException.frame(
                    position.segment(), position.offset(), "the frame holds another event than the index says");
        }
        return Hash.of(computed).equals(entry.eventHash());
    }

    /// A footer with a valid checksum may still not be the one of these frames.
    private boolean isSameEvent(Entry entry) {
        frame.copyPreviousHash(previous, 0);
        return frame.eventHigh() == entry.eventId().high()
                && frame.eventLow() == entry.eventId().low()
                && frame.lane() == entry.lane()
                && frame.clock() == entry.clock()
                && Hash.of(previous).equals(entry.previousHash())
                && frame.entity().equals(entry.entity())
                && frame.scope().equals(entry.scope());
    }

    /// Nearly every link leads to the event one clock earlier; only where it does not, all proven hashes are
    /// searched.
    private boolean leadsToProven(int row, Entry entry) {
        int before = view.committedPredecessor(row);
        if (before >= 0
                && proven.get(before)
                && view.committed(before).eventHash().equals(entry.previousHash())) {
            return true;
        }
        if (provenHashes == null) {
            Set<Hash> hashes = new HashSet<>();
            proven.stream().mapToObj(view::committed).map(Entry::eventHash).forEach(hashes::add);
            provenHashes = hashes;
        }
        return provenHashes.contains(entry.previousHash());
    }
}
