package io.batpak.cli.script;

import io.batpak.Store;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The open journals of a session by handle name, and the one way from a script's directory names to paths.
final class Handles {
    private final Path root;
    private final Map<String, Handle> open = new LinkedHashMap<>();

    Handles(Path root) {
        this.root = root;
    }

    /// The path of a directory named in a script.
    Path directory(String name) {
        return root.resolve(relative(name));
    }

    /// A plain relative path: not absolute, nowhere `..`, not empty.
    Path relative(String name) {
        Path relative;
        try {
            relative = Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandRefusedException.scriptError("name " + name + " is not a path");
        }
        boolean climbs = false;
        for (Path part : relative) {
            climbs |= part.toString().equals("..");
        }
        Path plain = relative.normalize();
        if (relative.isAbsolute() || climbs || plain.toString().isEmpty()) {
            throw CommandRefusedException.scriptError(name + " must be a relative path below ROOT");
        }
        return plain;
    }

    void requireFree(String name) {
        if (open.containsKey(name)) {
            throw CommandRefusedException.scriptError("handle " + name + " is already open");
        }
    }

    void add(String name, Handle handle) {
        open.put(name, handle);
    }

    Handle get(String name) {
        Handle handle = open.get(name);
        if (handle == null) {
            throw CommandRefusedException.scriptError("no open handle " + name);
        }
        return handle;
    }

    /// The writer behind a handle; a read-only handle is a `ScriptError`.
    Store writer(String name) {
        Store store = get(name).store();
        if (store == null) {
            throw CommandRefusedException.scriptError("handle " + name + " is read-only");
        }
        return store;
    }

    /// Takes the handle out; whatever happens to it next, its name is free again.
    Handle remove(String name) {
        Handle handle = get(name);
        open.remove(name);
        return handle;
    }

    boolean isOpen(Path directory) {
        return open.values().stream().anyMatch(handle -> handle.directory().equals(directory));
    }

    /// Takes out all handles, oldest first.
    List<Handle> removeAll() {
        List<Handle> all = new ArrayList<>(open.values());
        open.clear();
        return all;
    }
}
