package io.batpak.payload;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import io.batpak.model.EventHeader;
import org.jspecify.annotations.Nullable;

/// An event of an older version could not be turned into the current one. Facts: `type`, `event_id`, `kind`, `reason`,
/// `stored`, `current`, `from`.
public final class UpcastException extends StoreException.Fault {
    private static final long serialVersionUID = 1L;

    /// Where it failed.
    public enum Reason {
        /// No step starts from the version.
        MISSING_STEP("MissingStep"),
        /// More than one step starts from it.
        DUPLICATE_STEP("DuplicateStep"),
        /// The step itself failed.
        STEP("Step"),
        /// The stored bytes are no single value, or what the last step made is not the type.
        VALUE_CODEC("ValueCodec");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        /// The name in facts.
        public String wireName() {
            return wireName;
        }
    }

    private final Reason reason;
    private final int from;

    /// Where an upcast stands.
    ///
    /// @param from the version that the next step starts from
    record Stage(PayloadCodec<?> codec, EventHeader header, int from) {
        UpcastException failed(Reason reason, String detail, @Nullable Throwable cause) {
            return new UpcastException(this, reason, detail, cause);
        }
    }

    private UpcastException(Stage stage, Reason reason, String detail, @Nullable Throwable cause) {
        super(
                StoreErrorKind.PAYLOAD_UPCAST_FAILED,
                Facts.event(stage.header()) + ", from version "
                        + stage.header().payloadVersion() + " to "
                        + stage.codec().version() + " of "
                        + stage.codec().name() + ": " + detail,
                Facts.of(stage.codec().name(), stage.header())
                        .and("reason", reason.wireName())
                        .and("stored", stage.header().payloadVersion())
                        .and("current", stage.codec().version())
                        .and("from", stage.from())
                        .map(),
                cause);
        this.reason = reason;
        this.from = stage.from();
    }

    /// Where it failed.
    public Reason reason() {
        return reason;
    }

    /// The version that the step which failed or is missing starts from.
    public int from() {
        return from;
    }
}
