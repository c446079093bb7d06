package io.batpak.verify.delivery;

import io.batpak.Store;
import io.batpak.StoreConfig;
import java.nio.file.Path;

/// A program that pays orders, while a reactor and a worker have their effects, until it is killed. It prints a line
/// for
/// each order.
final class ReactingProcess {
    private ReactingProcess() {}

    /// Pays until somebody kills it.
    ///
    /// @param arguments the directory, number of the session
    public static void main(String[] arguments) throws InterruptedException {
        long session = Long.parseLong(arguments[1]);
        StoreConfig config =
                Effects.config(StoreConfig.in(Path.of(arguments[0]))).build();
        try (Store store = Store.open(config);
                Effects.Running _ = Effects.start(store)) {
            for (long n = 0; ; n++) {
                Effects.pay(store, session << 32 | n);
                System.out.println("P " + n);
                System.out.flush();
                if (n % 4 == 0) {
                    Thread.sleep(1); // the effects keep up
                }
            }
        }
    }
}
