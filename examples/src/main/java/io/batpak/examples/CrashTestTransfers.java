package io.batpak.examples;

import io.batpak.Store;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.Aftermath;
import io.batpak.testkit.CrashPoints;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/// Money moves between two accounts. The machine stops at every change that this makes to the disk, in five ways, and
/// never is a cent made or lost, nor a transfer that was reported as done.
public final class CrashTestTransfers {
    private static final EventKind BOOKED = EventKind.of(0xF, 6);

    private CrashTestTransfers() {}

    /// Needs no directory: the disk is in memory.
    public static void main(String[] arguments) {
        run(System.out);
    }

    static void run(PrintStream out) {
        CrashPoints.Report report =
                CrashPoints.every(CrashTestTransfers::play).seeds(3).check(CrashTestTransfers::check);
        out.println("no cent lost in " + report.crashes() + " crashes, which left " + report.states() + " states");
    }

    private static void play(Store store, Consumer<Integer> done) {
        for (int cents = 1; cents <= 5; cents++) {
            store.appendBatch(List.of(booking("account:anna", -cents), booking("account:ben", cents)));
            done.accept(cents);
        }
    }

    private static BatchItem booking(String account, int cents) {
        return BatchItem.of(Coordinate.of(account, "bank"), BOOKED, Payload.of(Value.map("cents", cents)));
    }

    private static void check(Store store, Aftermath<Integer> aftermath) {
        int anna = balance(store, "account:anna");
        int ben = balance(store, "account:ben");
        int promised = aftermath.promised().stream().mapToInt(cents -> cents).sum();
        if (anna + ben != 0 || ben < promised) {
            throw new AssertionError("anna has " + anna + ", ben has " + ben + ", promised were " + promised);
        }
    }

    private static int balance(Store store, String account) {
        return store.read(Region.entity(account)).stream()
                .mapToInt(event -> event.value() instanceof Value.Fields fields
                                && fields.values().get("cents") instanceof Value.Int cents
                        ? (int) cents.value()
                        : 0)
                .sum();
    }
}
