package io.batpak.verify.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.batpak.payload.EventPayload;
import io.batpak.payload.PayloadRegistry;
import io.batpak.payload.Unsigned;
import org.junit.jupiter.api.Test;

/// Bytes allocated by turning a record of six fields into its stored form, which are counted with it.
///
/// Tier: unit. Covers: L6.
class PayloadAllocationTest {
    private static final PayloadRegistry TYPES = PayloadRegistry.discovered();
    private static final int WARM_UPS = 20_000;
    private static final int TIMES = 2_000;
    private static final long BYTES_MAX = 400;

    @EventPayload(category = 0xE, typeId = 0x3E0)
    record Order(
            long number,
            String customer,
            String currency,
            @Unsigned long cents,
            int items,
            boolean paid) {}

    private static int encode(Order order, int times) {
        int bytes = 0;
        for (int i = 0; i < times; i++) {
            bytes += TYPES.encode(order).payload().length();
        }
        return bytes;
    }

    @Test
    void encodingKeepsToItsBudget() throws Exception {
        Order order = new Order(1_234_567, "customer:4711", "EUR", 199_900, 3, true);
        int length = encode(order, WARM_UPS) / WARM_UPS;
        long each = Cost.least(() -> encode(order, TIMES)) / TIMES;
        assertThat(each).isBetween((long) length, BYTES_MAX);
    }
}
