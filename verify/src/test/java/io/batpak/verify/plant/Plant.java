package io.batpak.verify.plant;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Set;

/// Defects of other kinds than a missing sync. `docs/planted.md` describes each in a sentence.
enum Plant {
    /// The durable mark says one event more than the sync has covered.
    COVERED_OFFSET_ONE_TOO_FAR("write.LanePoints", in("capture", (code, element) -> {
        code.with(element);
        if (calls(element, "sequence")) {
            code.lconst_1().ladd();
        }
    })),
    /// The footer is written before the frames it vouches for are synced.
    FOOTER_BEFORE_SYNC("write.GrowingLog", in("rotate shutDown", (code, element) -> {
        if (calls(element, "sync")) {
            code.aload(0).invokevirtual(core("write.GrowingLog"), "seal", MethodTypeDesc.of(CD_void));
        }
        code.with(element);
    })),
    /// The marker of a compaction goes before the sources do.
    MARKER_REMOVED_EARLY("compact.Round", in("commit", (code, element) -> {
        code.with(element);
        if (calls(element, "putInPlace")) {
            code.aload(0)
                    .getfield(core("compact.Round"), "fs", core("fs.StoreFs"))
                    .invokestatic(
                            core("sidecar.CompactionMarkerFile"),
                            "remove",
                            MethodTypeDesc.of(CD_boolean, core("fs.StoreFs")))
                    .pop();
        }
    })),
    /// The directory is synced before the segment has its name, and not after.
    NAME_NOT_SYNCED("segment.SegmentAppender", in("create", (code, element) -> {
        if (calls(element, "syncDirectory")) {
            code.pop();
            return;
        }
        if (calls(element, "rename")) {
            code.aload(0).invokeinterface(core("fs.StoreFs"), "syncDirectory", MethodTypeDesc.of(CD_void));
        }
        code.with(element);
    })),
    /// What waits for its sync is shown while it waits.
    BATCH_VISIBLE_BEFORE_COMMIT("write.Publication", in("hold", (code, element) -> {
        if (element instanceof ReturnInstruction) {
            ClassDesc publication = core("write.Publication");
            ClassDesc held = core("write.Publication$Held");
            ClassDesc rows = core("write.Publication$Rows");
            code.aload(0);
            code.aload(1).invokevirtual(held, "rows", MethodTypeDesc.of(rows));
            code.invokevirtual(rows, "from", MethodTypeDesc.of(CD_int));
            code.aload(1).invokevirtual(held, "rows", MethodTypeDesc.of(rows));
            code.invokevirtual(rows, "to", MethodTypeDesc.of(CD_int));
            code.invokevirtual(publication, "show", MethodTypeDesc.of(CD_void, CD_int, CD_int));
        }
        code.with(element);
    })),
    /// What a failed write has left stays, the next commit takes its sequences, and stands behind it.
    SEQUENCE_REUSED_AFTER_A_FAILED_BATCH("segment.SegmentAppender", in("append", (code, element) -> {
        if (calls(element, "cutBackAfter")) {
            ClassDesc appender = core("segment.SegmentAppender");
            code.pop2().aload(0).aload(0).getfield(appender, "end", CD_long);
            code.iload(3).i2l().ladd().putfield(appender, "end", CD_long);
        } else {
            code.with(element);
        }
    })),
    /// Open mappings of segments are kept when a compaction replaces the files.
    STALE_MAPPING_AFTER_RENAME("compact.Round", in("commit", (code, element) -> {
        if (calls(element, "forget")) {
            code.pop2().pop();
        } else {
            code.with(element);
        }
    })),
    /// The keys of dropped events are written down when their segments are gone already.
    KEYS_AFTER_DELETION(
            "compact.Round",
            in(Map.of(
                    "prepare",
                    (code, element) -> {
                        if (element instanceof InvokeInstruction call
                                && call.owner().asInternalName().endsWith("/IdempotencyFile")) {
                            code.invokestatic(lateKeys(), "keep", call.typeSymbol());
                        } else {
                            code.with(element);
                        }
                    },
                    "commit",
                    (code, element) -> {
                        if (element instanceof ReturnInstruction) {
                            code.aload(0)
                                    .getfield(core("compact.Round"), "fs", core("fs.StoreFs"))
                                    .invokestatic(lateKeys(), "write", MethodTypeDesc.of(CD_void, core("fs.StoreFs")));
                        }
                        code.with(element);
                    }))),
    /// A cancelled fence forgets what earlier ones have hidden.
    HIDDEN_RANGES_LOST("write.Fences", in("hide", (code, element) -> {
        if (element instanceof FieldInstruction field
                && field.opcode() == Opcode.PUTFIELD
                && field.name().equalsString("hidden")) {
            code.pop2();
        } else {
            code.with(element);
        }
    })),
    /// A session begins with the sequence of the last event there is.
    ALLOCATOR_TOO_LOW("StoreOpening", in("startCommitter", (code, element) -> {
        code.with(element);
        if (calls(element, "nextSequence")) {
            MethodTypeDesc ofTwo = MethodTypeDesc.of(CD_long, CD_long, CD_long);
            code.lconst_1().lsub().lconst_0().invokestatic(ClassDesc.of("java.lang.Math"), "max", ofTwo);
        }
    }));

    private final String className;

    @SuppressWarnings("ImmutableEnumChecker") // the transforms hold no state
    private final ClassTransform transform;

    Plant(String className, ClassTransform transform) {
        this.className = "io.batpak." + className;
        this.transform = transform;
    }

    /// The class it is in.
    String className() {
        return className;
    }

    ClassTransform transform() {
        return transform;
    }

    private static ClassTransform in(String methods, CodeTransform change) {
        Set<String> names = Set.of(methods.split(" "));
        return ClassTransform.transformingMethodBodies(
                method -> names.contains(method.methodName().stringValue()), change);
    }

    /// One change for each method.
    private static ClassTransform in(Map<String, CodeTransform> changes) {
        return (type, element) -> {
            CodeTransform change = element instanceof MethodModel method
                    ? changes.get(method.methodName().stringValue())
                    : null;
            if (change != null && element instanceof MethodModel method) {
                type.transformMethod(method, MethodTransform.transformingCode(change));
            } else {
                type.with(element);
            }
        };
    }

    private static ClassDesc core(String name) {
        return ClassDesc.of("io.batpak." + name);
    }

    private static ClassDesc lateKeys() {
        return ClassDesc.of(LateKeys.class.getName());
    }

    private static boolean calls(CodeElement element, String name) {
        return element instanceof InvokeInstruction call && call.name().equalsString(name);
    }
}
