package io.batpak.verify.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.Backups;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.testkit.MemFs;
import io.batpak.verify.damage.Depth;
import io.batpak.verify.damage.Fingerprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What must hold of both directories whatever ended a [Transfer]: the journal is as it was, and the destination is
/// as it was, absent or complete.
final class TransferLaws {
    private static final String ABSENT = "no copy";
    private static final String OLD = "the old copy";
    private static final String WHOLE = "the whole copy";

    private final ReshapedJournal journal;
    private final Transfer transfer;
    private final List<ReshapedLaws> states = new ArrayList<>();
    /// What was found out about directories that were the same, name by name and byte by byte.
    private final Map<String, Boolean> known = new HashMap<>();

    private final Set<String> restorable = new HashSet<>();
    private final Set<String> doneAgain = new HashSet<>();

    private TransferLaws(ReshapedJournal journal, Transfer transfer) {
        this.journal = journal;
        this.transfer = transfer;
        transfer.prepared(journal, ready -> states.add(ReshapedLaws.asItIs(journal, ready)));
    }

    /// The laws of a transfer, found out by looking before each of its copies.
    static TransferLaws of(ReshapedJournal journal, Transfer transfer) {
        return new TransferLaws(journal, transfer);
    }

    private ReshapedLaws source() {
        return states.getLast();
    }

    /// What the backup of a number holds, or what the newest restores to.
    private ReshapedLaws backup(long number) {
        return states.get((int) Math.min(number, states.size()) - 1);
    }

    /// What the next open of both directories finds, in words. Opens copies of them.
    String outcome(MemFs left) {
        assertIs(source(), left, "the journal has changed");
        if (transfer.isCopy()) {
            return copy(left);
        }
        if (transfer == Transfer.RESTORE) {
            if (!Transfer.isThere(left, Transfer.RESTORED)) {
                return "nothing";
            }
            assertIs(backup(transfer.backupsBefore()), left.elsewhere(Transfer.RESTORED), "not what was restored");
            return "the whole journal";
        }
        List<Long> numbers = Transfer.backups(left);
        MemFs room = left.killed();
        for (long number : numbers) {
            if (!restorable.contains(backupState(left, number))) {
                assertIs(backup(number), restored(room, number), "backup " + number);
            }
        }
        String listed = numbers.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return numbers.isEmpty() ? "no backup" : (numbers.size() == 1 ? "backup " : "backups ") + listed;
    }

    private String copy(MemFs left) {
        if (!Transfer.isThere(left, Transfer.COPY)) {
            if (states.size() > 1) {
                MemFs aside = left.elsewhere(Transfer.OLD_COPY);
                if (isNow(states.getFirst(), aside)) {
                    return ABSENT + ", the old one beside it";
                }
                assertIs(source(), aside, "neither the old copy nor a whole one beside it");
                return ABSENT + ", a whole one beside it"; // of a transfer before, which was killed
            }
            return ABSENT;
        }
        MemFs place = left.elsewhere(Transfer.COPY);
        if (states.size() > 1 && isNow(states.getFirst(), place)) {
            return OLD;
        }
        assertIs(source(), place, "neither an old nor a whole copy");
        return WHOLE;
    }

    private static MemFs restored(MemFs room, long number) {
        MemFs place = room.elsewhere(Path.of("/look-" + number));
        assertThat(Backups.restore(room.elsewhere(Transfer.BACKUP), place, OptionalLong.of(number))
                        .proof()
                        .isClean())
                .isTrue();
        return place;
    }

    private void assertIs(ReshapedLaws wanted, MemFs place, String otherwise) {
        if (!isNow(wanted, place)) {
            throw new AssertionError(otherwise + ": " + place.directory());
        }
    }

    private static String backupState(MemFs left, long number) {
        return number + " of " + Fingerprint.of(left.elsewhere(Transfer.BACKUP));
    }

    private boolean isNow(ReshapedLaws wanted, MemFs place) {
        return known.computeIfAbsent(
                states.indexOf(wanted) + " is " + Fingerprint.of(place), _ -> isSeenNow(wanted, place));
    }

    private boolean isSeenNow(ReshapedLaws wanted, MemFs place) {
        MemFs copy = place.killed();
        try (StoreReader reader = StoreReader.open(journal.later(copy))) {
            if (!wanted.isAsBefore(reader)) {
                return false;
            }
        }
        try (Store store = Store.open(journal.later(copy))) {
            return wanted.isAsBefore(store);
        }
    }

    /// Applies all laws of a journal to both sides; the destination first, so that a repair, a write or a clean-up
    /// there that reached the journal would be seen. Changes both.
    ///
    /// @return what was found at the destination
    String check(MemFs left, boolean done, String replay) {
        String found;
        try {
            found = outcome(left);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(replay + ": " + e.getMessage() + "\n" + left.replayLine(), e);
        }
        if (done) {
            assertThat(found).as(replay + ", reported done").isIn(ends());
        }
        if (transfer.isCopy() && Transfer.isThere(left, Transfer.COPY)) {
            (found.equals(OLD) ? states.getFirst() : source()).check(left.elsewhere(Transfer.COPY), replay + ", copy");
        }
        if (transfer == Transfer.RESTORE && Transfer.isThere(left, Transfer.RESTORED)) {
            backup(transfer.backupsBefore()).check(left.elsewhere(Transfer.RESTORED), replay + ", restored");
        }
        if (!transfer.isCopy()) {
            List<Long> numbers = Transfer.backups(left);
            assertNoBackupIsLost(numbers, replay);
            for (long number : numbers) {
                String state = backupState(left, number);
                if (!restorable.contains(state)) {
                    backup(number).check(restored(left, number), replay + ", backup " + number);
                    restorable.add(state);
                }
            }
        }
        source().check(left, replay + ", journal");
        return found;
    }

    private void assertNoBackupIsLost(List<Long> numbers, String replay) {
        switch (transfer) {
            case RESTORE -> assertThat(numbers).as(replay).containsExactly(1L, 2L);
            case INCREMENTAL_BACKUP -> assertThat(numbers).as(replay).contains(1L);
            case BACKUP_THAT_PRUNES -> assertThat(numbers.getLast()).as(replay).isGreaterThanOrEqualTo(2);
            default -> assertThat(numbers).as(replay).isSubsetOf(1L, 2L);
        }
    }

    /// How it may look when all is done, also if it was done twice.
    private List<String> ends() {
        return switch (transfer) {
            case FIRST_BACKUP -> List.of("backup 1", "backups 1 and 2", "backup 2");
            case INCREMENTAL_BACKUP -> List.of("backups 1 and 2", "backups 1 and 2 and 3", "backups 1 and 3");
            case BACKUP_THAT_PRUNES -> List.of("backup 3", "backup 4");
            case RESTORE -> List.of("the whole journal");
            default -> List.of(WHOLE);
        };
    }

    /// The next opens of both sides are cut off as well, wherever there is a journal to open.
    ///
    /// @return how many directories were looked at
    long checkRepairs(MemFs left, long k, String replay) {
        MemFs kept = left.killed();
        long checks = PowerCuts.repairs(journal, source(), kept, k, replay + ", journal");
        if (transfer.isCopy() && Transfer.isThere(kept, Transfer.COPY)) {
            ReshapedLaws laws = copy(kept).equals(OLD) ? states.getFirst() : source();
            checks += PowerCuts.repairs(journal, laws, kept.elsewhere(Transfer.COPY), k, replay + ", copy");
        }
        if (transfer == Transfer.RESTORE && Transfer.isThere(kept, Transfer.RESTORED)) {
            ReshapedLaws laws = backup(transfer.backupsBefore());
            checks += PowerCuts.repairs(journal, laws, kept.elsewhere(Transfer.RESTORED), k, replay + ", restored");
        }
        return checks;
    }

    /// Whether the same was not yet done again from here. Only at full depth is it done from everywhere, so that once
    /// is enough.
    boolean isNewToAgain(MemFs left) {
        if (!Depth.isFull()) {
            return true;
        }
        StringBuilder state = new StringBuilder();
        for (MemFs image : List.of(left, left.crash(), left.crashOfNames(), left.crashOfBytes())) {
            Transfer.PLACES.forEach(
                    place -> state.append(place).append(Fingerprint.of(image.elsewhere(Path.of(place)))));
        }
        return doneAgain.add(state.toString());
    }

    /// The transfer is done again, in the next session. What a killed restore has put in place is opened: only then
    /// has it its name for good.
    void again(MemFs left) {
        if (transfer == Transfer.RESTORE) {
            if (Transfer.isThere(left, Transfer.RESTORED)) {
                Store.open(journal.later(left.elsewhere(Transfer.RESTORED))).drop();
            } else {
                Transfer.restore(left);
            }
            return;
        }
        try (Store store = Store.open(journal.next(left))) {
            transfer.run(left, store);
        }
    }

    /// Nothing is left beside the destinations once a transfer was done.
    void assertNothingBeside(MemFs left, String replay) {
        List<String> names = new ArrayList<>(left.elsewhere(Path.of("/")).entries());
        if (transfer.isCopy()) {
            assertThat(left.elsewhere(Transfer.COPIES).entries()).as(replay).containsExactly("one");
        }
        assertThat(names).as(replay).isSubsetOf("memory", "copies", "backup", "restored");
        if (transfer.isBackup()) {
            assertThat(left.elsewhere(Transfer.BACKUP).entries()).as(replay).noneMatch(name -> name.contains("staged"));
        }
    }
}
