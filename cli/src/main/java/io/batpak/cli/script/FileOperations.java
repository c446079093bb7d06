package io.batpak.cli.script;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `crash_copy`, `flip`, `files`: the directory itself, behind the back of any store.
final class FileOperations {
    private final Handles handles;

    FileOperations(Handles handles) {
        this.handles = handles;
    }

    void register(Map<String, Operation> operations) {
        operations.put("crash_copy", (command, _) -> crashCopy(command));
        operations.put("flip", (command, _) -> flip(command));
        operations.put("files", this::files);
    }

    private void crashCopy(Operation.Command command) throws IOException {
        Handle handle = handles.get(command.store());
        Path source = handle.directory();
        Path target = handles.directory(command.arguments().text("dest"));
        if (target.startsWith(source) || source.startsWith(target)) {
            throw CommandRefusedException.scriptError("dest must lie outside the copied directory");
        }
        handle.settle();
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes facts) throws IOException {
                Files.createDirectories(target.resolve(source.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                Path copy = target.resolve(source.relativize(file));
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void flip(Operation.Command command) throws IOException {
        Path directory = handles.directory(command.arguments().text("dir"));
        if (handles.isOpen(directory)) {
            throw CommandRefusedException.scriptError("flip needs a closed directory");
        }
        String name = command.arguments().text("file");
        Path file = directory.resolve(handles.relative(name));
        long offset = command.arguments().signed("offset");
        int xor = (int) command.arguments().number("xor", Arguments.U8_MAX);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(name);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = offset < 0 ? channel.size() + offset : offset;
            if (at < 0 || at >= channel.size()) {
                throw new EOFException(name + " has " + channel.size() + " bytes, none at " + offset);
            }
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ xor)).rewind();
            channel.write(one, at);
        }
    }

    private void files(Operation.Command command, ObjectNode reply) throws IOException {
        Path directory = handles.directory(command.arguments().text("dir"));
        List<Path> files;
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        ArrayNode list = reply.putArray("files");
        for (Path file : files) {
            ObjectNode shown = list.addObject();
            shown.put("name", String.valueOf(file.getFileName()));
            shown.put("length", Files.size(file));
        }
    }
}
