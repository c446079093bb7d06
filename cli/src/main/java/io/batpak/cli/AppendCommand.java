package io.batpak.cli;

import io.batpak.Store;
import io.batpak.StoreConfig;
import io.batpak.cli.json.Json;
import io.batpak.cli.json.ModelJson;
import io.batpak.cli.json.PayloadJson;
import io.batpak.model.AppendOptions;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Extensions;
import io.batpak.model.IdempotencyKey;
import io.batpak.model.Payload;
import io.batpak.model.Receipt;
import io.batpak.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/// `append`: one event, durable when the command returns.
@Command(
        name = "append",
        description = {
            "Append one event and print its receipt. Creates the journal if DIR is missing or empty.",
            "When the command has returned, the event has survived a sync."
        })
final class AppendCommand extends DirectoryCommand {
    @Option(names = "--entity", required = true, paramLabel = "ENTITY", description = "Stream, for example order:42.")
    private String entity = "";

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            description = "Isolation label, for example shop.")
    private String scope = "";

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "HEX4",
            converter = Converters.Kind.class,
            description = "Kind, for example f001. Categories 0 and d are the store's own.")
    private EventKind kind = EventKind.DATA;

    /// One of two ways to give the payload; none means the document `null`.
    static final class PayloadOptions {
        @Option(names = "--payload", paramLabel = "JSON", description = "Payload as a JSON document.")
        private @Nullable String document;

        @Option(names = "--hex", paramLabel = "HEX", description = "Payload as MessagePack bytes, stored as they are.")
        private @Nullable String octets;
    }

    @ArgGroup(exclusive = true)
    private @Nullable PayloadOptions payload;

    @Option(names = "--expect", paramLabel = "CLOCK", description = "Refuse unless this is the stream's newest clock.")
    private @Nullable Long expected;

    @Option(
            names = "--key",
            paramLabel = "HEX32",
            converter = Converters.Key.class,
            description = "Idempotency key: appending again with it changes nothing.")
    private @Nullable IdempotencyKey key;

    @Option(names = "--lane", paramLabel = "N", description = "Lane of the entity (0).")
    private long lane;

    @Option(
            names = "--extension",
            paramLabel = "NAME=HEX",
            description = "Receipt extension, for example app.audit=ff. May be repeated.")
    private Map<String, String> extensions = new LinkedHashMap<>();

    @Override
    int run(Output output) {
        if (!JournalFiles.isFresh(directory())) {
            JournalFiles.requireJournal(directory());
        }
        if (kind.isReserved()) {
            throw new UsageException("--kind " + kind.hex() + " is reserved: categories 0 and d belong to the store."
                    + " Use another, for example f001.");
        }
        Coordinate at = Coordinate.of(entity, scope);
        Payload content = payload();
        AppendOptions options = options();
        try (Store store = Store.open(StoreConfig.in(directory()).build())) {
            Receipt receipt = store.append(at, kind, content, options);
            store.sync();
            if (output.json()) {
                output.document(ModelJson.receipt(receipt));
            } else {
                output.line("event      " + receipt.eventId().hex());
                output.line("sequence   " + receipt.sequence());
                output.line("clock      " + receipt.clock());
                output.line("hash       " + receipt.contentHash().hex());
            }
            return ExitCodes.OK;
        }
    }

    private Payload payload() {
        if (payload != null && payload.octets != null) {
            return Payload.messagePack(Converters.bytes("--hex", payload.octets));
        }
        if (payload == null || payload.document == null) {
            return Payload.of(new Value.Null());
        }
        try {
            return Payload.of(PayloadJson.value(Json.parse(payload.document)));
        } catch (JacksonException e) {
            throw new UsageException("--payload is not JSON: " + e.getOriginalMessage());
        }
    }

    private AppendOptions options() {
        AppendOptions options = AppendOptions.none().lane(Converters.u32("--lane", lane));
        if (expected != null) {
            options = options.expectedClock(Converters.u32("--expect", expected));
        }
        if (key != null) {
            options = options.idempotencyKey(key);
        }
        Extensions named = Extensions.none();
        for (Map.Entry<String, String> extension : extensions.entrySet()) {
            named = named.with(
                    extension.getKey(), Converters.bytes("--extension " + extension.getKey(), extension.getValue()));
        }
        return options.extensions(named);
    }
}
