package io.batpak.cli;

/// What `graph` prints.
enum GraphFormat {
    /// An indented tree, for people.
    TEXT,

    /// The language of Graphviz.
    DOT,

    /// A Mermaid flowchart.
    MERMAID,

    /// One document.
    JSON
}
