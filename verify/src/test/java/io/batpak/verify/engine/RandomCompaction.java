package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.model.Compaction;
import io.batpak.model.CompactionCandidate;
import io.batpak.model.CompactionOutcome;
import io.batpak.model.CompactionResult;
import io.batpak.model.CompactionScope;
import io.batpak.model.CompactionStrategy;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.FramePosition;
import io.batpak.model.Hash;
import io.batpak.model.KeepRule;
import io.batpak.model.Region;
import io.batpak.model.StoredEvent;
import io.batpak.segment.SegmentName;
import io.batpak.testkit.MemFs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// One compaction of a random kind: what it takes away is taken out of the model, and what it should not touch is
/// compared byte by byte.
final class RandomCompaction {
    private static final List<Long> OUTPUT_SIZES = List.of(0L, 4096L, 9000L, 1L << 20);
    private static final Hash NOTHING = Hash.blake3(new byte[] {(byte) 0xC0});

    private final ReadModel model;
    private final Compaction how;
    private final KeepRule rule;

    private RandomCompaction(ReadModel model, Random random) {
        this.model = model;
        this.rule = rule(random);
        this.how = Compaction.of(strategy(random))
                .scope(random.nextInt(3) > 0 ? CompactionScope.WHOLE : CompactionScope.TIERED)
                .minSegments(random.nextInt(4))
                .outputBytesMax(OUTPUT_SIZES.get(random.nextInt(OUTPUT_SIZES.size())))
                .build();
    }

    private static KeepRule rule(Random random) {
        int percent = List.of(0, 3, 50, 90, 100).get(random.nextInt(5));
        int salt = random.nextInt();
        int kind = random.nextInt(6);
        return candidate -> {
            Entry entry = candidate.entry();
            return switch (kind) {
                case 0 -> entry.lane() != 0;
                case 1 -> entry.kind().typeId() != 1;
                default -> new Random(entry.sequence() ^ salt).nextInt(100) >= percent;
            };
        };
    }

    private CompactionStrategy strategy(Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new CompactionStrategy.Merge();
            case 2 -> new CompactionStrategy.Tombstone(rule);
            default -> new CompactionStrategy.Retention(rule);
        };
    }

    /// Compacts a store and tells its model.
    ///
    /// @return whether something was done
    static boolean run(Store store, MemFs fs, ReadLoad load, String as) {
        return new RandomCompaction(load.model, load.random).check(store, fs, as);
    }

    private boolean check(Store store, MemFs fs, String as) {
        String what = as + ", " + how;
        Map<Entry, byte[]> before = frames(store, fs);
        CompactionResult result = store.compact(how);
        Map<Long, Entry> after = new LinkedHashMap<>();
        store.query(Region.all()).forEach(entry -> after.put(entry.sequence(), entry));
        assertThat(result.outcome()).as(what).isNotInstanceOf(CompactionOutcome.Failed.class);
        boolean done = result.outcome() instanceof CompactionOutcome.Performed;
        int emptied = 0;
        int changed = 0;
        for (Map.Entry<Entry, byte[]> each : before.entrySet()) {
            Entry old = each.getKey();
            Entry now = after.remove(old.sequence());
            if (now == null) {
                requireDropped(old, what);
                model.drop(old.sequence());
                changed++;
            } else if (now.kind().equals(old.kind()) && now.eventHash().equals(old.eventHash())) {
                assertThat(frame(fs, now)).as("%s, frame of %s", what, old).isEqualTo(each.getValue());
                assertThat(now.extensions()).as(what).isEqualTo(old.extensions());
            } else {
                boolean empty = !now.eventHash().equals(old.eventHash());
                requireBuried(old, now, empty, what);
                model.bury(old.sequence(), empty);
                emptied += empty ? 1 : 0;
                changed++;
            }
        }
        assertThat(after).as(what).isEmpty();
        assertThat(emptied).as(what).isLessThanOrEqualTo(result.reports().size());
        assertThat(changed == 0 || done).as(what).isTrue();
        return done;
    }

    private void requireDropped(Entry old, String what) {
        assertThat(how.strategy()).as("%s, %s is gone", what, old).isInstanceOf(CompactionStrategy.Retention.class);
        assertThat(rejects(old)).as("%s, %s is gone", what, old).isTrue();
    }

    private void requireBuried(Entry old, Entry now, boolean emptied, String what) {
        assertThat(rejects(old)).as("%s, %s", what, old).isTrue();
        assertThat(how.strategy() instanceof CompactionStrategy.Retention)
                .as("%s, %s", what, old)
                .isEqualTo(emptied);
        assertThat(now.kind()).as(what).isEqualTo(EventKind.TOMBSTONE);
        assertThat(now.eventHash()).as(what).isEqualTo(emptied ? NOTHING : old.eventHash());
        assertThat(now.previousHash()).as(what).isEqualTo(old.previousHash());
    }

    private boolean rejects(Entry entry) {
        return !rule.keeps(new CompactionCandidate() {
            @Override
            public Entry entry() {
                return entry;
            }

            @Override
            public StoredEvent event() {
                throw new IllegalStateException("the rules of this test need no payload");
            }
        });
    }

    /// All visible events with the bytes they are on disk.
    private static Map<Entry, byte[]> frames(Store store, MemFs fs) {
        Map<Entry, byte[]> frames = new LinkedHashMap<>();
        store.query(Region.all()).forEach(entry -> frames.put(entry, frame(fs, entry)));
        return frames;
    }

    private static byte[] frame(MemFs fs, Entry entry) {
        FramePosition at = entry.position();
        byte[] segment = fs.bytes(SegmentName.of(at.segment()).fileName());
        return Arrays.copyOfRange(segment, (int) at.offset(), (int) at.offset() + at.length());
    }
}
