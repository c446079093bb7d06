package io.batpak.verify.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Runs a script and compares the replies line by line in normal form. A difference counts unless a
/// [KnownDeviation] names the very line and field.
public final class ScriptComparer {
    private final List<KnownDeviation> known;

    /// One line on which two runs disagree.
    ///
    /// @param line number of the command, from 1
    /// @param command the command as text
    /// @param left reply of the first run in normal form
    /// @param right reply of the second run, or the recorded one
    public record Difference(int line, String command, String left, String right) {
        @Override
        public String toString() {
            return "line " + line + ": " + command + "\n  left  " + left + "\n  right " + right;
        }
    }

    /// @param known deviations that do not count
    public ScriptComparer(KnownDeviation... known) {
        this.known = List.of(known);
    }

    /// Runs the script against a new process of the peer and returns the replies in normal form.
    public static List<String> run(Script script, ScriptPeer peer, Path root) {
        ScriptNormaliser normaliser = new ScriptNormaliser(script);
        List<String> replies = new ArrayList<>();
        try (ScriptProcess process = ScriptProcess.start(peer, root)) {
            for (ObjectNode command : script.commands()) {
                replies.add(normaliser.normalise(command, process.ask(command)));
            }
        }
        return replies;
    }

    /// Runs the script against both peers, ours on the left, each in its own directory below `work`.
    public List<Difference> compare(Script script, ScriptPeer left, ScriptPeer right, Path work) {
        List<String> leftReplies = run(script, left, work.resolve("left"));
        List<String> rightReplies = run(script, right, work.resolve("right"));
        return compare(script, leftReplies, rightReplies);
    }

    /// Compares two lists of replies in normal form, ours on the left.
    public List<Difference> compare(Script script, List<String> left, List<String> right) {
        List<Difference> found = new ArrayList<>();
        for (int i = 0; i < script.commands().size(); i++) {
            ObjectNode command = script.commands().get(i);
            String leftLine = i < left.size() ? left.get(i) : "(no reply)";
            String rightLine = i < right.size() ? right.get(i) : "(no reply)";
            if (!leftLine.equals(rightLine) && !excused(command, leftLine, rightLine)) {
                found.add(new Difference(i + 1, Json.text(command), leftLine, rightLine));
            }
        }
        return found;
    }

    private boolean excused(ObjectNode command, String left, String right) {
        if (!left.startsWith("{") || !right.startsWith("{")) {
            return false;
        }
        ObjectNode leftReply = Json.parse(left);
        ObjectNode rightReply = Json.parse(right);
        for (KnownDeviation deviation : known) {
            if (deviation.concerns(command)) {
                deviation.reconciler().reconcile(leftReply, rightReply);
            }
        }
        return leftReply.equals(rightReply);
    }
}
