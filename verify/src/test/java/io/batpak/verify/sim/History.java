package io.batpak.verify.sim;

import io.batpak.Backups;
import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.StoreReader;
import io.batpak.error.StoreException;
import io.batpak.model.AutoMerge;
import io.batpak.projection.ProjectionCache;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SimScheduler;
import io.batpak.time.Job;
import io.batpak.time.JobFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One history, decided by its seed from the configuration to the last turn: rounds of callers beside an operator,
/// each ended by a crash or a close, and after each the laws.
final class History {
    /// A history goes on until it has so many events, unless a sync fails in it.
    static final int EVENTS_MIN = 200;

    private static final int ROUNDS_MAX = 40;
    private static final Set<Integer> MODELLED = Set.of(2, 3, 5);
    private static final Duration FOREVER = Duration.ofDays(100);

    private final SplittableRandom random;
    private final Scenario scenario;
    private final Logbook log = new Logbook();
    private final SplittableRandom ids;
    /// Of every other seed, so that the others mean what they meant before there was one.
    private final @Nullable Follower follower;
    /// Of three seeds in eight, none of which is in the corpus, for the same reason.
    private final @Nullable Modeller modeller;

    private MemFs disk = new MemFs();
    private Duration passed = Duration.ZERO;
    private long turns;
    private long digest = 1;
    /// What a failed sync should have covered can be seen until the machine stops, and no later sync covers it:
    /// then nobody can say any more what is durable, and the history ends.
    private boolean syncFailed;
    private int rounds;

    History(long seed) {
        random = new SplittableRandom(seed);
        ids = random.split();
        scenario = Scenario.of(random);
        follower = seed % 2 == 0 ? new Follower(log, scenario, new SplittableRandom(~seed)) : null;
        modeller = MODELLED.contains(Math.floorMod(seed, 8))
                ? new Modeller(log, scenario, new SplittableRandom(seed + 1))
                : null;
    }

    /// How a round ends.
    private enum End {
        CLOSE,
        KILL,
        POWER_CUT,
        POWER_CUT_THAT_TAKES_ALL
    }

    /// What a history came to.
    ///
    /// @param followed how many events its follower was given
    /// @param folds how many states its modeller has compared
    record Outcome(int rounds, int events, long followed, long folds, long turns, long digest) {}

    /// Runs it.
    ///
    /// @throws LawBrokenException if a law was broken; nothing else should be thrown
    Outcome run() {
        while (log.events() < EVENTS_MIN && rounds < ROUNDS_MAX && !syncFailed) {
            round();
            rounds++;
        }
        if (!syncFailed) {
            BitRot.check(disk, random);
        }
        long followed = follower == null ? 0 : follower.events();
        long folds = modeller == null ? 0 : modeller.folds();
        return new Outcome(rounds, log.events(), followed, folds, turns, digest);
    }

    /// What it is like; for the message of a failure.
    @Override
    public String toString() {
        return scenario + ", round " + rounds + " behind " + turns + " turns";
    }

    private void round() {
        SimScheduler sim = new SimScheduler(random.nextLong(), passed);
        disk.scheduledBy(sim);
        if (scenario.faults()) {
            DiskFaults.plan(disk, random);
        }
        End wanted = End.values()[random.nextInt(End.values().length)];
        Job session = sim.spawn("session", () -> session(sim, wanted == End.CLOSE));
        sim.run(wanted == End.CLOSE ? Long.MAX_VALUE / 2 : random.nextInt(1, 1 << random.nextInt(4, 14)));
        End end = ended(session, wanted);
        turns += sim.steps();
        passed = random.nextInt(8) == 0 ? Duration.ZERO : sim.elapsed().plusMillis(random.nextInt(3)); // or set back
        digest = digest * 31 + sim.digest();
        if (!log.violations().isEmpty()) {
            throw new LawBrokenException(String.join("; ", log.violations()));
        }
        MemFs left = left(end);
        syncFailed = DiskFaults.failedASync(disk);
        boolean powerCut = end == End.POWER_CUT || end == End.POWER_CUT_THAT_TAKES_ALL;
        checkLeft(left, !powerCut);
        if (powerCut || end == End.CLOSE) {
            log.droppedForGood();
        }
        disk = left;
    }

    /// How a session that should have ended so has ended: one whose disk failed may have ended by itself.
    private End ended(Job session, End wanted) {
        switch (session.status()) {
            case FINISHED -> {
                return wanted;
            }
            case FAILED -> {
                try {
                    session.join(Duration.ZERO);
                } catch (JobFailedException e) {
                    if (!(scenario.faults() && e.getCause() instanceof StoreException)) {
                        throw e;
                    }
                }
            }
            case RUNNING -> {
                if (wanted == End.CLOSE) {
                    throw new IllegalStateException("the session does not end");
                }
                return wanted;
            }
        }
        return wanted == End.CLOSE ? End.KILL : wanted;
    }

    private MemFs left(End end) {
        return switch (end) {
            case CLOSE, KILL -> disk.killed();
            case POWER_CUT -> {
                long seed = random.nextLong();
                yield seed % 2 == 0 ? disk.crash(seed) : disk.crashBySector(seed);
            }
            case POWER_CUT_THAT_TAKES_ALL -> disk.crash();
        };
    }

    private void session(SimScheduler sim, boolean closes) {
        ProjectionCache cache = modeller == null ? ProjectionCache.none() : modeller.cache();
        Store store = Store.open(scenario.config(disk, sim, ids, cache));
        log.durableThrough(log.acknowledgedSoFar()); // an open makes durable what it has found
        log.droppedForGood();
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < scenario.callers(); i++) {
            Callers caller = new Callers(store, log, scenario, random.split());
            int calls = random.nextInt(2, 25);
            jobs.add(sim.spawn("caller-" + i, () -> caller.make(calls)));
        }
        Keeper keeper = new Keeper(store, log, scenario, random.split());
        int undertakings = random.nextInt(4);
        jobs.add(sim.spawn("keeper", () -> keeper.make(undertakings)));
        if (follower != null) {
            jobs.add(sim.spawn("follower", () -> follower.follow(store)));
        }
        if (modeller != null) {
            jobs.add(sim.spawn("modeller", () -> modeller.fold(store)));
        }
        jobs.forEach(job -> job.join(FOREVER));
        if (closes) {
            store.close();
        }
    }

    private void checkLeft(MemFs left, boolean everythingAcknowledged) {
        List<String> first = readOnly(left, everythingAcknowledged);
        if (random.nextInt(4) == 0 && !syncFailed) {
            recoverTwice(left, first);
        }
        checkCopies(left);
    }

    /// Opens what is left without changing a byte of it.
    private List<String> readOnly(MemFs left, boolean everythingAcknowledged) {
        if (!left.exists()) {
            left.create(); // the crash came before anything was durable
        }
        MemFs image = left.killed();
        try (StoreReader reader = StoreReader.open(StoreConfig.on(image).build())) {
            Laws laws = new Laws(log, reader);
            laws.check(everythingAcknowledged);
            if (follower != null) {
                follower.check(reader);
            }
            if (modeller != null) {
                modeller.check(reader);
            }
            laws.settle();
            log.crashed();
            return laws.seen().stream().map(Sighting::line).toList();
        }
    }

    /// What a recovery has repaired is found so by the next, also when the power fails right behind it.
    private void recoverTwice(MemFs left, List<String> first) {
        MemFs image = left.killed();
        try (Store store = Store.open(quiet(image))) {
            same(first, store, "the writable open");
            store.drop();
        }
        MemFs again = image.crash();
        try (StoreReader reader = StoreReader.open(StoreConfig.on(again).build())) {
            same(first, reader, "the open behind a recovery and a power cut");
        }
    }

    private static StoreConfig quiet(MemFs image) {
        return StoreConfig.on(image)
                .cooperative(true)
                .autoMerge(new AutoMerge.Never())
                .build();
    }

    private static void same(List<String> expected, Journal journal, String what) {
        List<String> found = Sighting.of(journal).stream().map(Sighting::line).toList();
        if (!found.equals(expected)) {
            throw new LawBrokenException(what + ": " + LineDifference.of(expected, found));
        }
    }

    /// A copy that was reported done has everything that was acknowledged before it began.
    private void checkCopies(MemFs left) {
        for (CopyRecord copy : log.copies()) {
            MemFs place = left.killed().elsewhere(copy.at());
            MemFs opened = place;
            if (copy.backup()) {
                opened = place.elsewhere(copy.at().resolveSibling("restored"));
                Backups.restore(place, opened, OptionalLong.empty());
            }
            try (StoreReader reader = StoreReader.open(StoreConfig.on(opened).build())) {
                Laws laws = new Laws(log, reader);
                laws.checkCopy(copy.must());
                if (modeller != null) {
                    modeller.check(reader);
                }
            }
        }
        log.copies().clear();
    }
}
