package io.batpak.verify.rules;

import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The product has no switch for its tests: nothing in it injects a fault, and it asks the process for nothing but
/// what machine this is. Faults come from outside, through the seams and by transforms of class files.
final class TestHookRule {
    private static final Predicate<String> HOOKS = Pattern.compile(
                    "(?i).*(inject|chaos|fail_?point|crash_?point|fault_?(plan|point|s\\b)|simulat|mock|test_?(only|hook|ing)"
                            + "|(only)?for_?test).*")
            .asMatchPredicate();
    /// A clock that is not the machine's is told to be one; it changes what a mark says of its time, nothing else. The
    /// error kinds have the names of 0.9.0; nothing of ours raises that one.
    private static final Set<String> ALLOWED =
            Set.of("io/batpak/write/Watermarks.simulated", "io/batpak/error/StoreErrorKind.FAULT_INJECTED");
    private static final Predicate<String> ENVIRONMENT = Pattern.compile(
                    "java/lang/System\\.(getProperty|getProperties|getenv|setProperty)"
                            + "|java/lang/(Boolean\\.getBoolean|Integer\\.getInteger|Long\\.getLong)")
            .asMatchPredicate();
    private static final Set<String> READABLE = Set.of("os.name", "os.arch");

    private TestHookRule() {}

    static List<String> violations(List<ClassFacts> classes) {
        List<String> violations = new ArrayList<>();
        for (ClassFacts facts : classes) {
            if (HOOKS.test(facts.name())) {
                violations.add(facts.name() + " is named like a hook for tests");
            }
            for (FieldModel field : facts.model().fields()) {
                checkName(facts, field.fieldName().stringValue(), violations);
            }
            for (MethodModel method : facts.model().methods()) {
                checkName(facts, method.methodName().stringValue(), violations);
                method.code().ifPresent(code -> checkReads(facts, code, violations));
            }
        }
        return violations;
    }

    private static void checkName(ClassFacts facts, String name, List<String> violations) {
        String member = facts.name() + "." + name;
        if (HOOKS.test(name) && !ALLOWED.contains(member)) {
            violations.add(member + " is named like a hook for tests");
        }
    }

    /// A read is allowed when its key is a constant of the list; the key is loaded before a default, if there is one.
    private static void checkReads(ClassFacts facts, Iterable<CodeElement> code, List<String> violations) {
        List<Object> constants = new ArrayList<>();
        for (CodeElement element : code) {
            if (element instanceof ConstantInstruction constant) {
                constants.add(constant.constantValue());
            } else if (element instanceof InvokeInstruction call) {
                String method =
                        call.owner().asInternalName() + "." + call.name().stringValue();
                int behind = constants.size() - call.typeSymbol().parameterCount();
                Object key = behind >= 0 && behind < constants.size() ? constants.get(behind) : "what it computes";
                if (ENVIRONMENT.test(method) && !READABLE.contains(key.toString())) {
                    violations.add(facts.name() + " reads " + key + " by " + method);
                }
            }
        }
    }
}
