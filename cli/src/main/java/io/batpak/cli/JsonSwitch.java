package io.batpak.cli;

/// A command that can answer in JSON.
interface JsonSwitch {
    boolean json();
}
