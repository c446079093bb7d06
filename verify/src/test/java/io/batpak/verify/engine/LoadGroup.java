package io.batpak.verify.engine;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.CorrelationId;
import io.batpak.model.EventKind;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Events of a [Load] that stand or fall together, and what their caller was told.
final class LoadGroup {
    /// What must be there after the next open.
    enum Fate {
        /// Nobody has been told yet.
        OPEN,
        /// All of it, with the receipts that were handed out.
        PRESENT,
        /// Nothing: the caller got an error.
        ABSENT,
        /// Everything or nothing: the caller was told that nobody knows.
        UNKNOWN,
        /// Nothing that anybody can see: it was handed to a fence that was never committed.
        HIDDEN
    }

    private final String what;
    private final List<Long> numbers;
    private final Optional<IdempotencyKey> key;
    private final boolean late;
    private final List<Receipt> receipts = new ArrayList<>();
    private Fate fate = Fate.OPEN;

    /// @param numbers tell the events apart, in their order
    /// @param key of a single keyed event
    /// @param late whether the store had already said that it takes no more writes
    LoadGroup(String what, List<Long> numbers, Optional<IdempotencyKey> key, boolean late) {
        this.what = what;
        this.numbers = numbers;
        this.key = key;
        this.late = late;
    }

    List<Long> numbers() {
        return numbers;
    }

    Optional<IdempotencyKey> key() {
        return key;
    }

    boolean isLate() {
        return late;
    }

    Fate fate() {
        return fate;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    void present(List<Receipt> told) {
        fate = Fate.PRESENT;
        receipts.addAll(told);
    }

    void ends(Fate told) {
        fate = told;
    }

    /// Items `from` to before `to` of a batch.
    List<BatchItem> items(int from, int to) {
        List<BatchItem> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            AppendOptions options = AppendOptions.none().lane(i % 2).correlationId(correlation(i));
            items.add(BatchItem.of(at(i), EventKind.of(0xF, 1), payload(), options));
        }
        return items;
    }

    CorrelationId correlation(int index) {
        return new CorrelationId(Load.TAG, numbers.get(index));
    }

    static Coordinate at(int number) {
        return Coordinate.of("order:" + number % 3, "shop");
    }

    private Payload payload() {
        return Payload.of(Value.map("n", numbers.getLast(), "text", "x".repeat((int) (numbers.getLast() % 90))));
    }

    @Override
    public String toString() {
        return what + " " + numbers + " " + fate;
    }
}
