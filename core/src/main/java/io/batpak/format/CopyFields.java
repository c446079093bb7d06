package io.batpak.format;

import io.batpak.model.SourceWatermark;

/// The fields that snapshot and fork reports share.
final class CopyFields {
    private static final String[] TOKEN = {"token"};
    private static final String[] WATERMARK = {"segment_id", "offset"};

    private CopyFields() {}

    /// Two fields: `fence_token` and `source_watermark`.
    static void put(BodyWriter out, long fenceToken, SourceWatermark watermark) {
        out.key("fence_token").nested(1).number(TOKEN[0], fenceToken);
        out.key("source_watermark")
                .nested(2)
                .number(WATERMARK[0], watermark.segmentId())
                .number(WATERMARK[1], watermark.offset());
    }

    static long fenceToken(BodyReader in) {
        long[] token = new long[1];
        in.struct("fence token", 2, TOKEN, field -> token[field] = in.number());
        return token[0];
    }

    static SourceWatermark watermark(BodyReader in) {
        long[] point = new long[WATERMARK.length];
        in.struct("source watermark", 2, WATERMARK, field -> point[field] = in.number());
        return new SourceWatermark(point[0], point[1]);
    }
}
