package io.batpak.verify.engine;
