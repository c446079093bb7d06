package io.batpak.processor;

/// Names of the annotations and types of the journal.
final class Names {
    static final String PACKAGE = "io.batpak.payload.";
    static final String EVENT_PAYLOAD = PACKAGE + "EventPayload";
    static final String UPCASTS = PACKAGE + "Upcasts";
    static final String WIRE_NAME = PACKAGE + "WireName";
    static final String TRANSPARENT = PACKAGE + "Transparent";
    static final String UNSIGNED = PACKAGE + "Unsigned";
    static final String TREE = PACKAGE + "PayloadTree";
    static final String PROVIDER = PACKAGE + "PayloadProvider";

    static final String STORED_EVENT = "io.batpak.model.StoredEvent";

    static final String PROJECTION_PACKAGE = "io.batpak.projection.";
    static final String EVENT_SOURCED = PROJECTION_PACKAGE + "EventSourced";
    static final String FOLDS = PROJECTION_PACKAGE + "Folds";
    static final String BEGINS_WITH = PROJECTION_PACKAGE + "BeginsWith";
    static final String PROJECTION = PROJECTION_PACKAGE + "Projection";

    static final String EVENT_REACTOR = "io.batpak.EventReactor";
    static final String REACTS = "io.batpak.Reacts";
    static final String REACTOR = "io.batpak.Reactor";
    static final String TYPED_EVENT = "io.batpak.TypedEvent";
    static final String REACTION_BATCH = "io.batpak.ReactionBatch";
    static final String PROOF = "java.util.Optional<io.batpak.delivery.AtLeastOnce>";

    private Names() {}
}
