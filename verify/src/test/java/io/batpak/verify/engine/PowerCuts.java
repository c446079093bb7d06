package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.error.StoreException;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.MemStep;
import io.batpak.verify.damage.Depth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Cuts an operation off after some of its changes, and says what may be left then.
final class PowerCuts {
    private static final Logger LOGGER = Logger.getLogger("io.batpak");
    private static final int REPAIR_STRIDE = Depth.isFull() ? 1 : 7;
    private static final int SEEDS = Depth.isFull() ? 3 : 1;

    private PowerCuts() {}

    /// After how many of the changes to cut: each at full depth, else about `few` of them; always before the first
    /// and after the last.
    static List<Long> places(long changes, int few) {
        long stride = Depth.isFull() ? 1 : Math.max(1, changes / few);
        List<Long> places = new ArrayList<>();
        for (long k = 0; k < changes; k += stride) {
            places.add(k);
        }
        places.add(changes);
        return places;
    }

    /// The same, and around each change that puts something in its place.
    static List<Long> places(List<MemStep> changes, int few, Predicate<MemStep> puts) {
        Set<Long> places = new TreeSet<>(places(changes.size(), few));
        for (int k = 0; k < changes.size(); k++) {
            if (puts.test(changes.get(k))) {
                places.add((long) k + 1);
                places.add(Math.min(k + 2L, changes.size()));
            }
        }
        return List.copyOf(places);
    }

    /// The changes among the operations since one.
    static List<MemStep> changes(MemFs fs, int from) {
        return fs.steps().stream()
                .skip(from)
                .filter(step -> step.operation().isMutation())
                .toList();
    }

    /// The power fails after `k` more changes; the operation may fail of it, and of nothing else.
    ///
    /// @return whether it was done
    static boolean cutOff(MemFs fs, long k, Runnable operation) {
        fs.powerOffAfter(fs.mutations() + k);
        Level level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF); // each cut would fill a page with what the disk said
        try {
            operation.run();
            return true;
        } catch (StoreException | AssertionError e) {
            if (fs.steps().stream().noneMatch(MemStep::failed)) {
                throw new AssertionError("a failure without a cause", e);
            }
            return false;
        } finally {
            LOGGER.setLevel(level);
        }
    }

    /// What is left, by what was lost: nothing with the process; with the power all bytes and names that were not
    /// synced, or only the bytes, or only the names, or any part of them.
    static Map<String, MemFs> aftermaths(MemFs fs) {
        Map<String, MemFs> left = new LinkedHashMap<>();
        left.put("killed", fs.killed());
        left.put("only what was synced", fs.crash());
        left.put("bytes lost", fs.crashOfBytes());
        left.put("names lost", fs.crashOfNames());
        for (long seed = 0; seed < SEEDS; seed++) {
            left.put("seed " + seed, fs.crash(seed));
        }
        return left;
    }

    /// The next open is cut off as well, after each of its own changes; then it is opened for good. Where a killed
    /// process had given the directory its name a moment ago, an open that was cut off need not have kept it.
    ///
    /// @param left one directory of what is left, as it was found
    /// @return how many directories were looked at
    static long repairs(ReshapedJournal journal, ReshapedLaws laws, MemFs left, long k, String replay) {
        if (!laws.isNewToRepairs(left)) {
            return 0;
        }
        MemFs whole = left.killed();
        Store.open(journal.later(whole)).drop();
        long changes = whole.mutations();
        long checks = 0;
        boolean named = left.crashOfNames().exists();
        for (long r = k % REPAIR_STRIDE; r < changes; r += REPAIR_STRIDE) {
            MemFs again = left.killed();
            cutOff(again, r, () -> Store.open(journal.later(again)).drop());
            String then = replay + ", its repair cut after " + r + " of " + changes + ", " + lastChange(again);
            for (Map.Entry<String, MemFs> twice : some(aftermaths(again), k + r)) {
                if (named || twice.getValue().exists()) {
                    laws.check(twice.getValue(), then + ", " + twice.getKey());
                    checks++;
                }
            }
        }
        return checks;
    }

    /// All of them at full depth, else one, and each of them in its turn.
    static List<Map.Entry<String, MemFs>> some(Map<String, MemFs> aftermaths, long turn) {
        List<Map.Entry<String, MemFs>> all = List.copyOf(aftermaths.entrySet());
        return Depth.isFull() ? all : List.of(all.get((int) (turn % all.size())));
    }

    /// The change in front of the cut.
    static String lastChange(MemFs fs) {
        return fs.steps().stream()
                .filter(step -> step.operation().isMutation() && !step.failed())
                .map(MemStep::toString)
                .reduce("nothing", (_, step) -> step);
    }
}
