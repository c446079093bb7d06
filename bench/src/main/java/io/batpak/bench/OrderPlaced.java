package io.batpak.bench;

import io.batpak.payload.EventPayload;
import io.batpak.payload.Unsigned;

/// The payload of [PayloadBenchmark]: six fields, as an ordinary event has them.
///
/// @param number of the order
/// @param customer who ordered
/// @param currency of the price
/// @param cents the price
/// @param items how many
/// @param paid whether it is paid
@EventPayload(category = 0xE, typeId = 0x71)
public record OrderPlaced(
        long number,
        String customer,
        String currency,
        @Unsigned long cents,
        int items,
        boolean paid) {}
