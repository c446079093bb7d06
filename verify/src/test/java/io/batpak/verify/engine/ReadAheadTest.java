package io.batpak.verify.engine;

import static io.batpak.verify.engine.Samples.append;
import static io.batpak.verify.engine.Samples.quiet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.batpak.Store;
import io.batpak.error.SegmentDamageException;
import io.batpak.index.IndexView;
import io.batpak.model.Entry;
import io.batpak.model.Extensions;
import io.batpak.recovery.Restore;
import io.batpak.recovery.Restored;
import io.batpak.recovery.Surroundings;
import io.batpak.testkit.MemFs;
import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import io.batpak.time.JoinInterruptedException;
import io.batpak.time.JoinTimeoutException;
import io.batpak.time.SpawnFailedException;
import io.batpak.time.Spawner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Reading ahead at an open, with threads that run when the test lets them: it never changes what is found, it holds
/// little, and nobody leaves while one of its threads reads.
///
/// Tier: unit. Covers: E12.
class ReadAheadTest {
    private static final int EVENTS = 40;
    private static final int AHEAD = 2;

    private MemFs fs = new MemFs();
    private List<String> alone = List.of();

    @BeforeEach
    void manySegments() {
        try (Store store = Store.open(quiet(fs).segmentBytesMax(1500).build())) {
            for (int n = 0; n < EVENTS; n++) {
                append(store, n);
            }
        }
        fs = ReopenPath.FOOTERS.of(fs);
        alone = seen(fs, Spawner.platformThreads(), Surroundings.NEVER);
        assertThat(alone).hasSize(EVENTS + 3);
        assertThat(segments(fs)).hasSizeGreaterThan(10);
    }

    private static List<String> segments(MemFs fs) {
        return fs.list().stream()
                .filter(name -> name.endsWith(".fbat"))
                .sorted()
                .toList();
    }

    private static long bytes(MemFs fs) {
        return segments(fs).stream().mapToLong(name -> fs.bytes(name).length).sum();
    }

    private static List<String> seen(MemFs fs, Spawner spawner, long limit) {
        Surroundings around = new Surroundings(fs, Samples.clock(), spawner, limit, false, true, true);
        Restored restored = Restore.run(around, false, position -> Extensions.none());
        IndexView view = restored.index().view();
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < view.committedCount(); row++) {
            Entry entry = view.committed(row);
            lines.add(entry.sequence() + " " + entry.eventId() + " " + entry.position() + " " + entry.eventHash());
        }
        lines.add("next " + restored.nextSequence());
        return lines;
    }

    /// How a job goes.
    enum Way {
        AT_ONCE,
        WHEN_WAITED_FOR,
        NEVER_DONE_AND_FAILED,
        DONE_AND_FAILED,
        LATE,
        INTERRUPTED
    }

    /// Threads that do as they are told.
    private static final class Threads implements Spawner {
        private final Way way;
        private final List<String> asked = new ArrayList<>();
        private int running;
        private int runningMost;
        private int joins;
        private int failsFrom = Integer.MAX_VALUE;

        Threads(Way way) {
            this.way = way;
        }

        @Override
        public Job spawn(String name, Runnable body) {
            asked.add(name);
            if (asked.size() > failsFrom) {
                throw new SpawnFailedException(name, new OutOfMemoryError("no thread"));
            }
            running++;
            runningMost = Math.max(runningMost, running);
            if (way == Way.AT_ONCE) {
                body.run();
            }
            return new Told(name, body);
        }

        private final class Told implements Job {
            private final String name;
            private final Runnable body;
            private boolean putOff;
            private boolean ended;

            Told(String name, Runnable body) {
                this.name = name;
                this.body = body;
                this.putOff = way == Way.LATE || way == Way.INTERRUPTED;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public Status status() {
                return ended ? Status.FINISHED : Status.RUNNING;
            }

            @Override
            public void join(Duration timeout) {
                joins++;
                if (putOff) {
                    putOff = false;
                    if (way == Way.LATE) {
                        throw new JoinTimeoutException(name, timeout.toMillis());
                    }
                    Thread.currentThread().interrupt();
                    throw new JoinInterruptedException(name, new InterruptedException());
                }
                assertThat(ended).as("nobody waits twice").isFalse();
                ended = true;
                running--;
                if (way != Way.AT_ONCE && way != Way.NEVER_DONE_AND_FAILED) {
                    body.run();
                }
                if (way == Way.NEVER_DONE_AND_FAILED || way == Way.DONE_AND_FAILED) {
                    throw new JobFailedException(name, new IllegalStateException("a defect"));
                }
            }
        }
    }

    private List<String> names() {
        return IntStream.range(0, segments(fs).size())
                .mapToObj(segment -> "batpak-read-" + segment)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whateverBecomesOfTheThreadsTheOpenFindsTheSame(Way way) {
        Threads threads = new Threads(way);
        boolean flagged;
        try {
            assertThat(seen(fs, threads, 0)).isEqualTo(alone);
        } finally {
            flagged = Thread.interrupted();
        }
        assertThat(flagged).as("an interrupt is passed on").isEqualTo(way == Way.INTERRUPTED);
        assertThat(threads.asked).isEqualTo(names());
        assertThat(threads.running).isZero();
        assertThat(threads.runningMost).isEqualTo(AHEAD + 1);
        boolean again = way == Way.LATE || way == Way.INTERRUPTED;
        assertThat(threads.joins).isEqualTo(again ? 2 * names().size() : names().size());
    }

    @Test
    void asManyBytesAsTheLimitAreReadAheadAndOneFewerAreNot() {
        for (int more = 0; more <= 1; more++) {
            Threads threads = new Threads(Way.AT_ONCE);
            assertThat(seen(fs, threads, bytes(fs) + more)).isEqualTo(alone);
            assertThat(threads.asked).isEqualTo(more == 0 ? names() : List.of());
        }
    }

    @Test
    void oneSegmentIsReadByWhoeverOpens() {
        List<String> names = segments(fs);
        names.subList(1, names.size()).forEach(fs::delete);
        Threads threads = new Threads(Way.AT_ONCE);
        assertThat(seen(fs, threads, 0)).hasSizeLessThan(alone.size());
        assertThat(threads.asked).isEmpty();
    }

    @Test
    void whereNoThreadIsToBeHadNoneIsAskedForAgain() {
        for (int given = 0; given < names().size(); given++) {
            Threads threads = new Threads(Way.WHEN_WAITED_FOR);
            threads.failsFrom = given;
            assertThat(seen(fs, threads, 0)).isEqualTo(alone);
            assertThat(threads.asked).isEqualTo(names().subList(0, given + 1));
            assertThat(threads.running).isZero();
        }
    }

    @Test
    void anOpenThatFailsWaitsForItsThreads() {
        String damaged = segments(fs).get(4);
        fs.damage(damaged, bytes -> {
            bytes[90] ^= 1;
            bytes[bytes.length - 25] ^= 1;
            return bytes;
        });
        for (Way way : List.of(Way.AT_ONCE, Way.WHEN_WAITED_FOR)) {
            Threads threads = new Threads(way);
            assertThatThrownBy(() -> seen(fs, threads, 0)).isInstanceOf(SegmentDamageException.class);
            assertThat(threads.asked).isEqualTo(names().subList(0, 4 + AHEAD + 1));
            assertThat(threads.running).isZero();
        }
    }

    @Test
    void theTornEndOfTheNewestSegmentIsNoDamageAheadEither() {
        MemFs killed = new MemFs();
        Store store = Store.open(quiet(killed).segmentBytesMax(1500).build());
        for (int n = 0; n < EVENTS; n++) {
            append(store, n);
        }
        MemFs left = ReopenPath.FOOTERS.of(killed.killed());
        left.damage(segments(left).getLast(), bytes -> Arrays.copyOf(bytes, bytes.length - 9));
        assertThat(seen(left, new Threads(Way.AT_ONCE), 0))
                .isEqualTo(seen(left, Spawner.platformThreads(), Surroundings.NEVER));
    }
}
