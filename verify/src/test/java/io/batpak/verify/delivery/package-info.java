/// Cursors, workers, reactors, subscriptions and publishers of whole stores.
@NullMarked
package io.batpak.verify.delivery;

import org.jspecify.annotations.NullMarked;
