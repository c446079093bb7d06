package io.batpak.verify.plant;

import io.batpak.verify.plant.ErrorBranch.Place;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the [ErrorBranch]es of one class.
///
/// The compiler makes handlers and throws of its own, for `finally`, for resources and for locks. Those have no
/// `catch` or `throw` in the line of the source they came from, and are left out.
final class BranchFinder {
    static final String CATCH = "catch (";
    static final String THROW = "throw ";

    private static final String OURS = "io/batpak/";
    private static final String RECOVERY = OURS + "recovery/";
    private static final String LAMBDA = "lambda$";
    static final Set<String> PACKAGES = Set.of(RECOVERY, OURS + "write/", OURS + "compact/");
    /// What recovery makes where it decides against something, or mends it.
    private static final Set<String> DECISIONS = Set.of(
            RECOVERY + "CompactionVerdict$Back",
            RECOVERY + "CompactionVerdict$Forward",
            RECOVERY + "CompactionVerdict$Refuse",
            RECOVERY + "OpenFacts$Artifact$Invalid",
            RECOVERY + "OpenFacts$Unusable",
            RECOVERY + "OpenPlan$Refuse",
            RECOVERY + "OpenPlan$Removal",
            OURS + "model/OpenReport$Repair");
    /// Methods of recovery that answer with a reason, if there is one.
    private static final Set<String> REASONS = Set.of("doubt");

    private static final Set<String> NOTICES = Set.of("notices");

    private final String className;
    private final SourceLines source;
    /// By what it is called, then by its line: what stands in a `finally` is there more than once.
    private final Map<String, Map<Integer, List<Place>>> found = new LinkedHashMap<>();

    private BranchFinder(String className) {
        this.className = className;
        this.source = SourceLines.of(className);
    }

    static List<ErrorBranch> in(ClassModel model) {
        String name = model.thisClass().asInternalName();
        if (!PACKAGES.contains(name.substring(0, name.lastIndexOf('/') + 1))) {
            return List.of();
        }
        BranchFinder finder = new BranchFinder(name);
        for (MethodModel method : model.methods()) {
            method.code().ifPresent(code -> finder.look(method, code));
        }
        return finder.branches();
    }

    static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    private List<ErrorBranch> branches() {
        List<ErrorBranch> branches = new ArrayList<>();
        found.forEach((name, lines) -> {
            int number = 1;
            for (Map.Entry<Integer, List<Place>> each : lines.entrySet()) {
                String id = name + " " + number++;
                branches.add(new ErrorBranch(id, className.replace('/', '.'), each.getKey(), each.getValue()));
            }
        });
        return branches;
    }

    private void look(MethodModel method, CodeModel code) {
        Map<Label, Set<String>> handlers = handlers(code);
        Set<String> caught = Set.of();
        @Nullable Instruction before = null;
        int line = 0;
        int at = 0;
        for (CodeElement element : code) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case LabelTarget target
                when handlers.containsKey(target.label()) -> caught = handlers.get(target.label());
                case Instruction instruction -> {
                    if (!caught.isEmpty()) {
                        add(method, "catch " + String.join(", ", caught), source.lineOf(CATCH, line), at);
                    }
                    caught = Set.of();
                    if (instruction instanceof ThrowInstruction) {
                        add(method, "throw " + thrown(before), source.lineOf(THROW, line), at);
                    }
                    if (instruction instanceof InvokeInstruction call
                            && !decision(method, call).isEmpty()) {
                        add(method, decision(method, call), line, at);
                    }
                    before = instruction;
                    at++;
                }
                default -> {
                    // nothing that runs
                }
            }
        }
    }

    private static Map<Label, Set<String>> handlers(CodeModel code) {
        Map<Label, Set<String>> handlers = new HashMap<>();
        for (CodeElement element : code) {
            if (element instanceof ExceptionCatch handler && handler.catchType().isPresent()) {
                handlers.computeIfAbsent(handler.handler(), _ -> new TreeSet<>())
                        .add(simple(handler.catchType().get().asInternalName()));
            }
        }
        return handlers;
    }

    /// What is thrown, as far as the instruction in front of the throw tells it.
    private static String thrown(@Nullable Instruction before) {
        if (before instanceof InvokeInstruction call) {
            String name = call.name().stringValue();
            return name.equals("<init>") ? simple(call.owner().asInternalName()) : name + "()";
        }
        return "again";
    }

    private String decision(MethodModel method, InvokeInstruction call) {
        if (!className.startsWith(RECOVERY)) {
            return "";
        }
        String name = call.name().stringValue();
        String owner = call.owner().asInternalName();
        if (name.equals("<init>") && DECISIONS.contains(owner)) {
            return "makes " + simple(owner);
        }
        if (owner.equals("java/util/Optional") && name.equals("of") && REASONS.contains(inSource(method))) {
            return "has a reason";
        }
        return owner.equals("java/util/List") && name.equals("add") && NOTICES.contains(inSource(method))
                ? "tells of it"
                : "";
    }

    /// @param line where it is in the source; 0 if it is not there
    private void add(MethodModel method, String what, int line, int instruction) {
        if (line == 0) {
            return;
        }
        String name = className.substring(OURS.length()) + "." + inSource(method) + " " + what;
        found.computeIfAbsent(name, _ -> new LinkedHashMap<>())
                .computeIfAbsent(line, _ -> new ArrayList<>())
                .add(new Place(signature(method), instruction));
    }

    private static String simple(String internalName) {
        return internalName.substring(Math.max(internalName.lastIndexOf('/'), internalName.lastIndexOf('$')) + 1);
    }

    /// The method that a lambda stands in.
    private static String inSource(MethodModel method) {
        String name = method.methodName().stringValue();
        return name.startsWith(LAMBDA) ? name.substring(LAMBDA.length(), name.indexOf('$', LAMBDA.length())) : name;
    }
}
