package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.EventHeader;
import org.jspecify.annotations.Nullable;

/// Stored bytes are not what the type asks for, though the version says so. Facts: `type`, `event_id`,
/// `kind`, `field`, `lane`.
public final class PayloadDecodeException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// What was decoded.
    public enum Lane {
        /// A `io.batpak.model.Value`.
        VALUE("Json"),
        /// The stored bytes.
        MESSAGE_PACK("Msgpack");

        private final String wireName;

        Lane(String wireName) {
            this.wireName = wireName;
        }

        /// The name in facts.
        public String wireName() {
            return wireName;
        }
    }

    private final String field;
    private final Lane lane;

    PayloadDecodeException(PayloadCodec<?> codec, EventHeader header, Lane lane, Misfit misfit) {
        super(
                StoreErrorKind.SERIALIZATION,
                Facts.event(header) + " is not a " + codec.name() + ": " + misfit.text(),
                Facts.of(codec.name(), header)
                        .and("field", misfit.field())
                        .and("lane", lane.wireName())
                        .map(),
                misfit.cause());
        this.field = misfit.field();
        this.lane = lane;
    }

    /// What a codec ran into.
    ///
    /// @param field the path of the field; empty if it is the payload as a whole
    /// @param detail what is wrong with it
    record Misfit(String field, String detail, @Nullable Throwable cause) {
        String text() {
            return field.isEmpty() ? detail : "field `" + field + "`: " + detail;
        }
    }

    /// The path of the field that is wrong, with dots; empty if it is the payload as a whole.
    public String field() {
        return field;
    }

    /// What was decoded.
    public Lane lane() {
        return lane;
    }
}
