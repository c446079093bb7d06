package io.batpak.verify.sim;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointedCursor;
import io.batpak.error.CheckpointWriteException;
import io.batpak.error.StoreClosedException;
import io.batpak.error.StoreException;
import io.batpak.fs.StoreIoException;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.EventKind;
import io.batpak.model.Region;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;

/// The simulated consumer of a journal, which keeps its place through all sessions of a history.
///
/// In one lifetime it gets every visible event of its region behind its place once and in order. The next lifetime
/// goes on at a place that was committed. What it was given is there after every crash, unless a compaction took
/// it, and its number never belongs to another event.
final class Follower {
    private static final CheckpointId PLACE = CheckpointId.of("follower");
    private static final List<Region> REGIONS = List.of(
            Region.all(), Region.all().withLane(1), Region.entity("account:2"), Region.kind(EventKind.of(0xF, 1)));

    private final Logbook log;
    private final Scenario scenario;
    private final SplittableRandom random;
    private final Region region;
    private final Map<Long, Given> given = new HashMap<>();
    /// Where it may go on: what was committed last, and what it has tried to commit since. A place that a killed
    /// process
    /// was about to keep may be found, and be gone again behind a power cut.
    private final Set<OptionalLong> possible = new HashSet<>(Set.of(OptionalLong.empty()));
    private long events;

    Follower(Logbook log, Scenario scenario, SplittableRandom random) {
        this.log = log;
        this.scenario = scenario;
        this.random = random;
        this.region = REGIONS.get(random.nextInt(REGIONS.size()));
    }

    /// What is known of an event that was delivered.
    private record Given(EventId id, EventKind kind, Coordinate at) {}

    /// How many events it was given in all lifetimes.
    long events() {
        return events;
    }

    /// One lifetime.
    void follow(Store store) {
        try (CheckpointedCursor cursor = store.delivery().cursor(region, PLACE)) {
            OptionalLong start = cursor.position();
            if (!possible.contains(start)) {
                log.violation("goes on at " + start + ", possible were " + possible);
            }
            possible.retainAll(Set.of(start)); // what was found is there for good
            follow(store, cursor);
        } catch (StoreClosedException e) {
            // the session is over
        } catch (CheckpointWriteException | StoreIoException | StoreException.Fault e) {
            if (!scenario.faults() || e instanceof io.batpak.error.CursorCheckpointCorruptException) {
                log.violation("a follower without any fault of the disk: " + e);
            }
        }
    }

    private void follow(Store store, CheckpointedCursor cursor) {
        OptionalLong start = cursor.position();
        Set<Long> lifetime = new HashSet<>();
        for (int calls = random.nextInt(4, 60); calls > 0; calls--) {
            switch (random.nextInt(10)) {
                case 0, 1 -> commit(cursor);
                case 2 -> {
                    requireAll(store, start, cursor.position(), lifetime);
                    cursor.rollback();
                    start = cursor.position();
                    lifetime.clear();
                }
                case 3, 4 -> take(await(cursor), lifetime);
                default -> take(cursor.poll(random.nextInt(1, 9)), lifetime);
            }
        }
        requireAll(store, start, cursor.position(), lifetime);
    }

    private void commit(CheckpointedCursor cursor) {
        OptionalLong position = cursor.position();
        possible.add(position);
        cursor.commit();
        possible.retainAll(Set.of(position));
    }

    private List<Entry> await(CheckpointedCursor cursor) {
        try {
            return cursor.await(random.nextInt(1, 9), Duration.ofMillis(random.nextInt(20)));
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a simulated thread", e);
        }
    }

    private void take(List<Entry> batch, Set<Long> lifetime) {
        for (Entry entry : batch) {
            events++;
            long sequence = entry.sequence();
            if (lifetime.stream().anyMatch(before -> before >= sequence)) {
                log.violation("delivered twice or out of order: " + entry);
            }
            lifetime.add(sequence);
            Given before = given.put(sequence, new Given(entry.eventId(), entry.kind(), entry.coordinate()));
            if (before != null && !before.id().equals(entry.eventId())) {
                log.violation("delivered as " + before + " before: " + entry);
            }
        }
    }

    private void requireAll(Store store, OptionalLong start, OptionalLong end, Set<Long> lifetime) {
        Set<Long> there = new HashSet<>();
        for (Entry entry : store.query(region)) {
            if (entry.sequence() > start.orElse(-1) && entry.sequence() <= end.orElse(-1)) {
                there.add(entry.sequence());
            }
        }
        if (!lifetime.containsAll(there)
                || !lifetime.stream().allMatch(sequence -> there.contains(sequence) || mayBeGone(sequence))) {
            log.violation("from " + start + " to " + end + " there are " + there + ", delivered " + lifetime);
        }
    }

    private boolean mayBeGone(long sequence) {
        Given known = given.get(sequence);
        return known != null && log.mayBeDropped(known.kind(), known.at());
    }

    /// Looks whether what it was given has survived.
    void check(Journal journal) {
        Map<Long, EventId> there = new HashMap<>();
        journal.query(Region.all()).forEach(entry -> there.put(entry.sequence(), entry.eventId()));
        given.forEach((sequence, before) -> {
            EventId found = there.get(sequence);
            if (found == null ? !mayBeGone(sequence) : !found.equals(before.id())) {
                throw new LawBrokenException("delivered at " + sequence + " was " + before + ", there is " + found);
            }
        });
    }
}
