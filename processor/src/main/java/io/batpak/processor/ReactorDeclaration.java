package io.batpak.processor;

import java.util.List;

/// A class with its handlers, as far as the generated reactor depends on it.
///
/// @param companion the class with the reactor
record ReactorDeclaration(Companion companion, List<Handler> handlers) {
    /// A method that answers events.
    ///
    /// @param payload the payload type
    /// @param withProof whether it takes the proof behind the batch
    record Handler(String method, String payload, boolean withProof) {
        private String source() {
            return "                .on(%s.class, (event, out, %s) -> handlers.%s(event, out%s))\n"
                    .formatted(payload, withProof ? "proof" : "_", method, withProof ? ", proof" : "");
        }
    }

    /// The source text of the companion.
    String source() {
        StringBuilder text = new StringBuilder(2048).append(companion.head("The reactor with the handlers of"));
        text.append("""
                    private %s() {}

                    /// A reactor that calls these handlers.
                    public static %s%s of(%s handlers) {
                        return %s.reacting()
                """.formatted(
                        companion.simpleName(),
                        companion.parameters(),
                        Names.REACTOR,
                        companion.typeWithArguments(),
                        Names.REACTOR));
        handlers.forEach(handler -> text.append(handler.source()));
        return text.append("                .build();\n    }\n}\n").toString();
    }
}
