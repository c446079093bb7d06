package io.batpak.verify.engine;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.Entry;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Region;
import io.batpak.model.Value;
import io.batpak.testkit.MemFs;
import io.batpak.testkit.SettableClock;
import java.util.List;

/// What the tests of the store write, and how they open it.
final class Samples {
    static final Coordinate AT = Coordinate.of("order:1", "shop");
    static final Coordinate ELSEWHERE = Coordinate.of("order:2", "shop");
    static final EventKind KIND = EventKind.of(0xF, 1);
    static final EventKind RESERVED = EventKind.ofRaw(0xD001);
    static final Region ORDERS = Region.entity("order");
    static final long NOON_MICROS = 1_700_000_000_000_000L;

    private Samples() {}

    /// A clock that stands.
    static SettableClock clock() {
        return new SettableClock(NOON_MICROS);
    }

    /// Nothing runs in the background, and nothing is synced before its time.
    static StoreConfig.Builder quiet(MemFs fs) {
        return StoreConfig.on(fs).cooperative(true).clock(clock());
    }

    static Payload payload(int n) {
        return Payload.of(Value.map("n", n));
    }

    static BatchItem item(int n) {
        return BatchItem.of(AT, KIND, payload(n));
    }

    static AppendOptions key(long n) {
        return AppendOptions.none().idempotencyKey(new IdempotencyKey(0, n));
    }

    static BatchItem keyed(int n) {
        return BatchItem.of(AT, KIND, payload(n), key(n));
    }

    static Receipt append(Store store, int n) {
        return store.append(AT, KIND, payload(n));
    }

    /// How many events of the tests can be seen.
    static int seen(Store store) {
        return store.query(ORDERS).toList().size();
    }

    static List<Long> sequences(Store store) {
        return store.query(ORDERS).stream().map(Entry::sequence).toList();
    }
}
