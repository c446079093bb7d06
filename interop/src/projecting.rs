//! The projection of the script, by the crate's own pipeline, and rows of its cache.

use crate::args::Args;
use crate::fault::Fault;
use crate::handle::OpenStore;
use crate::{hex, on_store};
use batpak::event::sourcing::{
    EventSourced, ProjectionEvent, ProjectionStateContract, RawMsgpackInput, StateExtent,
};
use batpak::event::EventKind;
use batpak::store::{CacheMeta, Freshness, NativeCache, ProjectionCache};
use serde::{Deserialize, Serialize};
use serde_json::{json, Map, Value};
use std::cell::Cell;
use std::path::Path;

type Fields = Map<String, Value>;

thread_local! {
    /// What the running projection looks at; the crate asks the type for it, not a value.
    static KINDS: Cell<&'static [EventKind]> = const { Cell::new(&[]) };
}

#[derive(Default, Serialize, Deserialize)]
struct Tally {
    count: u64,
    payload_bytes: u64,
}

impl EventSourced for Tally {
    type Input = RawMsgpackInput;

    const STATE_CONTRACT: ProjectionStateContract =
        ProjectionStateContract::single_entity("script.tally");

    fn from_events(events: &[ProjectionEvent<Self>]) -> Option<Self> {
        let mut tally = Tally::default();
        for event in events {
            tally.apply_event(event);
        }
        (!events.is_empty()).then_some(tally)
    }

    fn apply_event(&mut self, event: &ProjectionEvent<Self>) {
        self.count += 1;
        self.payload_bytes += event.payload.len() as u64;
    }

    fn relevant_event_kinds() -> &'static [EventKind] {
        KINDS.get()
    }

    fn state_extent(&self) -> StateExtent {
        StateExtent::single_entity()
    }
}

pub fn project(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let entity = args.text("entity")?;
    let kinds = kinds(args)?;
    KINDS.set(kinds);
    let tally = on_store!(&open.handle, s => s.project::<Tally>(entity, &Freshness::Consistent))?;
    let tally = tally.unwrap_or_default();
    // events carry no sequence here; the index knows it
    let newest = on_store!(&open.handle, s => s.by_entity(entity))
        .iter()
        .filter(|e| kinds.is_empty() || kinds.contains(&e.event_kind()))
        .map(|e| e.global_sequence())
        .max();
    Ok(Map::from_iter([
        ("count".to_owned(), tally.count.into()),
        ("payload_bytes".to_owned(), tally.payload_bytes.into()),
        ("sequence".to_owned(), json!(newest)),
    ]))
}

fn kinds(args: &Args<'_>) -> Result<&'static [EventKind], Fault> {
    if args.value("kinds").is_none() {
        return Ok(&[]);
    }
    let mut kinds = Vec::new();
    for kind in args.items("kinds")? {
        let one = Map::from_iter([("kinds".to_owned(), kind.clone())]);
        kinds.push(Args::new(&one, "the command").kind("kinds")?);
    }
    Ok(Box::leak(kinds.into_boxed_slice()))
}

fn bytes(args: &Args<'_>, key: &str) -> Result<Vec<u8>, Fault> {
    hex::bytes(args.text(key)?).ok_or_else(|| args.ill_typed(key, "hex"))
}

/// Puts a row into a cache of the crate.
pub fn cache_put(dir: &Path, args: &Args<'_>) -> Result<Fields, Fault> {
    let meta = CacheMeta {
        watermark: args.number("watermark")?,
        cached_at_us: args.signed("cached_at_us")?,
        cached_at_mono_ns: match args.value("mono_ns") {
            None => None,
            Some(_) => Some(args.signed("mono_ns")?),
        },
        process_boot_ns: args.number_or_none("boot_ns")?,
    };
    NativeCache::open(dir)?.put(&bytes(args, "key_hex")?, &bytes(args, "value_hex")?, meta)?;
    Ok(Map::new())
}

/// The row of a key.
pub fn cache_get(dir: &Path, args: &Args<'_>) -> Result<Fields, Fault> {
    let found = NativeCache::open(dir)?.get(&bytes(args, "key_hex")?)?;
    let row = found.map(|(value, meta)| {
        json!({
            "value_hex": hex::text(&value),
            "watermark": meta.watermark,
            "cached_at_us": meta.cached_at_us,
            "mono_ns": meta.cached_at_mono_ns,
            "boot_ns": meta.process_boot_ns,
        })
    });
    Ok(Map::from_iter([("row".to_owned(), json!(row))]))
}
