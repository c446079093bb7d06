package io.batpak.index;

import io.batpak.index.Model.Fact;
import io.batpak.model.ClockRange;
import io.batpak.model.EventKind;
import io.batpak.model.Hash;
import io.batpak.model.KindFilter;
import io.batpak.model.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random histories and regions over a small world, so that everything meets everything.
final class Histories {
    static final List<String> ENTITIES =
            List.of("a", "a:b", "a:b:c", "a2", "a;", "a-x", "ab", ":", "order:1", "order:2", "é", "\uD83D\uDE80:1");
    static final List<String> PREFIXES = List.of("a", "a:b", "a:", "", "order", "order:1", "nobody", "\uD83D\uDE80");
    static final List<String> SCOPES = List.of("s", "t", "s:t");
    static final List<Integer> KINDS = List.of(0x0001, 0x0008, 0x1000, 0x1001, 0x1FFF, 0xD001, 0xF001, 0xFFFF);
    static final List<Long> LANES = List.of(0L, 0L, 0L, 1L, 7L, 0xFFFF_FFFFL);

    private Histories() {}

    /// `count` events as a journal writes them: per (entity, lane) clocks ascend by one and the wall clock
    /// never falls.
    static List<Fact> lawful(Random random, int count) {
        List<Fact> facts = new ArrayList<>();
        Map<String, Fact> heads = new HashMap<>();
        long sequence = random.nextInt(3);
        long wall = 1000;
        long segment = 1;
        for (int i = 0; i < count; i++) {
            wall += random.nextInt(3) - 1; // the machine's clock may step back
            String entity = pick(random, ENTITIES);
            long lane = pick(random, LANES);
            Fact head = heads.get(entity + "\n" + lane);
            long clock = head == null ? 0 : head.clock() + 1;
            long wallMillis = head == null ? wall : Math.max(wall, head.wallMillis());
            Hash previous = head == null ? Hash.ZERO : head.eventHash();
            segment += random.nextInt(20) == 0 ? 1 : 0;
            Fact fact = fact(random, sequence, entity, lane, new Place(clock, wallMillis, previous, segment));
            heads.put(entity + "\n" + lane, fact);
            facts.add(fact);
            sequence += 1 + (random.nextInt(10) == 0 ? random.nextInt(5) : 0);
        }
        return facts;
    }

    /// `count` events of which only the sequences are in order: what a foreign or damaged directory may hold.
    static List<Fact> lawless(Random random, int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long wallMillis = random.nextInt(20) == 0 ? -1 : random.nextInt(50);
            long clock = random.nextInt(10) == 0 ? 0xFFFF_FFFFL : random.nextInt(20);
            Hash previous = random.nextBoolean() ? Hash.ZERO : hash(random);
            Place place = new Place(clock, wallMillis, previous, 1 + i / 17);
            facts.add(fact(random, i, pick(random, ENTITIES), pick(random, LANES), place));
        }
        return facts;
    }

    private record Place(long clock, long wallMillis, Hash previous, long segment) {}

    private static Fact fact(Random random, long sequence, String entity, long lane, Place place) {
        // A narrow range, so that ids repeat.
        long idHigh = random.nextInt(20) == 0 ? -1 : 0;
        return new Fact(
                sequence,
                idHigh,
                1 + random.nextInt(500),
                entity,
                pick(random, SCOPES),
                pick(random, KINDS),
                lane,
                random.nextInt(5) == 0 ? 0xFFFF_FFFFL : random.nextInt(4),
                place.clock,
                place.wallMillis,
                place.previous,
                hash(random),
                place.segment);
    }

    static Hash hash(Random random) {
        return Hash.of(random.nextInt(4), random.nextInt(2), random.nextInt(2), random.nextInt(2));
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    static Region region(Random random) {
        Region region = Region.all();
        if (random.nextInt(3) == 0) {
            region = region.withEntity(pick(random, PREFIXES));
        }
        if (random.nextInt(3) == 0) {
            region = region.withScope(random.nextInt(10) == 0 ? "nowhere" : pick(random, SCOPES));
        }
        if (random.nextInt(2) == 0) {
            region = region.withKind(
                    switch (random.nextInt(3)) {
                        case 0 -> new KindFilter.Exact(EventKind.ofRaw(pick(random, KINDS)));
                        case 1 -> new KindFilter.Category(random.nextInt(16));
                        default -> new KindFilter.Any();
                    });
        }
        if (random.nextInt(3) == 0) {
            region = region.withLane(random.nextInt(10) == 0 ? 5 : pick(random, LANES));
        }
        if (random.nextInt(4) == 0) {
            long start = random.nextInt(12);
            region = region.withClockRange(
                    new ClockRange(start, random.nextBoolean() ? 0xFFFF_FFFFL : start + random.nextInt(9)));
        }
        return region;
    }

    static HiddenRanges hidden(Random random, int sequences) {
        int count = random.nextInt(6);
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = random.nextInt(sequences + 1);
            ends[i] = starts[i] + random.nextInt(20) - 1;
        }
        return HiddenRanges.of(starts, ends);
    }

    static IndexRow row(Fact fact) {
        return new IndexRow()
                .sequence(fact.sequence())
                .eventId(fact.idHigh(), fact.idLow())
                .coordinate(fact.entity(), fact.scope())
                .kind(fact.kind())
                .at(fact.lane(), fact.depth(), fact.clock(), fact.wallMillis())
                .hashes(fact.previousHash(), fact.eventHash())
                .position(fact.segment(), 32 + fact.sequence(), 100);
    }

    static Index index(List<Fact> facts) {
        Index index = new Index(position -> {
            throw new AssertionError("no frame is to be read: " + position);
        });
        facts.forEach(fact -> index.writer().insert(row(fact)));
        return index;
    }

    /// The same in several parts, cut between segments at random.
    static Index indexInParts(List<Fact> facts, Random random) {
        Index index = index(List.of());
        long segment = 0;
        for (Fact fact : facts) {
            if (fact.segment() != segment && random.nextInt(3) == 0) {
                index.writer().cut();
            }
            segment = fact.segment();
            index.writer().insert(row(fact));
        }
        return index;
    }
}
