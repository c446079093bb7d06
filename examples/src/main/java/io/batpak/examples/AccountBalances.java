package io.batpak.examples;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.delivery.CheckpointId;
import io.batpak.model.Coordinate;
import io.batpak.model.Region;
import io.batpak.payload.EventPayload;
import io.batpak.projection.KeyedProjection;
import io.batpak.projection.Projection;
import io.batpak.projection.ReadModel;
import io.batpak.projection.ReadModelOptions;
import io.batpak.projection.StateCodec;
import io.batpak.projection.StateKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// The balances of all accounts at once: a read model, which the next session goes on with.
public final class AccountBalances {
    /// Money came, or went.
    @EventPayload(category = 0xE, typeId = 0x2B2)
    record Booked(long cents) {}

    private static final Projection<Long> BALANCE = Projection.named("balance")
            .<Long>startingWith(() -> 0L)
            .on(Booked.class, (balance, booked) -> balance + booked.cents())
            .codec(StateCodec.of(
                    balance -> ByteBuffer.allocate(Long.BYTES).putLong(balance).array(),
                    bytes -> ByteBuffer.wrap(bytes).getLong()))
            .build();

    private static final KeyedProjection<Long> BALANCES = KeyedProjection.of(Region.entity("account"), BALANCE);
    private static final ReadModelOptions KEPT =
            ReadModelOptions.standard().keeping(CheckpointId.of("balances")).threads(2);

    private AccountBalances() {}

    /// Uses the directory in the first argument, or a new temporary one.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("batpak-"), System.out);
    }

    static void run(Path directory, PrintStream out) {
        try (Store store = Store.open(StoreConfig.in(directory).build());
                ReadModel<Long> balances = store.projections().readModel(BALANCES, KEPT)) {
            for (int i = 0; i < 1_000; i++) {
                store.append(Coordinate.of("account:" + i % 10, i % 2 == 0 ? "north" : "south"), new Booked(i));
            }
            balances.catchUp();
            out.println("account 7: " + balances.get("account:7").orElseThrow());
            balances.save();
        }
        try (Store store = Store.open(StoreConfig.in(directory).build());
                ReadModel<Long> balances = store.projections().readModel(BALANCES, KEPT)) {
            out.println("begins with: " + balances.origin());
            store.append(Coordinate.of("account:7", "south"), new Booked(-60_000));
            balances.catchUp();
            long overdrawn = balances.read(all -> {
                long[] count = new long[1];
                all.forEach((_, balance) -> count[0] += balance < 0 ? 1 : 0);
                return count[0];
            });
            out.println("overdrawn: " + overdrawn + " of " + balances.<Integer>read(ReadModel.States::size));
            out.println("by scope: " + store.projections().asOf(BALANCES.by(StateKey.scope()), Long.MAX_VALUE));
        }
    }
}
