//! Values of the store in the form of the script protocol.

use crate::receipts::Kept;
use crate::{hex, on_receipt};
use batpak::event::{EventKind, StoredEvent};
use batpak::id::EntityIdType;
use batpak::store::index::DiskPos;
use batpak::store::stats::{FrontierView, HlcPoint, LaneFrontierView};
use batpak::store::{ExtensionKey, IndexEntry};
use serde_json::{json, Map, Value};

/// Longest payload shown in full.
const PAYLOAD_SHOWN_MAX: usize = 4096;

pub fn kind(kind: EventKind) -> String {
    format!("{:04x}", kind.as_raw_u16())
}

pub fn point(p: &HlcPoint) -> Value {
    json!({"wall_ms": p.wall_ms, "sequence": p.global_sequence})
}

fn position(p: &DiskPos) -> Value {
    json!({"segment": p.segment_id(), "offset": p.offset(), "length": p.length()})
}

fn extensions<'a, V: AsRef<[u8]> + 'a>(
    all: impl IntoIterator<Item = (&'a ExtensionKey, &'a V)>,
) -> Value {
    Value::Object(
        all.into_iter()
            .map(|(k, v)| (k.as_str().to_owned(), hex::text(v.as_ref()).into()))
            .collect(),
    )
}

pub fn receipt(kept: &Kept) -> Value {
    on_receipt!(kept, r => json!({
        "event_id": hex::id(r.event_id.as_u128()),
        "sequence": r.global_sequence,
        "content_hash": hex::text(&r.content_hash),
        "key_id": hex::text(&r.key_id),
        "signature": r.signature.as_ref().map(|s| hex::text(s.as_ref())),
        "extensions": extensions(&r.extensions),
        "position": position(&r.disk_pos()),
    }))
}

pub fn entry(e: &IndexEntry) -> Value {
    json!({
        "sequence": e.global_sequence(),
        "event_id": hex::id(e.event_id().as_u128()),
        "correlation_id": hex::id(e.correlation_id()),
        "causation_id": e.causation_id().map(hex::id),
        "entity": e.coord().entity(),
        "scope": e.coord().scope(),
        "kind": kind(e.event_kind()),
        "lane": e.dag_lane(),
        "depth": e.dag_depth(),
        "clock": e.clock(),
        "wall_ms": e.wall_ms(),
        "prev_hash": hex::text(&e.hash_chain().prev_hash),
        "event_hash": hex::text(&e.hash_chain().event_hash),
        "extensions": extensions(e.receipt_extensions()),
        "position": position(&e.disk_pos()),
    })
}

pub fn entries<E: std::borrow::Borrow<IndexEntry>>(list: &[E]) -> Value {
    list.iter().map(|e| entry(e.borrow())).collect()
}

/// The index entry joined with the stored header and payload.
pub fn event(e: &IndexEntry, stored: &StoredEvent<Vec<u8>>) -> Value {
    let header = &stored.event.header;
    let payload = &stored.event.payload;
    let mut shown = json!({
        "timestamp_us": header.timestamp_us,
        "flags": header.flags,
        "payload_version": header.payload_version,
        "payload_size": header.payload_size,
        "content_hash": hex::text(&header.content_hash),
    });
    if payload.len() > PAYLOAD_SHOWN_MAX {
        shown["payload_blake3"] = hex::text(&batpak::event::hash::compute_hash(payload)).into();
        shown["payload_length"] = payload.len().into();
    } else {
        shown["payload_hex"] = hex::text(payload).into();
    }
    if let (Value::Object(all), Value::Object(more)) = (&mut shown, entry(e)) {
        all.extend(more);
    }
    shown
}

pub fn frontier(f: &FrontierView) -> Map<String, Value> {
    let mut m = marks(
        &f.accepted_hlc,
        &f.written_hlc,
        &f.durable_hlc,
        &f.visible_hlc,
        &f.applied_hlc,
        &f.emitted_hlc,
    );
    m.insert("lanes".into(), f.lanes.iter().map(lane).collect());
    m
}

fn lane(l: &LaneFrontierView) -> Value {
    let mut m = marks(
        &l.accepted_hlc,
        &l.written_hlc,
        &l.durable_hlc,
        &l.visible_hlc,
        &l.applied_hlc,
        &l.emitted_hlc,
    );
    m.insert("lane".into(), l.lane.into());
    Value::Object(m)
}

fn marks(
    accepted: &HlcPoint,
    written: &HlcPoint,
    durable: &HlcPoint,
    visible: &HlcPoint,
    applied: &HlcPoint,
    emitted: &HlcPoint,
) -> Map<String, Value> {
    [
        ("accepted", accepted),
        ("written", written),
        ("durable", durable),
        ("visible", visible),
        ("applied", applied),
        ("emitted", emitted),
    ]
    .into_iter()
    .map(|(name, p)| (name.to_owned(), point(p)))
    .collect()
}
