//! Arguments of writing commands as values of the store: coordinates, payloads, options, batch items, gates.

use crate::args::{parse_id, Args};
use crate::fault::Fault;
use crate::hex;
use batpak::coordinate::Coordinate;
use batpak::event::EventKind;
use batpak::id::{CausationId, CorrelationId, IdempotencyKey};
use batpak::store::stats::WatermarkKind;
use batpak::store::{
    AppendOptions, AppendPositionHint, BatchAppendItem, CausationRef, DurabilityGate, ExtensionKey,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

const OPTIONS: [&str; 11] = [
    "expected_clock",
    "idempotency_key",
    "correlation_id",
    "causation_id",
    "lane",
    "depth",
    "branch_root",
    "flags",
    "payload_version",
    "extensions",
    "gate",
];

/// Where, as what kind and with which payload a single event is written.
pub struct Single {
    pub at: Coordinate,
    pub kind: EventKind,
    pub payload: Value,
}

pub fn single(args: &Args<'_>) -> Result<Single, Fault> {
    Ok(Single {
        at: coordinate(args)?,
        kind: args.kind("kind")?,
        payload: payload(args)?,
    })
}

pub fn items(args: &Args<'_>) -> Result<Vec<BatchAppendItem>, Fault> {
    args.items("items")?.iter().map(item).collect()
}

fn item(value: &Value) -> Result<BatchAppendItem, Fault> {
    let Value::Object(fields) = value else {
        return Err(Fault::script("a batch item is an object"));
    };
    let args = Args::new(fields, "a batch item");
    let at = coordinate(&args)?;
    let kind = args.kind("kind")?;
    let chosen = match args.object("options")? {
        None => AppendOptions::new(),
        Some(o) => options(&o)?,
    };
    let causation = match args.value("causation") {
        None => CausationRef::None,
        Some(Value::String(id)) => CausationRef::Absolute(
            parse_id(id).ok_or_else(|| args.ill_typed("causation", "32 hex digits"))?,
        ),
        Some(Value::Object(_)) => {
            let prior = args
                .object("causation")?
                .map(|c| c.narrow("prior"))
                .transpose()?
                .flatten();
            CausationRef::PriorItem(
                prior.ok_or_else(|| args.ill_typed("causation", "an id or {prior}"))?,
            )
        }
        Some(_) => return Err(args.ill_typed("causation", "null, an id or {prior}")),
    };
    if args.present("payload_hex") {
        let bytes = hex::bytes(args.text("payload_hex")?)
            .ok_or_else(|| args.ill_typed("payload_hex", "hex"))?;
        return Ok(BatchAppendItem::from_msgpack_bytes(
            at, kind, bytes, chosen, causation,
        ));
    }
    Ok(BatchAppendItem::new(
        at,
        kind,
        &payload(&args)?,
        chosen,
        causation,
    )?)
}

pub fn coordinate(args: &Args<'_>) -> Result<Coordinate, Fault> {
    Ok(Coordinate::new(args.text("entity")?, args.text("scope")?)?)
}

/// The payload as a JSON value; verbatim bytes only when the encoder would produce the same ones.
fn payload(args: &Args<'_>) -> Result<Value, Fault> {
    if !args.present("payload_hex") {
        return args
            .raw("payload")
            .cloned()
            .ok_or_else(|| Fault::script("'payload' is missing"));
    }
    let bytes = hex::bytes(args.text("payload_hex")?)
        .ok_or_else(|| args.ill_typed("payload_hex", "hex"))?;
    let value = batpak::encoding::from_bytes::<Value>(&bytes).ok();
    match value {
        Some(v) if batpak::encoding::to_bytes(&v).is_ok_and(|b| b == bytes) => Ok(v),
        _ => Err(Fault::unsupported(
            "'payload_hex' that the encoder would not produce itself",
        )),
    }
}

pub fn options(args: &Args<'_>) -> Result<AppendOptions, Fault> {
    if args.present("expect_no_stream") {
        return Err(Fault::unsupported("option 'expect_no_stream'"));
    }
    args.only(&OPTIONS)?;
    let mut o = AppendOptions::new();
    if let Some(clock) = args.narrow("expected_clock")? {
        o = o.with_cas(clock);
    }
    if let Some(key) = args.id_or_none("idempotency_key")? {
        o = o.with_idempotency(IdempotencyKey::from(key));
    }
    if let Some(id) = args.id_or_none("correlation_id")? {
        o = o.with_correlation(CorrelationId::from_u128(id));
    }
    if let Some(id) = args.id_or_none("causation_id")? {
        o = o.with_causation(CausationId::from_u128(id));
    }
    if let Some(hint) = position(args)? {
        o = o.with_position_hint(hint);
    }
    if let Some(flags) = args.narrow("flags")? {
        o = o.with_flags(flags);
    }
    if args
        .narrow::<u16>("payload_version")?
        .is_some_and(|version| version != 0)
    {
        return Err(Fault::unsupported(
            "option 'payload_version': only typed appends have one",
        ));
    }
    if let Some(extensions) = args.value("extensions") {
        o = with_extensions(o, extensions)?;
    }
    if let Some(g) = args.object("gate")? {
        o = o.with_gate(gate(&g)?);
    }
    Ok(o)
}

fn position(args: &Args<'_>) -> Result<Option<AppendPositionHint>, Fault> {
    if let Some(root) = args.object("branch_root")? {
        root.only(&["lane", "parent_depth"])?;
        let lane = root
            .narrow("lane")?
            .ok_or_else(|| root.ill_typed("lane", "a lane"))?;
        let depth = root
            .narrow("parent_depth")?
            .ok_or_else(|| root.ill_typed("parent_depth", "a depth"))?;
        return Ok(Some(AppendPositionHint::branch_root(lane, depth)));
    }
    let (lane, depth) = (args.narrow("lane")?, args.narrow("depth")?);
    if lane.is_none() && depth.is_none() {
        return Ok(None);
    }
    Ok(Some(AppendPositionHint::new(
        lane.unwrap_or(0),
        depth.unwrap_or(0),
    )))
}

fn with_extensions(mut o: AppendOptions, value: &Value) -> Result<AppendOptions, Fault> {
    for (key, bytes) in extensions(value)? {
        o = o.with_extension(key, bytes);
    }
    Ok(o)
}

pub fn extensions(value: &Value) -> Result<BTreeMap<ExtensionKey, Vec<u8>>, Fault> {
    let Value::Object(all) = value else {
        return Err(Fault::script("'extensions' must be an object"));
    };
    all.iter()
        .map(|(key, bytes)| {
            let bytes = bytes
                .as_str()
                .and_then(hex::bytes)
                .ok_or_else(|| Fault::script(format!("extension '{key}' must be hex")))?;
            let key =
                ExtensionKey::new(key).map_err(|e| Fault::reason("InvalidExtensionKey", &e))?;
            Ok((key, bytes))
        })
        .collect()
}

pub fn gate(args: &Args<'_>) -> Result<DurabilityGate, Fault> {
    args.only(&["mark", "timeout_ms"])?;
    Ok(DurabilityGate::new(
        mark(args)?,
        Duration::from_millis(args.number("timeout_ms")?),
    ))
}

pub fn mark(args: &Args<'_>) -> Result<WatermarkKind, Fault> {
    match args.text("mark")? {
        "accepted" => Ok(WatermarkKind::Accepted),
        "written" => Ok(WatermarkKind::Written),
        "durable" => Ok(WatermarkKind::Durable),
        "visible" => Ok(WatermarkKind::Visible),
        "applied" => Ok(WatermarkKind::Applied),
        "emitted" => Ok(WatermarkKind::Emitted),
        _ => Err(args.ill_typed("mark", "a watermark")),
    }
}
