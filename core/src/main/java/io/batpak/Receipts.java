package io.batpak;

import io.batpak.error.NotFoundException;
import io.batpak.fs.StoreFs;
import io.batpak.index.Index;
import io.batpak.model.Entry;
import io.batpak.model.EventId;
import io.batpak.model.Receipt;
import io.batpak.model.WireReceipt;
import io.batpak.sign.KeyRing;
import io.batpak.sign.ReceiptProof;
import io.batpak.sign.ReceiptVerdict;
import io.batpak.sign.ReceiptVerifier;
import java.util.Optional;

/// The receipts of a journal: made again, held against what is committed, and turned into proofs.
///
/// @param keys all of them verify, the last one signs
record Receipts(OpenJournal journal, StoreFs fs, Index index, KeyRing keys) {
    Receipt of(EventId id) {
        Entry entry = entry(id);
        return keys.sign(Receipt.unsigned(entry), entry.coordinate(), entry.kind(), entry.previousHash());
    }

    ReceiptProof proof(Receipt receipt) {
        Entry entry = entry(receipt.eventId());
        return new ReceiptProof(receipt.wire(), entry.coordinate(), entry.kind(), entry.previousHash());
    }

    private Entry entry(EventId id) {
        return journal.entry(id).orElseThrow(() -> new NotFoundException(id.hex()));
    }

    ReceiptVerdict verify(Receipt receipt) {
        Optional<Entry> entry = journal.entry(receipt.eventId());
        return ReceiptVerifier.verify(receipt, entry, keys, KeptPlaces.of(fs, index, entry));
    }

    ReceiptVerdict verifyDenial(Receipt receipt) {
        Optional<Entry> entry = journal.entry(receipt.eventId());
        return ReceiptVerifier.verifyDenial(receipt, entry, keys, KeptPlaces.of(fs, index, entry));
    }

    ReceiptVerdict verify(WireReceipt receipt) {
        return ReceiptVerifier.verifyWire(receipt, journal.entry(receipt.eventId()), keys);
    }
}
