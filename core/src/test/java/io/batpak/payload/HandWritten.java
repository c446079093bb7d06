package io.batpak.payload;

import io.batpak.model.EventKind;
import java.util.List;

/// Codecs as people write them for classes that they cannot annotate.
public final class HandWritten {
    static final EventKind SALE = EventKind.of(0xE, 0xC01);
    static final EventKind COUNTED = EventKind.of(0xE, 0xC02);

    private HandWritten() {}

    /// The frozen payload e_c01.
    public record Sale(long amount, String note) {}

    /// The frozen payload e_c02 in its second version.
    public record Counted(long total, String label) {}

    /// The codec of [Sale], for any kind and version.
    public record SaleCodec(EventKind kind, int version) implements PayloadCodec<Sale> {
        private static final RecordFields FIELDS = RecordFields.of("Sale", "amount", "note");

        /// The right one.
        public static SaleCodec standard() {
            return new SaleCodec(SALE, 1);
        }

        @Override
        public Class<Sale> type() {
            return Sale.class;
        }

        @Override
        public void encode(Sale value, PayloadWriter out) {
            out.record(FIELDS);
            out.field(FIELDS, 0);
            out.signed(value.amount());
            out.field(FIELDS, 1);
            out.text(value.note());
        }

        @Override
        public Sale decode(PayloadReader in) {
            long amount = 0;
            String note = "";
            RecordReader fields = in.record(FIELDS);
            for (int field = fields.next(); field >= 0; field = fields.next()) {
                if (field == 0) {
                    amount = in.signed();
                } else {
                    note = in.text();
                }
            }
            return new Sale(amount, note);
        }
    }

    /// The codec of [Counted].
    public record CountedCodec(int version, List<UpcastStep> upcasts) implements PayloadCodec<Counted> {
        private static final RecordFields FIELDS = RecordFields.of("Counted", "total", "label");

        @Override
        public Class<Counted> type() {
            return Counted.class;
        }

        @Override
        public EventKind kind() {
            return COUNTED;
        }

        @Override
        public void encode(Counted value, PayloadWriter out) {
            out.record(FIELDS);
            out.field(FIELDS, 0);
            out.signed(value.total());
            out.field(FIELDS, 1);
            out.text(value.label());
        }

        @Override
        public Counted decode(PayloadReader in) {
            long total = 0;
            String label = "";
            RecordReader fields = in.record(FIELDS);
            for (int field = fields.next(); field >= 0; field = fields.next()) {
                if (field == 0) {
                    total = in.signed();
                } else {
                    label = in.text();
                }
            }
            return new Counted(total, label);
        }
    }

    /// Version 2 of [Counted] with these steps.
    public static CountedCodec counted(UpcastStep... steps) {
        return new CountedCodec(2, List.of(steps));
    }

    /// The step of the reference's own test.
    public static UpcastStep legacy() {
        return new UpcastStep(
                COUNTED,
                1,
                stored -> stored.entries().renamed("count", "total").with("label", PayloadTree.text("legacy")));
    }
}
