package io.batpak.examples;

import io.batpak.EventReactor;
import io.batpak.ReactionBatch;
import io.batpak.Reactor;
import io.batpak.ReactorWorker;
import io.batpak.Reacts;
import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.TypedEvent;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.WorkerOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import io.batpak.projection.EventSourced;
import io.batpak.projection.Folds;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A state and a reactor that are declared by annotations: the compiler writes the projection and the bindings.
public final class AnnotatedAccount {
    /// Money came.
    @EventPayload(category = 0xE, typeId = 0x2C0)
    record Deposited(long cents) {}

    /// Money went.
    @EventPayload(category = 0xE, typeId = 0x2C1)
    record Withdrawn(long cents) {}

    /// The state; a value that never changes.
    @EventSourced(name = "account", version = 1)
    record Account(long cents) {
        Account() {
            this(0);
        }

        @Folds
        Account deposited(Deposited event) {
            return new Account(cents + event.cents());
        }

        @Folds
        Account withdrawn(Withdrawn event) {
            return new Account(cents - event.cents());
        }
    }

    /// Takes a fee for each withdrawal.
    @EventReactor
    record Fees(Coordinate bank) {
        @Reacts
        void withdrawn(TypedEvent<Withdrawn> event, ReactionBatch out) {
            out.pushOnce(bank, new Deposited(event.payload().cents() / 100));
        }
    }

    private AnnotatedAccount() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) throws InterruptedException {
        Reactor fees = AnnotatedAccount_FeesReactor.of(new Fees(Coordinate.of("fees:7", "bank")));
        WorkerOptions kept = WorkerOptions.standard().keeping(CheckpointId.of("fees"));
        try (Store store = Store.open(StoreConfig.in(directory).build());
                ReactorWorker _ = store.delivery().react(Region.entity("account"), kept, fees)) {
            store.append(Coordinate.of("account:7", "bank"), new Deposited(5000));
            store.append(Coordinate.of("account:7", "bank"), new Withdrawn(2000));
            store.cursor(Region.entity("fees")).await(1, Duration.ofMinutes(1));
            out.println(store.project("account:7", AnnotatedAccount_AccountProjection.get()));
            out.println(store.project("fees:7", AnnotatedAccount_AccountProjection.get()));
        }
    }
}
