package io.batpak.payload;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;

/// A typed payload as it will be stored.
///
/// @param kind the kind of its type
/// @param version the version of its type, 1 to 65535
/// @param payload its bytes
public record EncodedPayload(EventKind kind, int version, Payload payload) {
    /// Options that stamp the version on the event, whatever version they had.
    public AppendOptions versioned(AppendOptions options) {
        return options.payloadVersion(version);
    }

    /// An item of a batch.
    public BatchItem at(Coordinate at) {
        return at(at, AppendOptions.none());
    }

    /// An item of a batch, with options.
    public BatchItem at(Coordinate at, AppendOptions options) {
        return BatchItem.of(at, kind, payload, versioned(options));
    }
}
