package io.batpak.write;

import io.batpak.error.StoreException;
import io.batpak.model.Receipt;
import io.batpak.model.Ticket;
import io.batpak.sign.KeyRing;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Tickets over replies. Receipts are made, and signed, by whoever asks for them first.
final class Tickets<T> implements Ticket<T> {
    private final Reply reply;
    private final Function<List<Committed>, T> result;
    private final Refusals refusals;
    private volatile @Nullable T made;

    private Tickets(Reply reply, Function<List<Committed>, T> result, Refusals refusals) {
        this.reply = reply;
        this.result = result;
        this.refusals = refusals;
    }

    static Ticket<Receipt> single(Reply reply, KeyRing keys, Refusals refusals) {
        return new Tickets<>(reply, events -> events.getFirst().receipt(keys), refusals);
    }

    static Ticket<List<Receipt>> batch(Reply reply, KeyRing keys, Refusals refusals) {
        return new Tickets<>(
                reply,
                events -> events.stream().map(event -> event.receipt(keys)).toList(),
                refusals);
    }

    @Override
    public T await() throws InterruptedException {
        reply.awaitSettled(Long.MAX_VALUE);
        return make();
    }

    @Override
    public Optional<T> await(Duration limit) throws InterruptedException {
        return reply.awaitSettled(TimeUnit.NANOSECONDS.convert(limit)) ? Optional.of(make()) : Optional.empty();
    }

    private T make() {
        T known = made;
        if (known == null) {
            known = result.apply(settled()); // twice by two threads at worst, with equal results
            made = known;
        }
        return known;
    }

    private List<Committed> settled() {
        try {
            return reply.get();
        } catch (StoreException e) {
            throw refusals.told(e);
        }
    }

    @Override
    public boolean isDone() {
        return reply.isSettled();
    }
}
