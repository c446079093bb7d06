//! Commands on cursors. A place is kept and resumed by the crate's own worker, the only one that does either;
//! between a poll and its commit an ordinary cursor delivers, behind the place that the worker would resume at.

use crate::args::Args;
use crate::fault::Fault;
use crate::handle::OpenStore;
use crate::{on_store, reading, show};
use batpak::coordinate::Region;
use batpak::store::{
    CheckpointId, Cursor, CursorWorkerAction, CursorWorkerConfig, IndexEntry, StoreError,
};
use serde_json::{json, Map, Value};
use std::path::Path;

type Fields = Map<String, Value>;

const SUFFIX: &str = ".ckpt";

pub struct PeerCursor {
    cursor: Cursor,
    region: Region,
    /// Deliveries begin behind it.
    begin: Option<u64>,
    position: Option<u64>,
    kept: Option<Kept>,
}

struct Kept {
    id: CheckpointId,
    committed: Option<u64>,
}

impl PeerCursor {
    fn poll(&mut self, limit: usize) -> Vec<IndexEntry> {
        let mut found = Vec::new();
        while found.len() < limit {
            let batch = self.cursor.poll_batch((limit - found.len()).min(10_000));
            if batch.is_empty() {
                break;
            }
            let begin = self.begin;
            found.extend(
                batch
                    .into_iter()
                    .filter(|e| begin.is_none_or(|b| e.global_sequence() > b)),
            );
        }
        if let Some(last) = found.last() {
            self.position = Some(last.global_sequence());
        }
        found
    }
}

fn place(position: Option<u64>) -> Fields {
    Map::from_iter([("position".to_owned(), json!(position))])
}

fn checkpoint_id(text: &str) -> Result<CheckpointId, Fault> {
    CheckpointId::new(text).map_err(|e| StoreError::CheckpointId(e).into())
}

fn load(dir: &Path, id: &CheckpointId) -> Result<Option<Option<u64>>, Fault> {
    let found = Cursor::load_checkpoint(dir, id)?;
    Ok(found.map(|c| c.started.then_some(c.position)))
}

pub fn open(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let name = args.text("cursor")?.to_owned();
    if open.cursors.contains_key(&name) {
        return Err(Fault::script(format!("cursor '{name}' is already open")));
    }
    let region = match args.object("region")? {
        None => Region::all(),
        Some(axes) => reading::region(&axes)?,
    };
    let mut begin = args.number_or_none("after")?;
    let kept = match args.text_or_none("checkpoint")? {
        None => None,
        Some(text) => {
            open.writer()?;
            require_unused(open, text)?;
            let id = checkpoint_id(text)?;
            refuse_as_a_worker_does(open, &region, &id)?;
            if let Some(position) = load(&open.dir, &id)? {
                begin = position;
            }
            Some(Kept {
                id,
                committed: begin,
            })
        }
    };
    let cursor = on_store!(&open.handle, s => s.cursor_guaranteed(&region));
    let opened = PeerCursor {
        cursor,
        region,
        begin,
        position: begin,
        kept,
    };
    open.cursors.insert(name, opened);
    Ok(place(begin))
}

fn require_unused(open: &OpenStore, checkpoint: &str) -> Result<(), Fault> {
    let used = |c: &PeerCursor| c.kept.as_ref().is_some_and(|k| k.id.as_str() == checkpoint);
    if open.cursors.values().any(used) {
        return Err(Fault::script(format!(
            "another cursor has checkpoint '{checkpoint}'"
        )));
    }
    Ok(())
}

/// Starts a worker on the checkpoint that deals with nothing: it fails where the crate refuses the checkpoint.
fn refuse_as_a_worker_does(
    open: &OpenStore,
    region: &Region,
    id: &CheckpointId,
) -> Result<(), Fault> {
    let mut config = CursorWorkerConfig::default();
    config.checkpoint_id = Some(id.clone());
    let worker = open.writer()?.cursor_worker(region, config, |_, _, _| {
        CursorWorkerAction::StopWithRollback
    })?;
    Ok(worker.stop_and_join()?)
}

pub fn poll(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let limit = usize::try_from(args.number("limit")?).unwrap_or(usize::MAX);
    let cursor = named(open, args)?;
    let entries = cursor.poll(limit);
    let mut reply = place(cursor.position);
    reply.insert("entries".into(), show::entries(&entries));
    Ok(reply)
}

fn named<'a>(open: &'a mut OpenStore, args: &Args<'_>) -> Result<&'a mut PeerCursor, Fault> {
    let name = args.text("cursor")?;
    let cursor = open.cursors.get_mut(name);
    cursor.ok_or_else(|| Fault::script(format!("no open cursor '{name}'")))
}

/// Lets a worker deal with everything up to the position; it keeps the place.
pub fn commit(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    let name = args.text("cursor")?;
    let cursor = named(open, args)?;
    let position = cursor.position;
    let region = cursor.region.clone();
    let kept = cursor
        .kept
        .as_ref()
        .ok_or_else(|| Fault::script(format!("cursor '{name}' has no checkpoint")))?;
    let Some(target) = position.filter(|_| position != kept.committed) else {
        return Ok(place(position));
    };
    let mut config = CursorWorkerConfig::default();
    config.checkpoint_id = Some(kept.id.clone());
    config.batch_size = 1;
    let worker = open
        .writer()?
        .cursor_worker(&region, config, move |entries, _, _| {
            match entries.last() {
                Some(last) if last.global_sequence() < target => CursorWorkerAction::Continue,
                _ => CursorWorkerAction::Stop,
            }
        })?;
    worker.join()?;
    if let Some(kept) = named(open, args)?.kept.as_mut() {
        kept.committed = position;
    }
    Ok(place(position))
}

pub fn close(open: &mut OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    named(open, args)?;
    open.cursors.remove(args.text("cursor")?);
    Ok(Map::new())
}

/// The places in the directory, by name.
pub fn list(open: &OpenStore) -> Result<Fields, Fault> {
    open.writer()?;
    let dir = open.dir.join("cursors");
    let mut names: Vec<String> = Vec::new();
    if dir.is_dir() {
        for entry in std::fs::read_dir(dir)? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            if let Some(name) = file.strip_suffix(SUFFIX) {
                names.push(name.to_owned());
            }
        }
    }
    names.sort();
    let mut places = Vec::new();
    for name in names {
        let Ok(id) = CheckpointId::new(name.as_str()) else {
            continue;
        };
        if let Some(found) = Cursor::load_checkpoint(&open.dir, &id)? {
            places.push(json!({
                "checkpoint": name,
                "position": found.started.then_some(found.position),
                "region": found.region_identity,
            }));
        }
    }
    Ok(Map::from_iter([("checkpoints".to_owned(), json!(places))]))
}
