package io.batpak.fuzz;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.VisibilityFence;
import io.batpak.format.CompactionMarker;
import io.batpak.format.CompactionMarker.Staged;
import io.batpak.format.FrameHead;
import io.batpak.format.Preamble;
import io.batpak.model.AppendOptions;
import io.batpak.model.CausationId;
import io.batpak.model.Compaction;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A small journal that this build wrote, for the files that only we write.
///
/// @param name says what is special about it
/// @param fs its directory, closed; not to be changed
record OwnJournal(String name, MemFs fs) {
    private static final EventKind KIND = EventKind.of(0xF, 1);
    private static final List<OwnJournal> ALL = List.of(
            new OwnJournal("plain", plain()), new OwnJournal("checkpoint", checkpoint()), new OwnJournal("cut", cut()));

    static List<OwnJournal> all() {
        return ALL;
    }

    private static StoreConfig.Builder config(MemFs fs) {
        return StoreConfig.on(fs).cooperative(true).segmentBytesMax(2048);
    }

    private static MemFs plain() {
        MemFs fs = new MemFs();
        write(config(fs).build());
        return fs;
    }

    private static MemFs checkpoint() {
        MemFs fs = new MemFs();
        write(config(fs).mmapIndex(false).build());
        return fs;
    }

    private static MemFs cut() {
        MemFs fs = plain();
        try (Store store = Store.open(config(fs).build())) {
            store.compact(Compaction.retention(
                    candidate -> !candidate.entry().coordinate().entity().endsWith("1")));
        }
        return fs;
    }

    private static void write(StoreConfig config) {
        try (Store store = Store.open(config)) {
            Receipt last = append(store, 0, AppendOptions.none());
            for (int n = 1; n < 8; n++) {
                AppendOptions options = AppendOptions.none()
                        .lane(n % 3)
                        .causationId(CausationId.of(last.eventId()))
                        .idempotencyKey(new IdempotencyKey(7, n))
                        .extension("app.note", new byte[] {1, (byte) n});
                last = append(store, n, options);
            }
            try (VisibilityFence fence = store.beginFence()) {
                fence.submit(Coordinate.of("order:hidden", "shop"), KIND, Payload.of(Value.nil()));
                fence.cancel();
            }
        }
    }

    private static Receipt append(Store store, int n, AppendOptions options) {
        Payload payload = Payload.of(Value.map("n", n, "text", "x".repeat(n * 10)));
        return store.append(Coordinate.of("order:" + n % 3, "shop"), KIND, payload, options);
    }

    /// The frames of its first segment, heads included.
    List<byte[]> frames() {
        byte[] segment = fs.bytes("000001.fbat");
        List<byte[]> frames = new ArrayList<>();
        int at = (int) (Preamble.HEADER_AT + FrameHead.bodyLength(segment, Integer.BYTES));
        while (FrameHead.check(segment, at, segment.length) == FrameHead.Verdict.OK) {
            int end = at + FrameHead.BYTES + (int) FrameHead.bodyLength(segment, at);
            frames.add(Arrays.copyOfRange(segment, at, end));
            at = end;
        }
        return frames;
    }

    /// A marker as our compactions write it.
    static byte[] marker() {
        Staged staged = new Staged(5120, Hash.ZERO);
        return new CompactionMarker(7, List.of(1L, 2L, 3L), Optional.of(staged)).encode();
    }
}
