package io.batpak.verify.delivery;

import static io.batpak.verify.delivery.Notes.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Store;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.CheckpointedCursor;
import io.batpak.error.StoreException;
import io.batpak.model.AutoMerge;
import io.batpak.model.Entry;
import io.batpak.testkit.MemFs;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The power fails at every change to the disk of a consumer that keeps its place in a journal that syncs next to
/// never. The next session delivers everything behind what was dealt with, and nothing is passed over: neither
/// events that survived nor new ones that got the numbers of lost ones.
///
/// Tier: crash. Covers: I2, I3, D3.
class CheckpointCrashTest {
    private static final CheckpointId ID = CheckpointId.of("mailer");
    private static final int SEEDS = 4;

    /// The sequences and ids that one session has committed.
    private record Session(List<String> committed, List<String> delivered) {}

    private static String name(Entry entry) {
        return entry.sequence() + " " + entry.eventId();
    }

    private static Store open(MemFs fs) {
        return Store.open(Notes.lazy(fs)
                .cooperative(true)
                .autoMerge(new AutoMerge.Never())
                .segmentBytesMax(2000)
                .build());
    }

    /// Appends and consumes in turns until the power fails.
    private static Session play(MemFs fs) {
        Session session = new Session(new ArrayList<>(), new ArrayList<>());
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = store.delivery().cursor(REGION, ID);
            for (int round = 0; round < 8; round++) {
                Notes.write(store, "a:" + round % 2, 3);
                List<String> batch =
                        cursor.poll(2).stream().map(CheckpointCrashTest::name).toList();
                session.delivered.addAll(batch);
                Notes.write(store, "b", 1);
                if (round % 3 != 2) {
                    cursor.commit();
                    session.committed.clear();
                    session.committed.addAll(session.delivered);
                }
            }
        } catch (StoreException e) {
            assertThat(fs.replayLine()).as("only the power ends it: " + e).contains("power");
        }
        return session;
    }

    @Test
    void nothingIsPassedOverWhereverThePowerFails() {
        MemFs whole = new MemFs();
        play(whole);
        long changes = whole.mutations();
        assertThat(changes).isGreaterThan(60);
        for (long last = 0; last <= changes; last++) {
            MemFs fs = new MemFs();
            fs.powerOffAfter(last);
            Session session = play(fs);
            look(fs.crash(), session, "all is lost behind " + last);
            look(fs.killed(), session, "killed behind " + last);
            for (long seed = 0; seed < SEEDS; seed++) {
                look(fs.crash(seed), session, "seed " + seed + " behind " + last);
            }
        }
    }

    private static void look(MemFs left, Session session, String what) {
        left.create();
        try (Store store = open(left)) {
            List<String> there = new ArrayList<>();
            store.query(REGION).forEach(entry -> there.add(name(entry)));
            assertThat(there).as(what + ": what was delivered was durable").containsAll(session.delivered);
            Notes.write(store, "new", 4);
            List<String> all = new ArrayList<>();
            store.query(REGION).forEach(entry -> all.add(name(entry)));
            CheckpointedCursor cursor = store.delivery().cursor(REGION, ID);
            List<String> next =
                    cursor.poll(1000).stream().map(CheckpointCrashTest::name).toList();
            int begin = all.size() - next.size();
            assertThat(next).as(what).isEqualTo(all.subList(begin, all.size()));
            assertThat(begin)
                    .as(what + ": it begins behind what was committed, or behind a commit that was under way")
                    .isBetween(session.committed.size(), session.delivered.size());
        }
    }

    @Test
    void aPlaceThatWasCommittedIsThereBehindAPowerCut() {
        MemFs fs = new MemFs();
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = store.delivery().cursor(REGION, ID);
            for (int round = 0; round < 3; round++) {
                Notes.write(store, "a", 2);
                cursor.poll(2);
                cursor.commit();
                try (Store next = open(fs.crash())) {
                    CheckpointedCursor found = next.delivery().cursor(REGION, ID);
                    assertThat(found.position()).as("round %d", round).isEqualTo(cursor.position());
                }
            }
        }
    }

    /// A process is killed at each change that a commit makes to the disk. What the next one finds, and goes on
    /// from, is there behind a power cut as well.
    @Test
    void aPlaceThatAKilledProcessWasAboutToKeepIsThereForGoodOnceItWasFound() {
        MemFs fs = new MemFs();
        List<MemFs> killed = new ArrayList<>();
        Set<OptionalLong> possible = new HashSet<>();
        try (Store store = open(fs)) {
            CheckpointedCursor cursor = store.delivery().cursor(REGION, ID);
            Notes.write(store, "a", 4);
            cursor.poll(2);
            cursor.commit();
            possible.add(cursor.position());
            cursor.poll(2);
            possible.add(cursor.position());
            for (long allowed = 0; !cursor.position().equals(cursor.committed()); allowed++) {
                fs.powerOffAfter(fs.mutations() + allowed);
                try {
                    cursor.commit();
                } catch (StoreException e) {
                    assertThat(fs.replayLine())
                            .as("only the power ends it: " + e)
                            .contains("power");
                    killed.add(fs.killed());
                }
            }
            fs.powerOffAfter(Long.MAX_VALUE);
        }
        Set<OptionalLong> found = new HashSet<>();
        for (MemFs left : killed) {
            try (Store next = open(left)) {
                OptionalLong position = next.delivery().cursor(REGION, ID).position();
                found.add(position);
                try (Store last = open(left.crash())) {
                    assertThat(last.delivery().cursor(REGION, ID).position()).isEqualTo(position);
                }
            }
        }
        assertThat(found).isEqualTo(possible);
    }
}
