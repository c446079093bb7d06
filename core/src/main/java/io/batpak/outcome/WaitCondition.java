package io.batpak.outcome;

import io.batpak.error.ConfigurationException;
import io.batpak.error.EvidenceFormatException;
import java.util.List;

/// What a pending operation waits for. Data only: nothing here looks whether it has happened.
public sealed interface WaitCondition {
    /// The wait condition of these bytes, which `toBytes` of this release or of 0.9.0 gave.
    ///
    /// @throws EvidenceFormatException if they are none
    static WaitCondition fromBytes(byte[] bytes) {
        return OutcomeShapes.decode("wait condition", OutcomeShapes.CONDITION, bytes);
    }

    /// The canonical bytes. Lone surrogates in texts become question marks. Bytes: docs/formats/outcome.md
    ///
    /// @throws ConfigurationException if it is nested in more than 256 of its kind
    default byte[] toBytes() {
        return OutcomeShapes.encode("wait condition", OutcomeShapes.CONDITION, this);
    }

    /// A moment.
    ///
    /// @param resumeAtMillis milliseconds since 1970, 64 bits unsigned
    record Timeout(long resumeAtMillis) implements WaitCondition {}

    /// An event.
    ///
    /// @param eventId its id
    record Event(TargetId eventId) implements WaitCondition {}

    /// Everything in the list; an empty list asks for nothing.
    ///
    /// @param conditions in any order
    record All(List<WaitCondition> conditions) implements WaitCondition {
        /// Copies the list.
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /// Something in the list; an empty list is never fulfilled.
    ///
    /// @param conditions in any order
    record Any(List<WaitCondition> conditions) implements WaitCondition {
        /// Copies the list.
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /// A condition of the caller's own.
    ///
    /// @param tag what kind of condition, 0..65535
    /// @param data its details
    record Custom(int tag, OpaqueData data) implements WaitCondition {
        /// @throws ConfigurationException if the tag is out of its range
        public Custom {
            Limits.u16("tag", tag);
        }
    }
}
