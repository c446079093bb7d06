//! Commands that read: points, lists, lineage, counters, verification.

use crate::args::Args;
use crate::fault::{variant, Fault};
use crate::handle::OpenStore;
use crate::{files, hex, on_store, show};
use batpak::coordinate::{ClockRange, EventCategory, KindFilter, Region};
use batpak::id::{EntityIdType, EventId};
use batpak::store::AncestryBoundary;
use serde_json::{json, Map, Value};

type Fields = Map<String, Value>;

fn one(key: &str, value: Value) -> Fields {
    Map::from_iter([(key.to_owned(), value)])
}

pub fn get(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let id = EventId::from_u128(args.id("event_id")?);
    let _raw = args.flag("raw")?;
    let (entry, stored) = on_store!(&open.handle, s => {
        let stored = s.read_raw(id)?;
        // the entry of one event: its entity's stream holds it
        let entry = s
            .by_entity(stored.coordinate.entity())
            .into_iter()
            .find(|e| e.event_id() == id);
        (entry, stored)
    });
    let entry = entry.ok_or(batpak::store::StoreError::NotFound(id))?;
    Ok(one("event", show::event(&entry, &stored)))
}

pub fn query(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let region = match args.object("region")? {
        None => Region::all(),
        Some(axes) => region(&axes)?,
    };
    let after = args.number_or_none("after")?;
    let limit: Option<usize> = args.narrow("limit")?;
    let entries = on_store!(&open.handle, s => match (after, limit) {
        (None, None) => s.query(&region),
        (after, limit) => s.query_entries_after(&region, after, limit.unwrap_or(usize::MAX)),
    });
    Ok(one("entries", show::entries(&entries)))
}

pub fn region(axes: &Args<'_>) -> Result<Region, Fault> {
    axes.only(&[
        "entity", "scope", "kind", "category", "any_kind", "clock", "lane",
    ])?;
    let mut r = match axes.text_or_none("entity")? {
        None => Region::all(),
        Some(prefix) => Region::entity(prefix),
    };
    if let Some(scope) = axes.text_or_none("scope")? {
        r = r.with_scope(scope);
    }
    if axes.value("kind").is_some() {
        r = r.with_fact(KindFilter::Exact(axes.kind("kind")?));
    }
    if let Some(category) = axes.narrow::<u8>("category")? {
        let category =
            EventCategory::new(category).map_err(|e| Fault::reason("InvalidRegion", &e))?;
        r = r.with_fact_category(category);
    }
    if axes.flag("any_kind")? == Some(true) {
        r = r.with_fact(KindFilter::Any);
    }
    if axes.value("clock").is_some() {
        let bounds: Vec<u32> = axes
            .items("clock")?
            .iter()
            .map(|v| v.as_u64().and_then(|n| u32::try_from(n).ok()))
            .collect::<Option<_>>()
            .ok_or_else(|| axes.ill_typed("clock", "two clocks"))?;
        let [start, end] = bounds[..] else {
            return Err(axes.ill_typed("clock", "two clocks"));
        };
        let range = ClockRange::new(start, end).map_err(|e| Fault::reason("InvalidRegion", &e))?;
        r = r.with_clock_range(range);
    }
    if let Some(lane) = axes.narrow("lane")? {
        r = r.with_lane(lane);
    }
    Ok(r)
}

pub fn stream(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let entity = args.text("entity")?;
    let lane: Option<u32> = args.narrow("lane")?;
    let entries = on_store!(&open.handle, s => match lane {
        None => s.by_entity(entity),
        Some(lane) => s.stream_lane(entity, lane),
    });
    Ok(one("entries", show::entries(&entries)))
}

pub fn latest(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let entity = args.text("entity")?;
    let lane: u32 = args
        .narrow("lane")?
        .ok_or_else(|| Fault::script("latest needs 'lane'"))?;
    let found = on_store!(&open.handle, s => s.latest_lane(entity, lane));
    Ok(one(
        "entry",
        found.as_ref().map_or(Value::Null, |e| show::entry(e)),
    ))
}

pub fn walk(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let id = EventId::from_u128(args.id("event_id")?);
    let limit: usize = args
        .narrow("limit")?
        .ok_or_else(|| Fault::script("walk needs 'limit'"))?;
    let found = on_store!(&open.handle, s => s.walk_ancestors_outcome(id, limit));
    let ids: Value = found
        .ancestors
        .iter()
        .map(|e| Value::from(hex::id(e.event.header.event_id.as_u128())))
        .collect();
    let mut reply = one("event_ids", ids);
    reply.insert("boundary".into(), variant(&found.boundary).into());
    if let Some(at) = boundary_event(&found.boundary) {
        reply.insert("at".into(), hex::id(at.as_u128()).into());
    }
    reply.insert("shredded".into(), json!([]));
    Ok(reply)
}

fn boundary_event(b: &AncestryBoundary) -> Option<EventId> {
    match b {
        AncestryBoundary::MissingParent { child } => Some(*child),
        AncestryBoundary::ReadFailure { event_id } => Some(*event_id),
        AncestryBoundary::Cycle { event_id } => Some(*event_id),
        _ => None,
    }
}

pub fn frontier(open: &OpenStore) -> Fields {
    show::frontier(&on_store!(&open.handle, s => s.frontier()))
}

pub fn stats(open: &OpenStore) -> Result<Fields, Fault> {
    let (stats, keys) =
        on_store!(&open.handle, s => (s.stats(), s.durable_idempotency_key_count()));
    let mut reply = one("event_count", stats.event_count.into());
    reply.insert("next_sequence".into(), stats.global_sequence.into());
    reply.insert("segments".into(), files::segments(&open.dir)?.into());
    reply.insert("idempotency_keys".into(), keys.into());
    Ok(reply)
}

pub fn verify_chain(open: &OpenStore) -> Result<Fields, Fault> {
    let report = on_store!(&open.handle, s => s.verify_chain())?;
    let ids = |list: &[EventId]| -> Value {
        list.iter()
            .map(|id| Value::from(hex::id(id.as_u128())))
            .collect()
    };
    let mut reply = one("events", report.events_checked.into());
    reply.insert(
        "content_hash_mismatches".into(),
        ids(&report.content_hash_mismatches),
    );
    reply.insert("dangling_links".into(), ids(&report.dangling_links));
    Ok(reply)
}
