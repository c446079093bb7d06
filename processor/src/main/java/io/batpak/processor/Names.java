package io.batpak.processor;

/// Names of the annotations and types of `io.batpak.payload`.
final class Names {
    static final String PACKAGE = "io.batpak.payload.";
    static final String EVENT_PAYLOAD = PACKAGE + "EventPayload";
    static final String UPCASTS = PACKAGE + "Upcasts";
    static final String WIRE_NAME = PACKAGE + "WireName";
    static final String TRANSPARENT = PACKAGE + "Transparent";
    static final String UNSIGNED = PACKAGE + "Unsigned";
    static final String TREE = PACKAGE + "PayloadTree";
    static final String PROVIDER = PACKAGE + "PayloadProvider";

    private Names() {}
}
