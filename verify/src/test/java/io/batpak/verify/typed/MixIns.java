package io.batpak.verify.typed;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.batpak.jackson.JacksonPayloads;
import tools.jackson.databind.json.JsonMapper;

/// What Jackson must be told of [Shapes] where our own annotations say it: names, newtypes, variants.
final class MixIns {
    private MixIns() {}

    private enum ColourNames {
        @JsonProperty("Red")
        RED,
        @JsonProperty("dark green")
        GREEN,
        @JsonProperty("Blue")
        BLUE
    }

    private interface RenamedNames {
        @JsonProperty("type")
        String kind();

        @JsonProperty("größe")
        int size();
    }

    private abstract static class OneLong {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        OneLong(long unused) {}

        @JsonValue
        abstract long value();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Shapes.Cash.class, name = "Cash"),
        @JsonSubTypes.Type(value = Shapes.Card.class, name = "Card"),
        @JsonSubTypes.Type(value = Shapes.Points.class, name = "Points")
    })
    private interface PayNames {}

    static JsonMapper mapper() {
        return JacksonPayloads.mapper()
                .addMixIn(Shapes.Colour.class, ColourNames.class)
                .addMixIn(Shapes.Renamed.class, RenamedNames.class)
                .addMixIn(Shapes.Money.class, OneLong.class)
                .addMixIn(Shapes.Points.class, OneLong.class)
                .addMixIn(Shapes.Pay.class, PayNames.class)
                .build();
    }
}
