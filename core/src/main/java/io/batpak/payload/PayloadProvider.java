package io.batpak.payload;

import java.util.List;

/// The payload types of one module, found through [java.util.ServiceLoader]. Generated beside the codecs.
///
/// A named module that has payload types must say so:
/// `provides io.batpak.payload.PayloadProvider with …;` — the processor names the class to put there.
public interface PayloadProvider {
    /// The codecs of the module.
    List<PayloadCodec<?>> codecs();

    /// Steps that belong to no codec, for example to a type of another module.
    default List<UpcastStep> upcasts() {
        return List.of();
    }
}
