//! The open handles of one process and the dispatch of commands.

use crate::args::Args;
use crate::config::{self, StandingClock};
use crate::fault::Fault;
use crate::references::Replies;
use crate::{files, reading, writing};
use batpak::store::{AppendReceipt, Open, ReadOnly, Store};
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Operations of the protocol that this peer refuses.
const UNSUPPORTED: [&str; 17] = [
    "submit",
    "submit_batch",
    "try_submit",
    "wait_ticket",
    "denial",
    "fence_begin",
    "fence_submit",
    "fence_batch",
    "fence_commit",
    "fence_cancel",
    "fence_drop",
    "compact",
    "snapshot",
    "fork",
    "shred",
    "import",
    "project",
];

pub enum Handle {
    Open(Store<Open>),
    ReadOnly(Store<ReadOnly>),
}

/// Runs the same expression on either kind of handle.
#[macro_export]
macro_rules! on_store {
    ($handle:expr, $store:ident => $body:expr) => {
        match $handle {
            $crate::session::Handle::Open($store) => $body,
            $crate::session::Handle::ReadOnly($store) => $body,
        }
    };
}

pub struct OpenStore {
    pub handle: Handle,
    pub dir: PathBuf,
    pub clock: Option<Arc<StandingClock>>,
    /// Receipts that `verify_receipt` may ask for again.
    pub receipts: Vec<AppendReceipt>,
}

impl OpenStore {
    pub fn writer(&self) -> Result<&Store<Open>, Fault> {
        match &self.handle {
            Handle::Open(store) => Ok(store),
            Handle::ReadOnly(_) => Err(Fault::script("the handle is read-only")),
        }
    }
}

pub struct Session {
    root: PathBuf,
    stores: BTreeMap<String, OpenStore>,
    replies: Replies,
}

type Fields = Map<String, Value>;

impl Session {
    pub fn new(root: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(root)?;
        Ok(Session {
            root: root.canonicalize()?,
            stores: BTreeMap::new(),
            replies: Replies::default(),
        })
    }

    pub fn remember(&mut self, id: &Value, reply: &Value) {
        self.replies.remember(id, reply);
    }

    pub fn close_all(&mut self) {
        for (name, open) in std::mem::take(&mut self.stores) {
            if let Handle::Open(store) = open.handle {
                if let Err(e) = store.close() {
                    eprintln!("batpak-peer: closing '{name}': {e}");
                }
            }
        }
    }

    pub fn execute(&mut self, command: &Fields) -> Result<Fields, Fault> {
        let command = self.replies.resolve(command)?;
        let args = Args::new(&command, "the command");
        let op = args.text("op")?;
        let name = args.text_or_none("store")?.unwrap_or("main");
        match op {
            "hello" => Ok(hello()),
            "halt" => std::process::exit(9),
            "open" => self.open(name, &args),
            "files" => files::list(&files::below(&self.root, args.text("dir")?)?),
            "flip" => files::flip(&files::below(&self.root, args.text("dir")?)?, &args),
            "close" | "drop" => self.end(name, op == "close"),
            "crash_copy" => self.crash_copy(name, &args),
            "clock" => {
                let clock = self.store(name)?.clock.as_ref();
                clock
                    .ok_or_else(|| Fault::script("the handle was opened without 'clock_us'"))?
                    .replace(args.signed("us")?);
                Ok(Map::new())
            }
            op if UNSUPPORTED.contains(&op) => Err(Fault::unsupported(format!("op '{op}'"))),
            op => self.on_handle(op, name, &args),
        }
    }

    fn on_handle(&mut self, op: &str, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        let open = self
            .stores
            .get_mut(name)
            .ok_or_else(|| Fault::script(format!("no open handle '{name}'")))?;
        match op {
            "append" => writing::append(open, args),
            "reaction" => writing::reaction(open, args),
            "batch" => writing::batch(open, args),
            "sync" => writing::sync(open),
            "wait_for" => writing::wait_for(open, args),
            "verify_receipt" => writing::verify_receipt(open, args),
            "frontier" => {
                writing::settle(open)?;
                Ok(reading::frontier(open))
            }
            "get" => reading::get(open, args),
            "query" => reading::query(open, args),
            "stream" => reading::stream(open, args),
            "latest" => reading::latest(open, args),
            "walk" => reading::walk(open, args),
            "stats" => reading::stats(open),
            "verify_chain" => reading::verify_chain(open),
            other => Err(Fault::script(format!("unknown op '{other}'"))),
        }
    }

    fn store(&self, name: &str) -> Result<&OpenStore, Fault> {
        self.stores
            .get(name)
            .ok_or_else(|| Fault::script(format!("no open handle '{name}'")))
    }

    fn open(&mut self, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        if self.stores.contains_key(name) {
            return Err(Fault::script(format!("handle '{name}' is already open")));
        }
        let dir = files::below(&self.root, args.text("dir")?)?;
        let settings = config::settings(&dir, args.object("config")?.as_ref())?;
        let handle = match args.text("mode")? {
            "write" => Handle::Open(Store::open(settings.config)?),
            "read" => Handle::ReadOnly(Store::open_read_only(settings.config)?),
            _ => return Err(args.ill_typed("mode", "write or read")),
        };
        let report = on_store!(&handle, s => s.diagnostics()).open_report;
        let mut reply = Map::new();
        if let Some(report) = report {
            reply.insert(
                "open_path".into(),
                crate::fault::variant(&report.path).into(),
            );
            reply.insert("restored".into(), report.restored_entries.into());
            reply.insert("tail".into(), report.tail_entries.into());
        }
        let open = OpenStore {
            handle,
            dir,
            clock: settings.clock,
            receipts: Vec::new(),
        };
        self.stores.insert(name.to_owned(), open);
        Ok(reply)
    }

    fn end(&mut self, name: &str, cleanly: bool) -> Result<Fields, Fault> {
        self.store(name)?;
        match self.stores.remove(name).map(|s| s.handle) {
            Some(Handle::Open(store)) if cleanly => {
                store.close()?;
            }
            Some(Handle::Open(store)) => drop(store),
            Some(Handle::ReadOnly(store)) => drop(store),
            None => {}
        }
        Ok(Map::new())
    }

    fn crash_copy(&mut self, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        let dest = files::below(&self.root, args.text("dest")?)?;
        let open = self.store(name)?;
        writing::settle(open)?;
        files::copy(&open.dir, &dest)?;
        Ok(Map::new())
    }
}

fn hello() -> Fields {
    Map::from_iter([
        ("implementation".to_owned(), json!("batpak-rust")),
        ("version".to_owned(), json!("0.9.0")),
        ("protocol".to_owned(), json!(1)),
        ("unsupported".to_owned(), json!(UNSUPPORTED)),
    ])
}
