package io.batpak.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a figure depends on besides the code: processor, memory, system, file system of the scratch
/// directories, JVM.
///
/// `facts` keeps the order in which the report prints them; a fact that the system does not tell is absent.
public record MachineFacts(Map<String, String> facts) {

    /// Reads the facts of this machine.
    public static MachineFacts read() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("arch", System.getProperty("os.arch"));
        facts.put("cpus", Integer.toString(Runtime.getRuntime().availableProcessors()));
        valueOf(Path.of("/proc/cpuinfo"), "model name").ifPresent(name -> facts.put("cpu", name));
        valueOf(Path.of("/proc/meminfo"), "MemTotal").ifPresent(total -> facts.put("memory", total));
        Path disk = Scratch.parent();
        facts.put("disk", Files.getFileStore(disk).toString());
        facts.put("disk_type", Files.getFileStore(disk).type());
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        return new MachineFacts(facts);
    }

    private static Optional<String> valueOf(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }
}
