package io.batpak.evidence;

import io.batpak.format.Damage;
import io.batpak.format.Decoded;
import io.batpak.format.LifecyclePayloads;
import io.batpak.format.LifecyclePayloads.OpenCompleted;
import io.batpak.model.Bytes;
import io.batpak.model.Value;
import io.batpak.shape.ShapeException;
import java.util.Arrays;

/// The report of an open inside another report. Its canonical bytes are those of the event that records it.
final class OpenReports {
    private OpenReports() {}

    static Bytes checked(byte[] bytes) {
        return switch (LifecyclePayloads.decodeOpen(bytes)) {
            case Decoded.Ok<OpenCompleted>(OpenCompleted report) -> canonical(bytes, LifecyclePayloads.encode(report));
            case Decoded.Damaged<OpenCompleted>(Damage damage) -> throw new ShapeException(damage.toString(), 0);
        };
    }

    private static Bytes canonical(byte[] found, byte[] canonical) {
        if (!Arrays.equals(found, canonical)) {
            throw new ShapeException("an open report in another form", 0);
        }
        return Bytes.of(found);
    }

    static Object tree(Bytes report) {
        return Value.fromMessagePack(report.toByteArray());
    }
}
