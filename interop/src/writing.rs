//! Commands that write and answer with receipts, and those that wait for marks.

use crate::args::Args;
use crate::fault::Fault;
use crate::handle::OpenStore;
use crate::parts::{coordinate, gate, items, mark, options, single};
use crate::reading;
use crate::receipts::Receipts;
use batpak::guard::{Denial, Gate, GateSet};
use batpak::id::{CausationId, CorrelationId};
use batpak::store::stats::HlcPoint;
use batpak::store::{AppendOptions, DenialRequest};
use serde_json::{Map, Value};
use std::time::Duration;

type Fields = Map<String, Value>;

pub fn append(open: &OpenStore, receipts: &mut Receipts, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let event = single(args)?;
    let done = match args.object("options")? {
        None => store.append(&event.at, event.kind, &event.payload)?,
        Some(o) => {
            store.append_with_options(&event.at, event.kind, &event.payload, options(&o)?)?
        }
    };
    Ok(receipts.one(done))
}

pub fn reaction(
    open: &OpenStore,
    receipts: &mut Receipts,
    args: &Args<'_>,
) -> Result<Fields, Fault> {
    let event = single(args)?;
    let correlation = CorrelationId::from_u128(args.id("correlation_id")?);
    let causation = CausationId::from_u128(args.id("causation_id")?);
    let done = open.writer()?.append_reaction(
        &event.at,
        event.kind,
        &event.payload,
        correlation,
        causation,
    )?;
    Ok(receipts.one(done))
}

pub fn batch(open: &OpenStore, receipts: &mut Receipts, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let items = items(args)?;
    let done = match args.object("gate")? {
        None => store.append_batch(items)?,
        Some(g) => {
            store.append_batch_with_options(items, AppendOptions::new().with_gate(gate(&g)?))?
        }
    };
    Ok(receipts.many(done))
}

/// A gate that only has a name: the script says which one denied.
struct Named(&'static str);

impl Gate<()> for Named {
    fn name(&self) -> &'static str {
        self.0
    }

    fn evaluate(&self, _: &()) -> Result<(), Denial> {
        Ok(())
    }
}

pub fn denial(open: &OpenStore, receipts: &mut Receipts, args: &Args<'_>) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let at = coordinate(args)?;
    let mut gates = GateSet::new();
    for name in args.items("gates")? {
        let name = name
            .as_str()
            .ok_or_else(|| args.ill_typed("gates", "a list of names"))?;
        gates.push(Named(forever(name)));
    }
    let mut failing = Denial::new(forever(args.text("failing")?), args.text("message")?)
        .with_code(args.text("code")?);
    for pair in args.items("context")? {
        let [Value::String(key), Value::String(value)] = pair.as_array().map_or(&[][..], |p| p)
        else {
            return Err(args.ill_typed("context", "a list of pairs of strings"));
        };
        failing = failing.with_context(key, value);
    }
    let options = match args.object("options")? {
        None => AppendOptions::new(),
        Some(o) => options(&o)?,
    };
    let done = store.append_denial(DenialRequest {
        coord: &at,
        proposed_kind: args.kind("proposed_kind")?,
        gate_set: &gates,
        failing: &failing,
        proposed_content_hash: None,
        pipeline_id: None,
        options,
    })?;
    Ok(receipts.one(done))
}

/// The crate wants gate names that live as long as the program.
fn forever(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

pub fn sync(open: &OpenStore) -> Result<Fields, Fault> {
    open.writer()?.sync()?;
    Ok(Map::from_iter([(
        "frontier".to_owned(),
        Value::Object(reading::frontier(open)),
    )]))
}

pub fn wait_for(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    open.settle()?;
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
