//! Refusals in the form of the script protocol: a kind and named facts.

use batpak::coordinate::CoordinateError;
use batpak::id::EntityIdType;
use batpak::store::{CheckpointIdError, StoreError};
use serde_json::{json, Map, Value};
use std::fmt::Debug;

pub struct Fault {
    pub kind: String,
    pub message: String,
    pub facts: Map<String, Value>,
}

impl Fault {
    pub fn script(message: impl Into<String>) -> Self {
        Fault {
            kind: "ScriptError".into(),
            message: message.into(),
            facts: Map::new(),
        }
    }

    pub fn unsupported(message: impl Into<String>) -> Self {
        Fault {
            kind: "Unsupported".into(),
            message: message.into(),
            facts: Map::new(),
        }
    }

    /// A refusal outside the store's catalogue that has a reason.
    pub fn reason(kind: &str, reason: &impl Debug) -> Self {
        Fault {
            kind: kind.into(),
            message: format!("{reason:?}"),
            facts: object(json!({"reason": variant(reason)})),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(e: std::io::Error) -> Self {
        StoreError::Io(e).into()
    }
}

impl From<CoordinateError> for Fault {
    fn from(e: CoordinateError) -> Self {
        StoreError::from(e).into()
    }
}

impl From<StoreError> for Fault {
    fn from(e: StoreError) -> Self {
        Fault {
            kind: variant(&e),
            message: e.to_string(),
            facts: object(facts(&e)),
        }
    }
}

/// The name of an enum variant, as its debug form begins with it.
pub fn variant(value: &impl Debug) -> String {
    format!("{value:?}")
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn nested(source: &StoreError) -> Value {
    json!({"kind": variant(source), "facts": facts(source)})
}

fn coordinate(e: &CoordinateError) -> Value {
    match e {
        CoordinateError::EntityTooLong { len, max }
        | CoordinateError::ScopeTooLong { len, max } => {
            json!({"reason": variant(e), "length": len, "max": max})
        }
        other => json!({"reason": variant(other)}),
    }
}

fn facts(e: &StoreError) -> Value {
    match e {
        StoreError::Io(e) => json!({"io_kind": variant(&e.kind())}),
        StoreError::Coordinate(e) => coordinate(e),
        StoreError::StoreLocked { mode, .. } => json!({"mode": variant(mode)}),
        StoreError::CrcMismatch { segment_id, offset } => {
            json!({"segment": segment_id, "offset": offset})
        }
        StoreError::CorruptSegment { segment_id, .. } => json!({"segment": segment_id}),
        StoreError::CorruptFrame {
            segment_id, offset, ..
        } => {
            json!({"segment": segment_id, "offset": offset})
        }
        StoreError::NotFound(id) => json!({"event_id": crate::hex::id(id.as_u128())}),
        StoreError::SequenceMismatch {
            entity,
            expected,
            actual,
        } => {
            json!({"entity": entity, "expected": expected, "actual": actual})
        }
        StoreError::EntityClockOverflow { entity } => json!({"entity": entity}),
        StoreError::InvalidClock { timestamp_us, .. } => json!({"timestamp_us": timestamp_us}),
        StoreError::WaitTimeout {
            watermark,
            target,
            waited_ms,
        } => json!({
            "mark": variant(watermark).to_lowercase(),
            "target": crate::show::point(target),
            "waited_ms": waited_ms,
        }),
        StoreError::ReservedKind { index: None, kind } => json!({"kind": format!("{kind:04x}")}),
        StoreError::ReservedKind {
            index: Some(index),
            kind,
        } => {
            json!({"index": index, "kind": format!("{kind:04x}")})
        }
        StoreError::BatchItemTooLarge { index, size, limit } => {
            json!({"index": index, "size": size, "limit": limit})
        }
        StoreError::BatchFailed { item_index, source } => {
            json!({"item_index": item_index, "source": nested(source)})
        }
        StoreError::BatchSyncFailed { item_count, source } => {
            json!({"item_count": item_count, "source": nested(source)})
        }
        StoreError::InvalidCausation {
            prior_idx,
            item_index,
            ..
        } => {
            json!({"prior_idx": prior_idx, "item_index": item_index})
        }
        StoreError::IdempotencyOverflowFailClosed { len, max_keys } => {
            json!({"len": len, "max_keys": max_keys})
        }
        StoreError::IdempotencyFutureVersion { stored, current } => {
            json!({"stored": stored, "current": current})
        }
        StoreError::MmapFutureVersion { found, supported }
        | StoreError::CheckpointFutureVersion { found, supported }
        | StoreError::HiddenRangesFutureVersion {
            found, supported, ..
        } => {
            json!({"found": found, "supported": supported})
        }
        StoreError::HiddenRangesCorrupt { kind, .. } => json!({"kind": variant(kind)}),
        StoreError::RangeMalformed { start, end } => json!({"start": start, "end": end}),
        StoreError::SequenceGateViolation {
            requested,
            allocated,
            visible,
            ..
        } => json!({"requested": requested, "allocated": allocated, "visible": visible}),
        StoreError::InvalidCoordinate {
            index: Some(index), ..
        } => json!({"index": index}),
        StoreError::CheckpointId(CheckpointIdError::TooLong { len, max }) => {
            json!({"reason": "TooLong", "length": len, "max": max})
        }
        StoreError::CheckpointId(e) => json!({"reason": variant(e)}),
        StoreError::CheckpointWriteFailed { id, .. } => json!({"id": id.as_str()}),
        StoreError::CursorCheckpointRegionMismatch {
            stored, expected, ..
        } => match stored {
            Some(stored) => json!({"stored": stored, "expected": expected}),
            None => json!({"expected": expected}),
        },
        StoreError::InvariantViolation { kind } => json!({"invariant": variant(kind)}),
        StoreError::ChainVerificationFailed {
            content_hash_mismatches,
            dangling_links,
        } => json!({
            "content_hash_mismatches": content_hash_mismatches,
            "dangling_links": dangling_links,
        }),
        _ => json!({}),
    }
}
