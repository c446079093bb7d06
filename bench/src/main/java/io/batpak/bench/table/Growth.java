package io.batpak.bench.table;

import java.util.ArrayList;
import java.util.List;

/// How a cost grows with a count: the exponent b of cost = a × count^b that fits best, by least squares of the
/// logarithms. 0 is flat, 1 is linear. Not for concurrent use.
final class Growth {
    private record Point(double x, double y) {}

    private final List<Point> points = new ArrayList<>();

    /// A point; both are above 0.
    void add(double count, double cost) {
        points.add(new Point(Math.log(count), Math.log(cost)));
    }

    /// The exponent.
    ///
    /// @throws IllegalStateException without points of two counts
    double exponent() {
        double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Point point : points) {
            covariance += (point.x() - meanX) * (point.y() - meanY);
            variance += (point.x() - meanX) * (point.x() - meanX);
        }
        if (variance == 0) {
            throw new IllegalStateException("growth needs two counts");
        }
        return covariance / variance;
    }
}
