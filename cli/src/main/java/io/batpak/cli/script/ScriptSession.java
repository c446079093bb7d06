package io.batpak.cli.script;

import io.batpak.cli.json.Json;
import io.batpak.error.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One run of a journal script: reads commands, answers each with one flushed line, closes what is open at
/// the end.
///
/// A reply leaves the process before the next command is read, so a receipt that was printed can be counted
/// on.
public final class ScriptSession {
    /// The version of the protocol that we speak.
    public static final int PROTOCOL = 1;

    /// Operations of the protocol that this version answers with `Unsupported`.
    static final List<String> UNSUPPORTED = List.of("shred");

    private static final System.Logger LOG = System.getLogger(ScriptSession.class.getName());

    private final Handles handles;
    private final References references = new References();
    private final Map<String, Operation> operations = new HashMap<>();
    private final OutputStream output;

    /// A session on the directories below `root`. `halt` ends the process with the status given to it.
    public ScriptSession(Path root, String version, OutputStream output, IntConsumer halt) {
        this.handles = new Handles(root);
        this.output = output;
        operations.put("hello", (_, reply) -> hello(version, reply));
        for (String name : UNSUPPORTED) {
            operations.put(name, (_, _) -> {
                throw CommandRefusedException.unsupported(name + " is not part of this version");
            });
        }
        new HandleOperations(handles, halt).register(operations);
        Receipts receipts = new Receipts();
        new WriteOperations(handles, receipts).register(operations);
        new QueueOperations(handles, new Tickets(receipts)).register(operations);
        new ReceiptOperations(handles, receipts).register(operations);
        new ReadOperations(handles).register(operations);
        new CursorOperations(handles).register(operations);
        new ProjectOperation(handles).register(operations);
        new TransferOperations(handles).register(operations);
        new StateOperations(handles).register(operations);
        new CopyOperations(handles).register(operations);
        new CompactOperation(handles).register(operations);
        new FileOperations(handles).register(operations);
    }

    private static void hello(String version, ObjectNode reply) {
        reply.put("implementation", "batpak-java");
        reply.put("version", version);
        reply.put("protocol", PROTOCOL);
        UNSUPPORTED.forEach(reply.putArray("unsupported")::add);
    }

    /// Runs until the end of input. Returns false if a store that was still open could not be closed cleanly.
    public boolean run(InputStream input) throws IOException {
        ScriptLines lines = new ScriptLines(input);
        try {
            while (true) {
                String line;
                try {
                    line = lines.next();
                } catch (CommandRefusedException e) {
                    ObjectNode reply = Json.object();
                    fail(reply, ScriptErrors.of(e));
                    print(reply);
                    continue;
                }
                if (line == null) {
                    break;
                }
                String command = line.strip();
                if (!command.isEmpty() && !command.startsWith("#")) {
                    print(answer(command));
                }
            }
        } catch (Throwable failure) {
            closeAll();
            throw failure;
        }
        return closeAll();
    }

    private boolean closeAll() {
        boolean clean = true;
        for (Handle handle : handles.removeAll()) {
            try {
                handle.journal().close();
            } catch (StoreException e) {
                LOG.log(System.Logger.Level.ERROR, "closing " + handle.directory() + " at the end of input failed", e);
                clean = false;
            }
        }
        return clean;
    }

    private void print(ObjectNode reply) throws IOException {
        output.write((Json.line(reply) + "\n").getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    private ObjectNode answer(String line) {
        ObjectNode reply = Json.object();
        JsonNode id = null;
        try {
            ObjectNode command = parse(line);
            id = command.get("id");
            if (id != null) {
                reply.set("id", id);
            }
            reply.put("ok", true);
            perform(command, reply);
        } catch (CommandRefusedException e) {
            reply = failed(id, ScriptErrors.of(e));
        } catch (StoreException e) {
            reply = failed(id, ScriptErrors.of(e));
        } catch (IOException e) {
            reply = failed(id, ScriptErrors.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = failed(id, ScriptErrors.of(new InterruptedIOException("interrupted while waiting")));
        } catch (UncheckedIOException e) {
            reply = failed(id, ScriptErrors.of(new IOException(e.getMessage(), e)));
        }
        if (id != null) {
            references.keep(id, reply);
        }
        return reply;
    }

    private static ObjectNode failed(@Nullable JsonNode id, ObjectNode error) {
        ObjectNode reply = Json.object();
        if (id != null) {
            reply.set("id", id);
        }
        fail(reply, error);
        return reply;
    }

    private static void fail(ObjectNode reply, ObjectNode error) {
        reply.put("ok", false);
        reply.set("error", error);
    }

    private static ObjectNode parse(String line) {
        try {
            if (Json.parse(line) instanceof ObjectNode command) {
                return command;
            }
        } catch (JacksonException e) {
            throw CommandRefusedException.scriptError("not JSON: " + e.getOriginalMessage());
        }
        throw CommandRefusedException.scriptError("a command is a JSON object");
    }

    private void perform(ObjectNode written, ObjectNode reply) throws IOException, InterruptedException {
        Arguments literal = Arguments.of(written);
        String op = literal.text("op");
        Operation operation = operations.get(op);
        if (operation == null) {
            throw CommandRefusedException.scriptError("unknown op " + op);
        }
        String store = literal.optionalText("store").orElse("main");
        if (UNSUPPORTED.contains(op)) {
            operation.run(new Operation.Command(store, literal), reply);
            return;
        }
        Arguments arguments = Arguments.of(references.resolve(written));
        operation.run(new Operation.Command(store, arguments), reply);
    }
}
