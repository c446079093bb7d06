package io.batpak.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.batpak.error.StoreErrorKind;
import io.batpak.payload.HandWritten.CountedCodec;
import io.batpak.payload.HandWritten.Sale;
import io.batpak.payload.HandWritten.SaleCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which types a registry calls contradictory, and how.
///
/// Covers: A19, A21, A22.
/// Tier: unit.
class PayloadRegistryTest {
    /// Another class of the same kind as a sale.
    record Other(PayloadCodec<Sale> of) implements PayloadCodec<Other> {
        @Override
        public Class<Other> type() {
            return Other.class;
        }

        @Override
        public io.batpak.model.EventKind kind() {
            return of.kind();
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void encode(Other value, PayloadWriter out) {
            out.nil();
        }

        @Override
        public Other decode(PayloadReader in) {
            return this;
        }
    }

    @Test
    void twoTypesOfOneKindAreNamed() {
        PayloadRegistry types = PayloadRegistry.of(List.of(SaleCodec.standard(), new Other(SaleCodec.standard())));
        assertThatExceptionOfType(PayloadRegistryException.class)
                .isThrownBy(types::validate)
                .withMessageContaining("duplicate kind assignment")
                .withMessageContaining("category=0xE type_id=0xC01")
                .withMessageContaining(Sale.class.getName())
                .withMessageContaining(Other.class.getName())
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.EVENT_PAYLOAD_REGISTRY);
                    assertThat(e.collisions()).hasSize(1);
                });
    }

    @Test
    void theSameCodecTwiceIsOne() {
        PayloadRegistry types = PayloadRegistry.of(List.of(SaleCodec.standard(), SaleCodec.standard()));
        assertThatCode(types::validate).doesNotThrowAnyException();
        assertThat(types.size()).isEqualTo(1);
    }

    @Test
    void missingStepsAreListed() {
        PayloadRegistry types = PayloadRegistry.of(List.of(new CountedCodec(4, List.of(HandWritten.legacy()))));
        assertThatExceptionOfType(UpcastChainException.class)
                .isThrownBy(types::validate)
                .withMessageContaining("[2, 3]")
                .withMessageEndingWith(
                        "write `@Upcasts(from = 2) static PayloadTree fromVersion2(PayloadTree stored)` in"
                                + " the record, which makes version 3 of a stored version 2, and one like it for each other"
                                + " version")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(StoreErrorKind.UPCAST_CHAIN_INCOMPLETE);
                    assertThat(e.chains().getFirst().missing()).containsExactly(2, 3);
                });
    }

    @Test
    void nothingIsDiscoveredWhereNothingIsProvided() {
        assertThat(PayloadRegistry.discovered()).isSameAs(PayloadRegistry.discovered());
        assertThat(PayloadRegistry.empty().codecs()).isEmpty();
    }
}
