package io.batpak.verify.plant;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A branch of recovery, write or compact that something wrong leads to: the beginning of a `catch`, a `throw`, or
/// where recovery decides against what it has found.
///
/// @param id `package/Class.method what n`: the n-th such of that method, the bodies of its lambdas included
/// @param className the class, for a loader
/// @param line where it is in the source
/// @param places where it begins in the class file: more than once if it stands in a `finally`
record ErrorBranch(String id, String className, int line, List<Place> places) {
    private static final ClassDesc MARKS = ClassDesc.of(BranchMarks.class.getName());
    private static final MethodTypeDesc REACH = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

    /// A place in the code.
    ///
    /// @param method name and type, as the class file has them
    /// @param instruction in front of which of the instructions of the method, from 0
    record Place(String method, int instruction) {}

    /// All of core, in the order of their names.
    static List<ErrorBranch> ofCore() {
        Map<String, ErrorBranch> sorted = new TreeMap<>();
        for (byte[] bytes : SyncSite.coreClasses()) {
            for (ErrorBranch branch : BranchFinder.in(ClassFile.of().parse(bytes))) {
                if (sorted.put(branch.id(), branch) != null) {
                    throw new IllegalStateException("two are called " + branch.id());
                }
            }
        }
        return List.copyOf(sorted.values());
    }

    /// Has each say so when it is taken, by its number in the list.
    static Map<String, ClassTransform> marking(List<ErrorBranch> branches) {
        Map<String, Map<Place, List<Integer>>> marks = new HashMap<>();
        for (int number = 0; number < branches.size(); number++) {
            ErrorBranch branch = branches.get(number);
            Map<Place, List<Integer>> ofClass = marks.computeIfAbsent(branch.className, _ -> new HashMap<>());
            for (Place place : branch.places) {
                ofClass.computeIfAbsent(place, _ -> new ArrayList<>()).add(number);
            }
        }
        Map<String, ClassTransform> changes = new HashMap<>();
        marks.forEach((name, ofClass) -> changes.put(name, marking(ofClass)));
        return changes;
    }

    private static ClassTransform marking(Map<Place, List<Integer>> marks) {
        return (type, element) -> {
            if (element instanceof MethodModel method) {
                String signature = BranchFinder.signature(method);
                type.transformMethod(
                        method,
                        MethodTransform.transformingCode(CodeTransform.ofStateful(() -> marking(marks, signature))));
            } else {
                type.with(element);
            }
        };
    }

    private static CodeTransform marking(Map<Place, List<Integer>> marks, String method) {
        int[] at = new int[1];
        return (code, element) -> {
            if (element instanceof Instruction) {
                for (int number : marks.getOrDefault(new Place(method, at[0]++), List.of())) {
                    code.loadConstant(number).invokestatic(MARKS, "reach", REACH);
                }
            }
            code.with(element);
        };
    }
}
