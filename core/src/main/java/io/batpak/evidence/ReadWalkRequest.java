package io.batpak.evidence;

import io.batpak.model.InvalidArgumentException;
import io.batpak.model.Region;
import java.util.OptionalInt;

/// What a read should return and prove. Immutable.
///
/// @param region which events
/// @param limit at most so many; empty for all
/// @param proofs whether the report names every event that is returned
/// @param freshness how old the answer may be; only recorded: answers are always of now
public record ReadWalkRequest(Region region, OptionalInt limit, boolean proofs, Freshness freshness) {
    /// @throws InvalidArgumentException if the limit is negative
    public ReadWalkRequest {
        if (limit.orElse(0) < 0) {
            throw new InvalidArgumentException("limit", limit, "0 or more");
        }
    }

    /// Everything in a region, without proofs.
    public static ReadWalkRequest of(Region region) {
        return new ReadWalkRequest(region, OptionalInt.empty(), false, new Freshness.Consistent());
    }

    /// The same with at most so many entries.
    ///
    /// @throws InvalidArgumentException if the number is negative
    public ReadWalkRequest atMost(int entries) {
        return new ReadWalkRequest(region, OptionalInt.of(entries), proofs, freshness);
    }

    /// The same, and the report names every event that is returned.
    public ReadWalkRequest withProofs() {
        return new ReadWalkRequest(region, limit, true, freshness);
    }
}
