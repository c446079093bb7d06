package io.batpak.cli.script;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// One `op` of the protocol.
@FunctionalInterface
interface Operation {
    /// Does the command and puts its result into `reply`. File trouble outside a store surfaces as
    /// `IOException`.
    void run(Command command, ObjectNode reply) throws IOException, InterruptedException;

    /// The command with references resolved; `store` names the handle it is about.
    record Command(String store, Arguments arguments) {}
}
