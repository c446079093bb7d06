package io.batpak.verify.delivery;

import io.batpak.model.EventKind;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.RecordFields;
import io.batpak.payload.RecordReader;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/// Payload types for tests of reactors: each has a number.
final class Parcels {
    static final EventKind PAID = EventKind.of(0xE, 0x41);
    static final EventKind SHIPPED = EventKind.of(0xE, 0x42);
    static final EventKind RETURNED = EventKind.of(0xE, 0x43);

    static final PayloadRegistry TYPES = PayloadRegistry.of(List.of(
            new Codec<>(Paid.class, PAID, Paid::new, Paid::order),
            new Codec<>(Shipped.class, SHIPPED, Shipped::new, Shipped::order),
            new Codec<>(Returned.class, RETURNED, Returned::new, Returned::order)));

    private Parcels() {}

    /// An order was paid.
    record Paid(long order) {}

    /// It was sent.
    record Shipped(long order) {}

    /// It came back.
    record Returned(long order) {}

    private record Codec<T>(Class<T> type, EventKind kind, LongFunction<T> make, ToLongFunction<T> number)
            implements PayloadCodec<T> {
        private static final RecordFields FIELDS = RecordFields.of("Parcel", "order");

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void encode(T value, PayloadWriter out) {
            out.record(FIELDS);
            out.field(FIELDS, 0);
            out.signed(number.applyAsLong(value));
        }

        @Override
        public T decode(PayloadReader in) {
            long order = 0;
            RecordReader fields = in.record(FIELDS);
            for (int field = fields.next(); field >= 0; field = fields.next()) {
                order = in.signed();
            }
            return make.apply(order);
        }
    }
}
