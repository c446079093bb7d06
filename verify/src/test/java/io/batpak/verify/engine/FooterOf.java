package io.batpak.verify.engine;

import io.batpak.format.FrameHead;
import io.batpak.format.FrameView;
import io.batpak.format.SidxSource;
import java.util.ArrayList;
import java.util.List;

/// Tells a footer of frames that are given one after the other; each event has a name of its own.
final class FooterOf implements SidxSource {
    private record Row(FrameView view, long offset, int length, long sequence) {}

    private final List<Row> rows = new ArrayList<>();
    private int at;

    void add(byte[] frame, long offset, long sequence) {
        FrameView view = new FrameView();
        if (view.decode(frame, FrameHead.BYTES, frame.length - FrameHead.BYTES) != null) {
            throw new AssertionError("not a frame");
        }
        rows.add(new Row(view, offset, frame.length, sequence));
    }

    private FrameView view() {
        return rows.get(at).view();
    }

    @Override
    public void moveTo(int row) {
        at = row;
    }

    @Override
    public int entityNumber() {
        return at;
    }

    @Override
    public int entityNumbers() {
        return rows.size();
    }

    @Override
    public String entity() {
        return view().entity();
    }

    @Override
    public int scopeNumber() {
        return at;
    }

    @Override
    public int scopeNumbers() {
        return rows.size();
    }

    @Override
    public String scope() {
        return view().scope();
    }

    @Override
    public long idHigh() {
        return view().eventHigh();
    }

    @Override
    public long idLow() {
        return view().eventLow();
    }

    @Override
    public int kind() {
        return view().kind();
    }

    @Override
    public long wallMillis() {
        return view().wallMillis();
    }

    @Override
    public int clock() {
        return (int) view().clock();
    }

    @Override
    public int lane() {
        return (int) view().lane();
    }

    @Override
    public int depth() {
        return (int) view().depth();
    }

    @Override
    public long sequence() {
        return rows.get(at).sequence();
    }

    @Override
    public long frameOffset() {
        return rows.get(at).offset();
    }

    @Override
    public int frameLength() {
        return rows.get(at).length();
    }

    @Override
    public void previousHash(byte[] target, int offset) {
        view().copyPreviousHash(target, offset);
    }

    @Override
    public void eventHash(byte[] target, int offset) {
        view().copyEventHash(target, offset);
    }

    @Override
    public long correlationHigh() {
        return view().correlationHigh();
    }

    @Override
    public long correlationLow() {
        return view().correlationLow();
    }

    @Override
    public long causationHigh() {
        return view().causationHigh();
    }

    @Override
    public long causationLow() {
        return view().causationLow();
    }
}
