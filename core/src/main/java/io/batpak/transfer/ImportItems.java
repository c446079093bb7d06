package io.batpak.transfer;

import io.batpak.error.ImportProvenanceFutureVersionException;
import io.batpak.error.ImportRefusedException;
import io.batpak.error.ImportRefusedException.Reason;
import io.batpak.error.SegmentDamageException;
import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.Provenance;
import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Bytes;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.ImportProvenance;
import io.batpak.model.Payload;
import io.batpak.model.StoredEvent;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the item that is appended here of an event of the source.
///
/// Kept are the payload byte for byte, its version, kind, flags, coordinate, conversation, and the extensions that
/// callers wrote. New are the id, the place in the stream on lane 0, the time. What led to the event is not kept:
/// its id means nothing here. Threads: share freely.
final class ImportItems {
    private static final String STORES_OWN = "batpak.";

    private final String namespace;
    private final int bytesMax;

    /// @param bytesMax most bytes of payload and extensions that one event may have here
    ImportItems(String namespace, int bytesMax) {
        this.namespace = namespace;
        this.bytesMax = bytesMax;
    }

    /// Whether the event came into the source from where the import takes it.
    ///
    /// @throws ImportProvenanceFutureVersionException if a later release wrote where it came from
    /// @throws SegmentDamageException if nobody can have written that
    boolean comesFromSource(StoredEvent event) {
        Optional<Bytes> value = event.extensions().get(ImportProvenance.EXTENSION_KEY);
        return value.isPresent()
                && origin(event, value.get().toByteArray()).sourceNamespace().equals(namespace);
    }

    private static ImportProvenance origin(StoredEvent event, byte[] value) {
        return switch (Provenance.decode(value)) {
            case Decoded.Ok<ImportProvenance>(ImportProvenance origin) -> origin;
            case Decoded.Damaged<ImportProvenance>(Damage damage)
            when damage.reason() == Damage.Reason.IMPORT_PROVENANCE_TOO_NEW ->
                throw new ImportProvenanceFutureVersionException(
                        Provenance.version(value), ImportProvenance.SCHEMA_VERSION);
            case Decoded.Damaged<ImportProvenance>(Damage damage) ->
                throw SegmentDamageException.structure(
                        event.position().segment(), event.position().offset(), damage.detail());
        };
    }

    /// The event under its key here.
    ///
    /// @throws ImportRefusedException if it is encrypted or too large
    BatchItem of(StoredEvent event, EventId key) {
        EventHeader header = event.header();
        if (header.encryption().isPresent()) {
            throw refused(Reason.ENCRYPTED, event, "its payload is encrypted");
        }
        AppendOptions options = AppendOptions.none()
                .idempotencyKey(IdempotencyKey.of(key))
                .correlationId(header.correlationId())
                .flags(header.flags())
                .payloadVersion(header.payloadVersion())
                .extensions(extensions(event));
        BatchItem item = BatchItem.of(event.coordinate(), event.kind(), Payload.handedOver(event.payload()), options);
        long bytes = bytes(item);
        if (bytes > bytesMax) {
            throw refused(
                    Reason.TOO_LARGE,
                    event,
                    "payload and extensions are " + bytes + " bytes, accepted: at most appendBytesMax, " + bytesMax);
        }
        return item;
    }

    /// What counts of an item against the limits of batches.
    static long bytes(BatchItem item) {
        return (long) item.payload().length() + item.options().extensions().encodedLength();
    }

    private Extensions extensions(StoredEvent event) {
        TreeMap<String, Bytes> kept = new TreeMap<>();
        for (Map.Entry<String, Bytes> extension : event.extensions().asMap().entrySet()) {
            if (!extension.getKey().startsWith(STORES_OWN)) {
                kept.put(extension.getKey(), extension.getValue());
            }
        }
        kept.put(ImportProvenance.EXTENSION_KEY, Bytes.of(Provenance.encode(provenance(event))));
        return Extensions.stored(kept);
    }

    private ImportProvenance provenance(StoredEvent event) {
        return new ImportProvenance(
                ImportProvenance.SCHEMA_VERSION,
                namespace,
                event.eventId(),
                event.sequence(),
                event.kind(),
                event.header().contentHash());
    }

    private static ImportRefusedException refused(Reason reason, StoredEvent event, String detail) {
        return new ImportRefusedException(reason, event.eventId().hex(), event.sequence(), detail);
    }
}
