package io.batpak.payload;

import io.batpak.model.EventHeader;
import io.batpak.model.EventKind;
import io.batpak.model.PayloadFormatException;
import io.batpak.msgpack.MessageFormatException;
import io.batpak.payload.PayloadDecodeException.Lane;
import io.batpak.payload.PayloadDecodeException.Misfit;
import io.batpak.payload.UpcastException.Reason;
import io.batpak.payload.UpcastException.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Stored bytes to objects, old versions through their steps. Immutable.
final class Decoder {
    private static final int VERSION_BITS = 16;

    private final Map<Integer, List<UpcastStep>> steps = new HashMap<>();

    Decoder(List<UpcastStep> all) {
        for (UpcastStep step : all) {
            steps.computeIfAbsent(key(step.kind(), step.from()), _ -> new ArrayList<>())
                    .add(step);
        }
    }

    private static int key(EventKind kind, int from) {
        return kind.raw() << VERSION_BITS | from;
    }

    boolean hasStep(EventKind kind, int from) {
        return steps.containsKey(key(kind, from));
    }

    /// The payload of an event whose kind is that of the codec.
    <T> T decode(PayloadCodec<T> codec, EventHeader header, byte[] message, Lane lane) {
        if (header.encryption().isPresent()) {
            throw new PayloadFormatException(
                    PayloadFormatException.Reason.ENCRYPTED,
                    "the payload of " + header.eventId() + " is encrypted",
                    null);
        }
        int stored = header.payloadVersion();
        if (stored == 0 || stored == codec.version()) {
            return directly(codec, header, message, lane);
        }
        if (stored > codec.version()) {
            throw new PayloadFutureVersionException(codec, header);
        }
        return upcast(codec, header, message);
    }

    private static <T> T directly(PayloadCodec<T> codec, EventHeader header, byte[] message, Lane lane) {
        PayloadReader in = new PayloadReader(message);
        try {
            return codec.decode(in);
        } catch (RuntimeException e) {
            throw new PayloadDecodeException(codec, header, lane, misfit(in, e));
        }
    }

    /// The same of bytes that are not encrypted; empty where it takes more than the codec, or the codec fails.
    <T> Optional<T> decodePlain(PayloadCodec<T> codec, int version, byte[] message) {
        if (version != 0 && version != codec.version()) {
            return Optional.empty();
        }
        try {
            return Optional.of(codec.decode(new PayloadReader(message)));
        } catch (RuntimeException _) {
            return Optional.empty(); // whoever asks for the whole event is told why
        }
    }

    /// The constructor of a record may refuse what it is given, so anything can come out of a codec.
    private static Misfit misfit(PayloadReader in, RuntimeException e) {
        return new Misfit(path(in, e), detail(e), e);
    }

    private static String path(PayloadReader in, RuntimeException e) {
        String below = e instanceof ShapeSignal signal ? signal.field() : "";
        return in.path().isEmpty() || below.isEmpty() ? in.path() + below : in.path() + "." + below;
    }

    private static String detail(RuntimeException e) {
        boolean ours = e instanceof ShapeSignal || e instanceof MessageFormatException;
        return ours ? String.valueOf(e.getMessage()) : e.toString();
    }

    private <T> T upcast(PayloadCodec<T> codec, EventHeader header, byte[] message) {
        int stored = header.payloadVersion();
        Stage stage = new Stage(codec, header, stored);
        PayloadTree tree = tree(stage, message);
        for (int from = stored; from < codec.version(); from++) {
            stage = new Stage(codec, header, from);
            tree = apply(stage, only(stage), tree);
        }
        PayloadReader in = null;
        try {
            in = new PayloadReader(TreeCodec.encode(tree));
            return codec.decode(in);
        } catch (RuntimeException e) {
            Misfit misfit = new Misfit(in == null ? "" : path(in, e), detail(e), e);
            throw stage.failed(Reason.VALUE_CODEC, "what the steps made is not the type: " + misfit.text(), e);
        }
    }

    private static PayloadTree tree(Stage stage, byte[] message) {
        try {
            return TreeCodec.decode(message);
        } catch (ShapeSignal | MessageFormatException e) {
            throw stage.failed(Reason.VALUE_CODEC, detail(e), e);
        }
    }

    private UpcastStep only(Stage stage) {
        int from = stage.from();
        List<UpcastStep> found = steps.getOrDefault(key(stage.codec().kind(), from), List.of());
        if (found.isEmpty()) {
            throw stage.failed(Reason.MISSING_STEP, "no @Upcasts(from = " + from + ")", null);
        }
        if (found.size() > 1) {
            throw stage.failed(Reason.DUPLICATE_STEP, found.size() + " steps from version " + from, null);
        }
        return found.getFirst();
    }

    private static PayloadTree apply(Stage stage, UpcastStep step, PayloadTree tree) {
        try {
            return step.step().apply(tree);
        } catch (RuntimeException e) {
            throw stage.failed(Reason.STEP, "the step from version " + stage.from() + " failed: " + e, e);
        }
    }
}
