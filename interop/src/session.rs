//! The open handles of one process and the dispatch of commands.

use crate::args::Args;
use crate::fault::Fault;
use crate::fence::Fence;
use crate::handle::{Handle, OpenStore};
use crate::receipts::Receipts;
use crate::references::Replies;
use crate::tickets::{self, Tickets};
use crate::{config, cursors, files, on_store, projecting, reading, typed, writing};
use batpak::store::Store;
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Operations of the protocol that this peer refuses.
const UNSUPPORTED: [&str; 6] = [
    "compact",
    "snapshot",
    "fork",
    "shred",
    "import",
    "cursor_reset",
];

pub struct Session {
    root: PathBuf,
    stores: BTreeMap<String, OpenStore>,
    replies: Replies,
    receipts: Receipts,
    tickets: Tickets,
}

type Fields = Map<String, Value>;

impl Session {
    pub fn new(root: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(root)?;
        Ok(Session {
            root: root.canonicalize()?,
            stores: BTreeMap::new(),
            replies: Replies::default(),
            receipts: Receipts::default(),
            tickets: Tickets::default(),
        })
    }

    pub fn remember(&mut self, id: &Value, reply: &Value) {
        self.replies.remember(id, reply);
    }

    pub fn close_all(&mut self) {
        for (name, open) in std::mem::take(&mut self.stores) {
            if let Err(e) = open.end(true) {
                eprintln!("batpak-peer: closing '{name}': {}", e.message);
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
            "cache_put" => projecting::cache_put(&files::below(&self.root, args.text("dir")?)?, &args),
            "cache_get" => projecting::cache_get(&files::below(&self.root, args.text("dir")?)?, &args),
            "close" | "drop" => self.end(name, op == "close"),
            "crash_copy" => self.crash_copy(name, &args),
            "clock" => self.clock(name, &args),
            "wait_ticket" => self.tickets.wait(&mut self.receipts, &args),
            op if UNSUPPORTED.contains(&op) => Err(Fault::unsupported(format!("op '{op}'"))),
            op => self.on_handle(op, name, &args),
        }
    }

    fn on_handle(&mut self, op: &str, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        let open = self
            .stores
            .get_mut(name)
            .ok_or_else(|| Fault::script(format!("no open handle '{name}'")))?;
        let (receipts, issued) = (&mut self.receipts, &mut self.tickets);
        match op {
            "append" => writing::append(open, receipts, args),
            "reaction" => writing::reaction(open, receipts, args),
            "batch" => writing::batch(open, receipts, args),
            "sync" => writing::sync(open),
            "wait_for" => writing::wait_for(open, args),
            "denial" => writing::denial(open, receipts, args),
            "verify_receipt" => receipts.verify(open, args),
            "submit" => tickets::submit(open, issued, args),
            "submit_batch" => tickets::submit_batch(open, issued, args),
            "try_submit" => tickets::try_submit(open, issued, args),
            "fence_begin" => {
                let fence = Fence::begin(open.writer()?)?;
                open.fence = Some(fence);
                Ok(Map::new())
            }
            "fence_submit" => tickets::fence_submit(open, issued, args),
            "fence_batch" => tickets::fence_batch(open, issued, args),
            "fence_commit" | "fence_cancel" | "fence_drop" => tickets::end_fence(open, op),
            "frontier" => {
                open.settle()?;
                Ok(reading::frontier(open))
            }
            "get" => reading::get(open, args),
            "query" => reading::query(open, args),
            "stream" => reading::stream(open, args),
            "latest" => reading::latest(open, args),
            "walk" => reading::walk(open, args),
            "stats" => reading::stats(open),
            "cursor_open" => cursors::open(open, args),
            "cursor_poll" => cursors::poll(open, args),
            "cursor_commit" => cursors::commit(open, args),
            "cursor_close" => cursors::close(open, args),
            "cursor_list" => cursors::list(open),
            "project" => projecting::project(open, args),
            "typed_write" => typed::write(open, args),
            "typed_check" => typed::check(open, args),
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
            "write" => Handle::Open(Arc::new(Store::open(settings.config)?)),
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
            syncs_every_event: settings.syncs_every_event,
            fence: None,
            cursors: BTreeMap::new(),
        };
        self.stores.insert(name.to_owned(), open);
        Ok(reply)
    }

    fn end(&mut self, name: &str, cleanly: bool) -> Result<Fields, Fault> {
        self.store(name)?;
        if let Some(open) = self.stores.remove(name) {
            open.end(cleanly)?;
        }
        Ok(Map::new())
    }

    fn clock(&mut self, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        let open = self.store(name)?;
        let clock = open.clock.as_ref();
        let clock =
            clock.ok_or_else(|| Fault::script("the handle was opened without 'clock_us'"))?;
        let micros = args.signed("us")?;
        // what was enqueued before still sees the old time
        open.settle()?;
        clock.set(micros);
        Ok(Map::new())
    }

    fn crash_copy(&mut self, name: &str, args: &Args<'_>) -> Result<Fields, Fault> {
        let dest = files::below(&self.root, args.text("dest")?)?;
        let open = self.store(name)?;
        open.settle()?;
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
