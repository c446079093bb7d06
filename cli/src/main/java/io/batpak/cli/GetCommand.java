package io.batpak.cli;

import io.batpak.StoreReader;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.DagPosition;
import io.batpak.model.EventHeader;
import io.batpak.model.EventId;
import io.batpak.model.FramePosition;
import io.batpak.model.StoredEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `get`: one event in full.
@Command(name = "get", description = "Show one event: header, hashes, extensions and payload.")
final class GetCommand extends DirectoryCommand {
    @Parameters(
            index = "1",
            paramLabel = "EVENT_ID",
            converter = Converters.Event.class,
            description = "32 hex digits.")
    private EventId eventId = EventId.fromHex("0".repeat(32));

    @Option(names = "--raw", description = "Payload bytes as stored, in hex, instead of a document.")
    private boolean raw;

    @Override
    int run(Output output) {
        try (StoreReader reader = JournalFiles.open(directory())) {
            StoredEvent event = reader.get(eventId);
            if (output.json()) {
                output.document(raw ? ModelJson.event(event) : TailCommand.document(event));
            } else {
                print(output, event);
            }
            return ExitCodes.OK;
        }
    }

    private void print(Output output, StoredEvent event) {
        EventHeader header = event.header();
        output.line("event        " + header.eventId().hex());
        output.line("sequence     " + event.sequence());
        output.line("entity       " + Text.printable(event.coordinate().entity()));
        output.line("scope        " + Text.printable(event.coordinate().scope()));
        output.line("kind         " + Text.kind(header.kind()));
        DagPosition place = header.position();
        output.line("place        lane " + place.lane() + ", depth " + place.depth() + ", clock " + place.clock());
        output.line("time         " + Instant.EPOCH.plus(header.timestampMicros(), ChronoUnit.MICROS));
        output.line("correlation  " + header.correlationId().hex());
        header.causationId().ifPresent(id -> output.line("caused by    " + id.hex()));
        output.line("flags        " + header.flags() + ", payload version " + header.payloadVersion());
        output.line("hash         " + event.chain().event().hex());
        output.line("previous     " + event.chain().previous().hex());
        FramePosition frame = event.position();
        output.line("position     segment " + Long.toUnsignedString(frame.segment()) + ", offset " + frame.offset()
                + ", length " + frame.length());
        event.extensions().asMap().forEach((key, value) -> output.line("extension    " + key + " = " + value.hex()));
        header.encryption()
                .ifPresent(metadata -> output.line("encrypted    key scope "
                        + metadata.keyScopeId().hex() + ", nonce "
                        + metadata.nonce().hex()));
        boolean asStored = raw || header.encryption().isPresent();
        output.line("payload      "
                + (asStored
                        ? HexFormat.of().formatHex(event.payload())
                        : event.value().toJson()));
    }
}
