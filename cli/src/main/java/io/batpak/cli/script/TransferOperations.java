package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.cli.json.ModelJson;
import io.batpak.model.ImportOptions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/// `import`.
final class TransferOperations {
    private final Handles handles;

    TransferOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("import", this::importEvents);
    }

    private void importEvents(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        Store store = handles.writer(command.store());
        Journal source = handles.get(arguments.text("from")).journal();
        ImportOptions options = ImportOptions.from(arguments.text("namespace"))
                .region(ReadOperations.region(arguments.object("region")));
        OptionalLong after = arguments.optionalUnsigned("after");
        if (after.isPresent()) {
            options = options.after(after.getAsLong());
        }
        OptionalInt chunk = arguments.optionalInt("chunk", Integer.MAX_VALUE);
        if (chunk.isPresent()) {
            options = options.chunkSize(chunk.getAsInt());
        }
        if (arguments.has("keep_kinds")) {
            List<String> kept = arguments.texts("keep_kinds");
            options = options.filter(entry -> kept.contains(ModelJson.kind(entry.kind())));
        }
        reply.setAll(ModelJson.importReport(store.importEvents(source, options)));
    }
}
