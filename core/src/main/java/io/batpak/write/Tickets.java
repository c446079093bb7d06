package io.batpak.write;

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
    private volatile @Nullable T made;

    private Tickets(Reply reply, Function<List<Committed>, T> result) {
        this.reply = reply;
        this.result = result;
    }

    static Ticket<Receipt> single(Reply reply, KeyRing keys) {
        return new Tickets<>(reply, events -> events.getFirst().receipt(keys));
    }

    static Ticket<List<Receipt>> batch(Reply reply, KeyRing keys) {
        return new Tickets<>(
                reply,
                events -> events.stream().map(event -> event.receipt(keys)).toList());
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
            known = result.apply(reply.get()); // twice by two threads at worst, with equal results
            made = known;
        }
        return known;
    }

    @Override
    public boolean isDone() {
        return reply.isSettled();
    }
}
