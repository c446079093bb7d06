//! Commands that enqueue writes, with or without a fence, and the tickets they give.

use crate::args::Args;
use crate::fault::Fault;
use crate::handle::OpenStore;
use crate::parts::{items, single};
use crate::receipts::Receipts;
use batpak::outcome::Outcome;
use batpak::store::{AppendTicket, BatchAppendTicket, StoreError};
use serde_json::{json, Map, Value};
use std::collections::BTreeMap;
use std::sync::Weak;

type Fields = Map<String, Value>;

pub enum Ticket {
    Single(AppendTicket),
    Batch(BatchAppendTicket),
}

/// The tickets that nobody has taken yet, numbered in order of issue.
#[derive(Default)]
pub struct Tickets {
    issued: u64,
    waiting: BTreeMap<String, Waiting>,
}

struct Waiting {
    ticket: Ticket,
    /// Of a fenced write: lives as long as the fence is active.
    fence: Weak<()>,
}

impl Tickets {
    fn issue(&mut self, ticket: Ticket) -> Fields {
        self.issue_behind(Weak::new(), ticket)
    }

    fn issue_behind(&mut self, fence: Weak<()>, ticket: Ticket) -> Fields {
        self.issued += 1;
        let name = format!("t{}", self.issued);
        self.waiting.insert(name.clone(), Waiting { ticket, fence });
        Map::from_iter([("ticket".to_owned(), name.into())])
    }

    pub fn wait(&mut self, receipts: &mut Receipts, args: &Args<'_>) -> Result<Fields, Fault> {
        let name = args.text("ticket")?;
        let fence = self.waiting.get(name).map(|w| w.fence.clone());
        if fence.is_some_and(|f| f.upgrade().is_some()) {
            return Err(Fault::script(format!(
                "ticket '{name}' waits for the end of its fence"
            )));
        }
        match self.waiting.remove(name).map(|w| w.ticket) {
            Some(Ticket::Single(ticket)) => Ok(receipts.one(ticket.wait()?)),
            Some(Ticket::Batch(ticket)) => Ok(receipts.many(ticket.wait()?)),
            None => Err(Fault::script(format!(
                "no ticket '{name}', or it was taken"
            ))),
        }
    }
}

pub fn submit(open: &OpenStore, tickets: &mut Tickets, args: &Args<'_>) -> Result<Fields, Fault> {
    let event = single(args)?;
    let ticket = open
        .writer()?
        .submit(&event.at, event.kind, &event.payload)?;
    Ok(tickets.issue(Ticket::Single(ticket)))
}

pub fn submit_batch(
    open: &OpenStore,
    tickets: &mut Tickets,
    args: &Args<'_>,
) -> Result<Fields, Fault> {
    let ticket = open.writer()?.submit_batch(items(args)?)?;
    Ok(tickets.issue(Ticket::Batch(ticket)))
}

pub fn try_submit(
    open: &OpenStore,
    tickets: &mut Tickets,
    args: &Args<'_>,
) -> Result<Fields, Fault> {
    let event = single(args)?;
    let outcome = open
        .writer()?
        .try_submit(&event.at, event.kind, &event.payload)?;
    let (name, mut reply) = match outcome {
        Outcome::Ok(ticket) => ("ok", tickets.issue(Ticket::Single(ticket))),
        Outcome::Retry { .. } => ("retry", Map::new()),
        Outcome::Cancelled { .. } => ("cancelled", Map::new()),
        _ => return Err(Fault::unsupported("an outcome that is none of these")),
    };
    reply.insert("outcome".into(), json!(name));
    Ok(reply)
}

pub fn fence_submit(
    open: &OpenStore,
    tickets: &mut Tickets,
    args: &Args<'_>,
) -> Result<Fields, Fault> {
    let event = single(args)?;
    let fence = open.fence()?;
    let ticket = fence.with(move |f| f.submit(&event.at, event.kind, &event.payload))??;
    Ok(tickets.issue_behind(fence.alive(), Ticket::Single(ticket)))
}

pub fn fence_batch(
    open: &OpenStore,
    tickets: &mut Tickets,
    args: &Args<'_>,
) -> Result<Fields, Fault> {
    let items = items(args)?;
    let fence = open.fence()?;
    let ticket = fence.with(move |f| f.submit_batch(items))??;
    Ok(tickets.issue_behind(fence.alive(), Ticket::Batch(ticket)))
}

/// Ends the fence of the handle: `fence_commit`, `fence_cancel` or `fence_drop`.
pub fn end_fence(open: &mut OpenStore, op: &str) -> Result<Fields, Fault> {
    open.writer()?;
    let fence = open
        .fence
        .take()
        .ok_or(StoreError::VisibilityFenceNotActive)?;
    match op {
        "fence_commit" => fence.commit()?,
        "fence_cancel" => fence.cancel()?,
        _ => {
            fence.abandon()?;
            open.settle()?;
        }
    }
    Ok(Map::new())
}
