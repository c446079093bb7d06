package io.batpak.verify.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What [LinearStore] should answer if its calls came one after the other.
public class LinearModel {
    private final List<String> all = new ArrayList<>();
    private final List<List<String>> streams = List.of(new ArrayList<>(), new ArrayList<>());
    private final Map<Integer, String> keys = new HashMap<>();

    /// An empty journal, whose first user event is number 1.
    public LinearModel() {}

    /// An append.
    public String append(int stream) {
        List<String> events = streams.get(stream);
        String event = all.size() + 1 + "/" + events.size();
        all.add(event);
        events.add(event);
        return event;
    }

    /// An append with an expected clock; an empty stream counts as standing at 0.
    public String expecting(int stream, int clock) {
        int actual = Math.max(0, streams.get(stream).size() - 1);
        return actual == clock ? append(stream) : "stands at " + actual;
    }

    /// An append with a key.
    public String keyed(int stream, int key) {
        String known = keys.get(key);
        if (known == null) {
            known = append(stream);
            keys.put(key, known);
        }
        return known;
    }

    /// A batch over both streams.
    public String batch() {
        return append(0) + " " + append(1);
    }

    /// The head of a stream.
    public String latest(int stream) {
        List<String> events = streams.get(stream);
        return events.isEmpty() ? "empty" : events.getLast();
    }

    /// Everything, in order.
    public String query() {
        return String.join(" ", all);
    }
}
