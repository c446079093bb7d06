package io.batpak.verify.plant;

import io.batpak.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A place in core where a file or a directory is synced, or where the log is asked for a sync, which leads to one
/// of a file. Not the requests on their way through the pipeline: without them whoever waits for a sync waits for
/// ever, and no promise is broken.
///
/// @param id `package/Class.method n`: the n-th of that method, the bodies of its lambdas included
/// @param className the class, for a loader
/// @param method the method that has the call, as the class file names it
/// @param ordinal which of the calls of that method, from 0
record SyncSite(String id, String className, String method, int ordinal) {
    private static final Set<String> NAMES = Set.of("sync", "syncDirectory", "syncNow");
    private static final String OURS = "io/batpak/";
    private static final Set<String> PIPELINE = Set.of("Committer", "Commits", "Drain", "Rounds");
    private static final String LAMBDA = "lambda$";

    /// All of core, in the order of their names.
    static List<SyncSite> ofCore() {
        List<SyncSite> sites = new ArrayList<>();
        for (byte[] bytes : coreClasses()) {
            sites.addAll(of(ClassFile.of().parse(bytes)));
        }
        return sites;
    }

    private static List<SyncSite> of(ClassModel model) {
        refuseReferences(model);
        String name = model.thisClass().asInternalName();
        String shown = name.substring(OURS.length());
        List<SyncSite> sites = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (MethodModel method : model.methods()) {
            String inClass = signature(method);
            String inSource = inSource(method.methodName().stringValue());
            int ordinal = 0;
            for (CodeElement element :
                    method.code().<Iterable<CodeElement>>map(code -> code).orElse(List.of())) {
                if (element instanceof InvokeInstruction call && isSync(call.method())) {
                    if (isOnItsWay(name, call.method())) {
                        continue;
                    }
                    int number = counts.merge(inSource, 1, Integer::sum);
                    String id = shown + "." + inSource + " " + number;
                    sites.add(new SyncSite(id, name.replace('/', '.'), inClass, ordinal++));
                }
            }
        }
        return sites;
    }

    private static boolean isOnItsWay(String caller, MemberRefEntry callee) {
        return callee.owner().asInternalName().startsWith(OURS + "write/")
                && PIPELINE.contains(caller.substring(caller.lastIndexOf('/') + 1));
    }

    /// A method reference would be a call that nobody counts. One that only asks for a sync leads to a call that
    /// is.
    private static void refuseReferences(ClassModel model) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof MethodHandleEntry handle
                    && isSync(handle.reference())
                    && !isRequest(handle.reference())) {
                throw new IllegalStateException(model.thisClass().asInternalName() + " refers to "
                        + handle.reference().name() + ": write a lambda, so that it can be taken out");
            }
        }
    }

    private static boolean isSync(MemberRefEntry member) {
        return NAMES.contains(member.name().stringValue())
                && member.owner().asInternalName().startsWith(OURS)
                && member.type().stringValue().endsWith(")V");
    }

    private static boolean isRequest(MemberRefEntry member) {
        return member.type().stringValue().equals("()V") && !member.name().equalsString("syncDirectory");
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    /// The method that a lambda stands in.
    private static String inSource(String method) {
        return method.startsWith(LAMBDA)
                ? method.substring(LAMBDA.length(), method.indexOf('$', LAMBDA.length()))
                : method;
    }

    /// Takes the call out: what it would have been given is dropped.
    ClassTransform removal() {
        return ClassTransform.transformingMethodBodies(
                candidate -> signature(candidate).equals(method), CodeTransform.ofStateful(this::removing));
    }

    /// Those that are on their way are no sites, and stay.
    private CodeTransform removing() {
        int[] seen = new int[1];
        return (code, element) -> {
            if (element instanceof InvokeInstruction call && isSync(call.method()) && seen[0]++ == ordinal) {
                MethodTypeDesc type = call.typeSymbol();
                for (int i = type.parameterCount(); i > 0; i--) {
                    if (type.parameterType(i - 1).equals(ConstantDescs.CD_long)) {
                        code.pop2();
                    } else {
                        code.pop();
                    }
                }
                code.pop(); // what it was called on
            } else {
                code.with(element);
            }
        };
    }

    /// The class files of core, sorted by their paths.
    static List<byte[]> coreClasses() {
        try {
            Path from = Path.of(Store.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isDirectory(from)) {
                return classesIn(from);
            }
            try (FileSystem jar = FileSystems.newFileSystem(from)) {
                return classesIn(jar.getPath("/"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> classesIn(Path root) throws IOException {
        List<byte[]> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                classes.add(Files.readAllBytes(file));
            }
        }
        return classes;
    }
}
