package io.batpak.processor;

import java.util.List;

/// A state with its folds, as far as the generated projection depends on it.
///
/// @param companion the class with the projection
/// @param name the name of the projection
/// @param start an expression of the state to begin with
record ProjectionDeclaration(Companion companion, String name, long version, String start, List<Fold> folds) {
    /// A method that folds.
    ///
    /// @param payload the payload type, or the sealed type of several
    /// @param withEvent whether it takes the event in front of the payload
    record Fold(String method, HandledTypes.Handled payload, boolean withEvent) {
        /// What it is given to, with what.
        private String source() {
            String rule = (payload.sealed() ? "over" : "on") + (withEvent ? payload.sealed() ? "Events" : "Event" : "");
            String taken = withEvent ? "event, payload" : "payload";
            return "                .%s(%s.class, (state, %s) -> state.%s(%s))\n"
                    .formatted(rule, payload.name(), taken, method, taken);
        }
    }

    /// The source text of the companion.
    String source() {
        String state = companion.typeWithArguments();
        StringBuilder text = new StringBuilder(2048).append(companion.head("The projection of"));
        if (companion.isGeneric()) {
            text.append("    private ").append(companion.simpleName()).append("() {}\n");
        } else {
            text.append("""
                        private static final %1$s<%2$s> PROJECTION = builder().build();

                        private %3$s() {}

                        /// The projection; always the same object.
                        public static %1$s<%2$s> get() {
                            return PROJECTION;
                        }
                    """.formatted(Names.PROJECTION, state, companion.simpleName()));
        }
        text.append(
                """

                    /// A builder with the rules of the state, to add a codec, a contract or more rules to. What it
                    /// builds is another projection with states of its own: build it once.
                    public static %sio.batpak.projection.ProjectionBuilder<%s> builder() {
                        return %s.named(%s)
                                .<%s>startingWith(() -> %s)
                """.formatted(companion.parameters(), state, Names.PROJECTION, CodecSource.quoted(name), state, start));
        folds.forEach(fold -> text.append(fold.source()));
        return text.append("                .version(")
                .append(version)
                .append("L);\n    }\n}\n")
                .toString();
    }
}
