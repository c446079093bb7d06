package io.batpak.cli.script;

import io.batpak.Journal;
import io.batpak.Store;
import io.batpak.StoreReader;
import io.batpak.model.OpenReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import tools.jackson.databind.node.ObjectNode;

/// `open`, `clock`, `close`, `drop`, `halt`.
final class HandleOperations {
    /// Exit status of `halt`.
    private static final int HALTED = 9;

    private final Handles handles;
    private final IntConsumer halt;

    HandleOperations(Handles handles, IntConsumer halt) {
        this.handles = handles;
        this.halt = halt;
    }

    void register(Map<String, Operation> operations) {
        operations.put("open", this::open);
        operations.put("clock", (command, _) -> clock(command));
        operations.put("close", (command, _) -> close(command));
        operations.put("drop", (command, _) -> drop(command));
        operations.put("halt", (_, _) -> halt.accept(HALTED));
    }

    private void open(Operation.Command command, ObjectNode reply) {
        handles.requireFree(command.store());
        Path directory = handles.directory(command.arguments().text("dir"));
        String mode = command.arguments().word("mode", List.of("write", "read"));
        ConfigReader.Settings settings =
                ConfigReader.read(directory, command.arguments().object("config"));
        Store store = mode.equals("write") ? Store.open(settings.config()) : null;
        Journal journal = store == null ? StoreReader.open(settings.config()) : store;
        handles.add(command.store(), new Handle(directory, journal, store, settings));
        OpenReport report = journal.openReport();
        reply.put("open_path", report.openPath());
        reply.put("restored", report.restoredEntries());
        reply.put("tail", report.tailEntries());
    }

    private void clock(Operation.Command command) {
        Handle handle = handles.get(command.store());
        StandingClock clock = handle.clock();
        if (clock == null) {
            throw CommandRefusedException.scriptError("handle " + command.store() + " was opened without clock_us");
        }
        long micros = command.arguments().signed("us");
        handle.settle(); // what was handed over before sees the old time
        clock.set(micros);
    }

    private void close(Operation.Command command) {
        handles.remove(command.store()).journal().close();
    }

    private void drop(Operation.Command command) {
        Handle handle = handles.remove(command.store());
        Store store = handle.store();
        if (store == null) {
            handle.journal().close();
        } else {
            store.drop();
        }
    }
}
