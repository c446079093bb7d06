package io.batpak.verify.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An implementation of the journal-script protocol, as a command to start.
///
/// @param name what messages call it
/// @param command program and arguments, without the root directory that is added last
public record ScriptPeer(String name, List<String> command) {
    public ScriptPeer {
        command = List.copyOf(command);
    }

    /// `batpak exec` of this build, in a JVM of its own.
    public static ScriptPeer java() {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ScriptPeer(
                "java",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-cp",
                        classPath,
                        "io.batpak.cli.BatpakCommand",
                        "exec"));
    }

    /// The command line for one root directory.
    List<String> commandFor(Path root) {
        List<String> all = new ArrayList<>(command);
        all.add(root.toString());
        return all;
    }
}
