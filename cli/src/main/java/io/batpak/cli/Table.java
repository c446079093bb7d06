package io.batpak.cli;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns. Rows are held back in blocks, so that endless tables print as they come; a column never
/// shrinks.
final class Table {
    private static final int BLOCK_ROWS = 200;
    private static final String GAP = "  ";

    private final Output output;
    private final int[] widths;
    private final boolean[] right;
    private final List<List<String>> block = new ArrayList<>();

    /// Columns titled `titles`; a title that starts with `>` aligns its column to the right.
    Table(Output output, String... titles) {
        this.output = output;
        this.widths = new int[titles.length];
        this.right = new boolean[titles.length];
        List<String> head = new ArrayList<>();
        for (int column = 0; column < titles.length; column++) {
            right[column] = titles[column].startsWith(">");
            head.add(right[column] ? titles[column].substring(1) : titles[column]);
        }
        block.add(head);
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Text.printable(String.valueOf(cell)));
        }
        block.add(row);
        if (block.size() == BLOCK_ROWS) {
            flush();
        }
    }

    /// Prints what is held back; call it once after the last row.
    void flush() {
        for (List<String> row : block) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], Text.width(row.get(column)));
            }
        }
        for (List<String> row : block) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                String padding = " ".repeat(widths[column] - Text.width(cell));
                line.append(column == 0 ? "" : GAP);
                line.append(right[column] ? padding + cell : cell + padding);
            }
            output.line(line.toString().stripTrailing());
        }
        block.clear();
    }
}
