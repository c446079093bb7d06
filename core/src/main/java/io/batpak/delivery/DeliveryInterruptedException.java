package io.batpak.delivery;

import io.batpak.error.StoreErrorKind;
import io.batpak.error.StoreException;
import java.util.Map;

/// The thread that waited for events was interrupted; its interrupt flag is set, and nothing was delivered. Kind
/// `WAIT_TIMEOUT`.
public final class DeliveryInterruptedException extends StoreException.Busy {
    private static final long serialVersionUID = 1L;

    DeliveryInterruptedException(InterruptedException cause) {
        super(StoreErrorKind.WAIT_TIMEOUT, "interrupted while waiting for events", Map.of(), cause);
    }
}
