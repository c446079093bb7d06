//! Commands that write or wait for writes.

use crate::args::{parse_id, Args};
use crate::fault::{variant, Fault};
use crate::session::OpenStore;
use crate::{hex, reading, show};
use batpak::coordinate::Coordinate;
use batpak::event::EventKind;
use batpak::id::{CausationId, CorrelationId, EntityIdType, IdempotencyKey};
use batpak::store::stats::{HlcPoint, WatermarkKind};
use batpak::store::{
    AppendOptions, AppendPositionHint, AppendReceipt, BatchAppendItem, CausationRef,
    DurabilityGate, ExtensionKey, StoreError,
};
use serde_json::{Map, Value};
use std::time::Duration;

type Fields = Map<String, Value>;

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

fn receipt(open: &mut OpenStore, receipt: AppendReceipt) -> Fields {
    let shown = show::receipt(&receipt);
    open.receipts.push(receipt);
    Map::from_iter([("receipt".to_owned(), shown)])
}

pub fn append(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let at = coordinate(args)?;
    let kind = args.kind("kind")?;
    let payload = payload(args)?;
    let done = match args.object("options")? {
        None => store.append(&at, kind, &payload)?,
        Some(o) => store.append_with_options(&at, kind, &payload, options(&o)?)?,
    };
    Ok(receipt(open, done))
}

pub fn reaction(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let at = coordinate(args)?;
    let kind = args.kind("kind")?;
    let payload = payload(args)?;
    let correlation = CorrelationId::from_u128(args.id("correlation_id")?);
    let causation = CausationId::from_u128(args.id("causation_id")?);
    let done = store.append_reaction(&at, kind, &payload, correlation, causation)?;
    Ok(receipt(open, done))
}

pub fn batch(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let items = args
        .items("items")?
        .iter()
        .map(item)
        .collect::<Result<Vec<_>, Fault>>()?;
    let done = match args.object("gate")? {
        None => store.append_batch(items)?,
        Some(g) => {
            store.append_batch_with_options(items, AppendOptions::new().with_gate(gate(&g)?))?
        }
    };
    let shown: Value = done.iter().map(show::receipt).collect();
    open.receipts.extend(done);
    Ok(Map::from_iter([("receipts".to_owned(), shown)]))
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

fn coordinate(args: &Args<'_>) -> Result<Coordinate, Fault> {
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

fn options(args: &Args<'_>) -> Result<AppendOptions, Fault> {
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
    let Value::Object(all) = value else {
        return Err(Fault::script("'extensions' must be an object"));
    };
    for (key, bytes) in all {
        let bytes = bytes
            .as_str()
            .and_then(hex::bytes)
            .ok_or_else(|| Fault::script(format!("extension '{key}' must be hex")))?;
        let key = ExtensionKey::new(key).map_err(|e| Fault::reason("InvalidExtensionKey", &e))?;
        o = o.with_extension(key, bytes);
    }
    Ok(o)
}

fn gate(args: &Args<'_>) -> Result<DurabilityGate, Fault> {
    args.only(&["mark", "timeout_ms"])?;
    Ok(DurabilityGate::new(
        mark(args)?,
        Duration::from_millis(args.number("timeout_ms")?),
    ))
}

fn mark(args: &Args<'_>) -> Result<WatermarkKind, Fault> {
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

pub fn sync(open: &mut OpenStore) -> Result<Fields, Fault> {
    open.writer()?.sync()?;
    Ok(Map::from_iter([(
        "frontier".to_owned(),
        Value::Object(reading::frontier(open)),
    )]))
}

pub fn wait_for(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    settle(open)?;
    let target = HlcPoint {
        wall_ms: 0,
        global_sequence: args.number("sequence")?,
    };
    let timeout = Duration::from_millis(args.number("timeout_ms")?);
    let mark = mark(args)?;
    let store = open.writer()?;
    match args.narrow::<u32>("lane")? {
        None => store.wait_for(mark, target, timeout)?,
        Some(lane) => store.wait_for_on_lane(mark, lane, target, timeout)?,
    };
    Ok(Map::new())
}

pub fn verify_receipt(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    if args.present("alter") || args.present("wire") {
        return Err(Fault::unsupported("verify_receipt with 'alter' or 'wire'"));
    }
    let wanted = args
        .object("receipt")?
        .ok_or_else(|| Fault::script("'receipt' is missing"))?;
    let id = wanted.id("event_id")?;
    let known = open
        .receipts
        .iter()
        .rev()
        .find(|r| r.event_id.as_u128() == id);
    let known = known.ok_or_else(|| Fault::script("no receipt of this handle has that id"))?;
    let verdict = open.writer()?.verify_append_receipt(known);
    Ok(Map::from_iter([(
        "verdict".to_owned(),
        variant(&verdict).into(),
    )]))
}

/// Waits until the writer has finished everything earlier commands triggered, without a trace: a
/// single append with a clock no stream can have is refused on the writer, behind all of that. The
/// append also reads the wall clock, and the store never goes behind a time it has read; so a standing
/// clock shows an early time meanwhile, which the store answers with the latest one it knows.
pub fn settle(open: &OpenStore) -> Result<(), Fault> {
    let hidden = open.clock.as_ref().map(|clock| (clock, clock.replace(0)));
    let done = barrier(open);
    if let Some((clock, micros)) = hidden {
        clock.replace(micros);
    }
    done
}

fn barrier(open: &OpenStore) -> Result<(), Fault> {
    let Ok(store) = open.writer() else {
        return Ok(());
    };
    let at = Coordinate::new("batpak-peer:barrier", "batpak-peer")?;
    let refused = AppendOptions::new()
        .with_cas(u32::MAX)
        .with_idempotency(IdempotencyKey::from(u128::MAX - 1));
    match store.append_with_options(&at, EventKind::custom(0xF, 1), &Value::Null, refused) {
        Err(StoreError::SequenceMismatch { .. }) | Ok(_) => Ok(()),
        Err(e) => Err(e.into()),
    }
}
