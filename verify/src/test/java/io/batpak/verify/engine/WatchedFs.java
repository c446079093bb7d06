package io.batpak.verify.engine;

import io.batpak.fs.StoreFs;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A directory that tells of each call before it makes it.
final class WatchedFs {
    private WatchedFs() {}

    /// Told of a call. What it throws, the call throws.
    interface Watcher {
        /// Called before each call.
        ///
        /// @param call the name of the method
        /// @param name the file it is about; empty if it is about none
        void before(String call, String name);
    }

    static StoreFs of(StoreFs real, Watcher watcher) {
        return (StoreFs) Proxy.newProxyInstance(
                StoreFs.class.getClassLoader(), new Class<?>[] {StoreFs.class}, (_, method, args) -> {
                    String name = args != null && args.length > 0 && args[0] instanceof String first ? first : "";
                    watcher.before(method.getName(), name);
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
