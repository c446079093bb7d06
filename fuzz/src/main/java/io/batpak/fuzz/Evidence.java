package io.batpak.fuzz;

import static io.batpak.fuzz.FindingException.require;

import io.batpak.error.StoreException;
import io.batpak.format.BackupManifests;
import io.batpak.format.CompactionReports;
import io.batpak.format.Decoded;
import io.batpak.format.ForkEvidence;
import io.batpak.format.ForkReports;
import io.batpak.format.HeaderCodec;
import io.batpak.format.LifecyclePayloads;
import io.batpak.format.ManifestFile;
import io.batpak.format.ModelCodec;
import io.batpak.format.Provenance;
import io.batpak.format.RestoreProofs;
import io.batpak.format.SegmentDigests;
import io.batpak.format.SnapshotReports;
import io.batpak.guard.DenialTrace;
import io.batpak.model.Bytes;
import io.batpak.sign.SigningDowngrade;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// What travels outside the segments, or inside them as a value: reports, manifests, evidence, provenance. The first
/// byte of an input chooses the decoder, the rest is for it. What was decoded says the same after it was encoded.
final class Evidence {
    static final int MANIFEST = 1;
    static final int COMPACTION = 5;
    static final int SNAPSHOT = 6;
    static final int PROOF = 7;
    static final int HEADER = 8;
    static final int COORDINATE = 9;
    private static final int FRAMES_FIRST = 14;

    private static final List<FuzzCheck> CHECKS = List.of(
            of(ManifestFile::decode, file -> ManifestFile.encode(file.envelope())),
            of(BackupManifests::decode, BackupManifests::encode),
            of(BackupManifests::decodeEnvelope, BackupManifests::encode),
            of(ForkReports::decode, ForkReports::encode),
            of(Provenance::decode, Provenance::encode),
            of(CompactionReports::decode, CompactionReports::encode),
            of(SnapshotReports::decode, SnapshotReports::encode),
            of(RestoreProofs::decode, RestoreProofs::encode),
            of(bytes -> HeaderCodec.decode(bytes, 0, bytes.length), HeaderCodec::encode),
            of(bytes -> ModelCodec.decodeCoordinate(bytes, 0, bytes.length), ModelCodec::encode),
            of(bytes -> ModelCodec.decodePosition(bytes, 0, bytes.length), ModelCodec::encode),
            of(LifecyclePayloads::decodeOpen, LifecyclePayloads::encode),
            of(LifecyclePayloads::decodeClose, LifecyclePayloads::encode),
            Evidence::denials,
            sealed("FBATFE", of(ForkEvidence::decode, ForkEvidence::encode)),
            sealed("FBATIP", of(Provenance::unframe, Provenance::frame)),
            sealed("FBATDC", of(SegmentDigests::decode, SegmentDigests::encode)));

    private Evidence() {}

    /// An input for one of the decoders.
    static byte[] input(int number, byte[] bytes) {
        byte[] input = new byte[1 + bytes.length];
        input[0] = (byte) number;
        System.arraycopy(bytes, 0, input, 1, bytes.length);
        return input;
    }

    static void check(byte[] input) {
        if (input.length > 0) {
            byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
            CHECKS.get((input[0] & 0xFF) % CHECKS.size()).check(bytes);
        }
    }

    /// One seed for each decoder of an envelope, so that the fuzzer knows the magics.
    static void envelopes(SeedBox box) {
        List<String> magics = List.of("FBATFE", "FBATIP", "FBATDC");
        for (int i = 0; i < magics.size(); i++) {
            byte[] body = {(byte) 0x81, (byte) 0xa1, 'x', 1};
            box.add("own-" + magics.get(i), input(FRAMES_FIRST + i, Seal.envelope(magics.get(i), 1, body, 0)));
        }
    }

    private static <T> FuzzCheck of(Function<byte[], Decoded<T>> decoder, Function<T, byte[]> encoder) {
        return bytes -> {
            if (decoder.apply(bytes) instanceof Decoded.Ok<T>(T value)) {
                byte[] again = encoder.apply(value);
                require(
                        decoder.apply(again) instanceof Decoded.Ok<T>(T second)
                                && Arrays.equals(again, encoder.apply(second)),
                        "a value says the same twice: " + value);
            }
        };
    }

    private static FuzzCheck sealed(String magic, FuzzCheck check) {
        return bytes -> {
            check.check(bytes);
            check.check(Seal.envelope(bytes));
            check.check(Seal.envelope(magic, 1, bytes, 0));
        };
    }

    private static void denials(byte[] bytes) {
        try {
            require(DenialTrace.of(bytes) != null, "a denial is decoded");
        } catch (StoreException e) {
            require(e.getMessage() != null, "a refusal says why");
        }
        require(SigningDowngrade.decode(Bytes.of(bytes)) != null, "a downgrade is decoded or absent");
    }
}
