package io.batpak.jackson;

import io.batpak.model.EventKind;
import io.batpak.payload.PayloadCodec;
import io.batpak.payload.PayloadReader;
import io.batpak.payload.PayloadWriter;
import io.batpak.payload.UpcastStep;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.util.TokenBuffer;

/// Objects to tokens by Jackson, tokens to trees and trees to bytes by us; and back.
record JacksonCodec<T>(ObjectMapper mapper, Class<T> type, EventKind kind, int version, List<UpcastStep> upcasts)
        implements PayloadCodec<T> {
    @Override
    public void encode(T value, PayloadWriter out) {
        try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
            mapper.writeValue(tokens, value);
            out.tree(Tokens.tree(tokens));
        }
    }

    @Override
    public T decode(PayloadReader in) {
        try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
            Tokens.write(in.tree(), tokens);
            return mapper.readValue(tokens.asParser(), type);
        } catch (JacksonException e) {
            throw in.misfit(path(e), e.getOriginalMessage(), e);
        }
    }

    private static String path(JacksonException e) {
        return e.getPath().stream()
                .map(step -> step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName())
                .collect(Collectors.joining("."));
    }
}
