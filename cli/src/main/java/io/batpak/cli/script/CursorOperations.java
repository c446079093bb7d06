package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import io.batpak.cli.json.ModelJson;
import io.batpak.delivery.CheckpointId;
import io.batpak.delivery.Checkpoints;
import io.batpak.delivery.CursorOptions;
import io.batpak.model.Region;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The `cursor_...` operations.
final class CursorOperations {
    private static final String POSITION = "position";

    private final Handles handles;

    CursorOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("cursor_open", this::open);
        operations.put("cursor_poll", this::poll);
        operations.put("cursor_commit", this::commit);
        operations.put("cursor_close", (command, _) -> cursors(command).close(name(command)));
        operations.put("cursor_list", this::list);
        operations.put("cursor_reset", this::reset);
    }

    private Cursors cursors(Operation.Command command) {
        return handles.get(command.store()).cursors();
    }

    private static String name(Operation.Command command) {
        return command.arguments().text("cursor");
    }

    private Checkpoints checkpoints(Operation.Command command) {
        return handles.writer(command.store()).delivery().checkpoints();
    }

    private void open(Operation.Command command, ObjectNode reply) {
        Arguments arguments = command.arguments();
        String name = name(command);
        Cursors cursors = cursors(command);
        cursors.requireFree(name);
        Region region = ReadOperations.region(arguments.object("region"));
        OptionalLong after = arguments.optionalUnsigned("after");
        CursorOptions begin = new CursorOptions(after, 0);
        Optional<String> checkpoint = arguments.optionalText("checkpoint");
        ScriptCursor cursor;
        if (checkpoint.isEmpty()) {
            cursor = new ScriptCursor.Plain(
                    handles.get(command.store()).journal().cursor(region, begin));
        } else {
            Checkpoints checkpoints = checkpoints(command);
            cursors.requireUnused(checkpoint.get());
            cursor = new ScriptCursor.Kept(
                    checkpoint.get(), checkpoints.open(region, CheckpointId.of(checkpoint.get()), begin));
        }
        cursors.add(name, cursor);
        position(reply, cursor.position());
    }

    private void poll(Operation.Command command, ObjectNode reply) {
        int limit = (int) Math.min(command.arguments().unsigned("limit"), Integer.MAX_VALUE);
        ScriptCursor cursor = cursors(command).get(name(command));
        reply.set("entries", ModelJson.entries(cursor.poll(limit)));
        position(reply, cursor.position());
    }

    private void commit(Operation.Command command, ObjectNode reply) {
        String name = name(command);
        if (!(cursors(command).get(name) instanceof ScriptCursor.Kept kept)) {
            throw CommandRefusedException.scriptError("cursor " + name + " has no checkpoint");
        }
        kept.cursor().commit();
        position(reply, kept.position());
    }

    private void list(Operation.Command command, ObjectNode reply) {
        Checkpoints checkpoints = checkpoints(command);
        ArrayNode places = reply.putArray("checkpoints");
        for (CheckpointId id : checkpoints.list()) {
            checkpoints.find(id).ifPresent(place -> {
                ObjectNode shown = places.addObject().put("checkpoint", id.name());
                position(shown, place.after());
                shown.put("region", place.region().orElse(null));
            });
        }
    }

    private void reset(Operation.Command command, ObjectNode reply) {
        Checkpoints checkpoints = checkpoints(command);
        String checkpoint = command.arguments().text("checkpoint");
        cursors(command).requireUnused(checkpoint);
        reply.put("existed", checkpoints.reset(CheckpointId.of(checkpoint)));
    }

    private static void position(ObjectNode reply, OptionalLong position) {
        reply.set(POSITION, position.isPresent() ? Json.unsigned(position.getAsLong()) : null);
    }
}
