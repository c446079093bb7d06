package io.batpak.verify.script;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// A running peer: takes one command, gives one reply. After `halt` the process must end with status 9 and a
/// new one takes over on the same root directory. Belongs to one thread.
public final class ScriptProcess implements AutoCloseable {
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(60);
    private static final int HALT_STATUS = 9;
    private static final String END = "";

    private final ScriptPeer peer;
    private final Path root;
    private final Path errors;
    private Process process;
    private Writer input;
    private BlockingQueue<String> replies;

    private ScriptProcess(ScriptPeer peer, Path root, Path errors) throws IOException {
        this.peer = peer;
        this.root = root;
        this.errors = errors;
        this.replies = new LinkedBlockingQueue<>();
        this.process = launch(peer, root, errors);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        pump(process, replies);
    }

    /// Starts the peer on a root directory, which is created when it is missing.
    public static ScriptProcess start(ScriptPeer peer, Path root) {
        try {
            Files.createDirectories(root);
            return new ScriptProcess(peer, root, Files.createTempFile("batpak-peer-", ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + peer.name(), e);
        }
    }

    /// Sends one command and waits for its reply, at most a minute. `halt` answers `{"halted":9}`.
    public ObjectNode ask(ObjectNode command) {
        try {
            input.write(Json.text(command));
            input.write('\n');
            input.flush();
            if (command.path("op").asString("").equals("halt")) {
                return restart();
            }
            String line = replies.poll(REPLY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END)) {
                throw new IllegalStateException(peer.name() + (line == null ? " gave no reply" : " ended") + " at "
                        + Json.text(command) + "\n" + errorText());
            }
            return Json.parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException(peer.name() + " ended: " + errorText(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + peer.name(), e);
        }
    }

    /// Sends a command given as text.
    public ObjectNode ask(String command) {
        return ask(Json.parse(command));
    }

    /// Kills the process without any warning, as a crash of the program would.
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Ends the input, which closes every open store, and waits for the peer to end with status 0.
    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                input.close();
                int status = waitForExit();
                if (status != 0) {
                    throw new IllegalStateException(peer.name() + " ended with " + status + "\n" + errorText());
                }
            }
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException("closing " + peer.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + peer.name() + " ends", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private ObjectNode restart() throws IOException, InterruptedException {
        int status = waitForExit();
        if (status != HALT_STATUS) {
            throw new IllegalStateException(peer.name() + " halted with status " + status + "\n" + errorText());
        }
        replies = new LinkedBlockingQueue<>();
        process = launch(peer, root, errors);
        input = process.outputWriter(StandardCharsets.UTF_8);
        pump(process, replies);
        return Json.object().put("halted", status);
    }

    private int waitForExit() throws InterruptedException {
        if (!process.waitFor(REPLY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(peer.name() + " did not end\n" + errorText());
        }
        return process.exitValue();
    }

    private static Process launch(ScriptPeer peer, Path root, Path errors) throws IOException {
        return new ProcessBuilder(peer.commandFor(root))
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
    }

    private static void pump(Process process, BlockingQueue<String> replies) {
        Thread.ofPlatform().daemon().name("script-replies").start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(replies::add);
            } catch (IOException | UncheckedIOException e) {
                replies.add("{\"stream_failed\":true}");
            }
            replies.add(END);
        });
    }

    private String errorText() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            return "(no error text: " + e.getMessage() + ")";
        }
    }
}
