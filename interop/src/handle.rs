//! An open store: its handle of either kind, its clock, its fence, and how to wait until it is at rest.

use crate::config::StandingClock;
use crate::cursors::PeerCursor;
use crate::fault::Fault;
use crate::fence::Fence;
use batpak::coordinate::Coordinate;
use batpak::event::EventKind;
use batpak::store::{
    AppendOptions, BatchAppendItem, CausationRef, Open, ReadOnly, Store, StoreError,
};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub enum Handle {
    Open(Arc<Store<Open>>),
    ReadOnly(Store<ReadOnly>),
}

/// Runs the same expression on either kind of handle.
#[macro_export]
macro_rules! on_store {
    ($handle:expr, $store:ident => $body:expr) => {
        match $handle {
            $crate::handle::Handle::Open($store) => $body,
            $crate::handle::Handle::ReadOnly($store) => $body,
        }
    };
}

/// A store under the name a script gave it.
pub struct OpenStore {
    pub handle: Handle,
    pub dir: PathBuf,
    pub clock: Option<Arc<StandingClock>>,
    /// Whether the store syncs after every event anyway, so that one more sync shows nowhere.
    pub syncs_every_event: bool,
    pub fence: Option<Fence>,
    pub cursors: BTreeMap<String, PeerCursor>,
}

impl OpenStore {
    pub fn writer(&self) -> Result<&Arc<Store<Open>>, Fault> {
        match &self.handle {
            Handle::Open(store) => Ok(store),
            Handle::ReadOnly(_) => Err(Fault::script("the handle is read-only")),
        }
    }

    /// The fence that this handle began.
    pub fn fence(&self) -> Result<&Fence, Fault> {
        self.writer()?;
        let fence = self.fence.as_ref();
        fence.ok_or_else(|| StoreError::VisibilityFenceNotActive.into())
    }

    /// Waits until the writer has finished everything earlier commands triggered, without a trace.
    ///
    /// A sync does it where every event is synced anyway. Elsewhere an empty batch does, which reads no
    /// clock; behind a fence a batch that the writer refuses, because it answers the others only when the
    /// fence ends. While an abandoned fence is being cancelled the store refuses the empty batch, too.
    pub fn settle(&self) -> Result<(), Fault> {
        let Handle::Open(store) = &self.handle else {
            return Ok(());
        };
        if let Some(fence) = &self.fence {
            return if self.syncs_every_event {
                Ok(store.sync()?)
            } else {
                settle_behind(fence)
            };
        }
        while let Err(e) = store.append_batch(Vec::new()) {
            match e {
                StoreError::VisibilityFenceActive => std::thread::sleep(Duration::from_millis(1)),
                other => return Err(other.into()),
            }
        }
        if self.syncs_every_event {
            store.sync()?;
        }
        Ok(())
    }

    /// Ends the store; a fence still active is left to the shutdown.
    pub fn end(self, cleanly: bool) -> Result<(), Fault> {
        if let Some(fence) = self.fence {
            fence.leave_active()?;
        }
        if let Handle::Open(store) = self.handle {
            let store = Arc::try_unwrap(store).map_err(|_| Fault::script("the store is in use"))?;
            if cleanly {
                store.close()?;
            }
        }
        Ok(())
    }
}

fn settle_behind(fence: &Fence) -> Result<(), Fault> {
    let at = Coordinate::new("batpak-peer:barrier", "batpak-peer")?;
    let item = BatchAppendItem::new(
        at,
        EventKind::custom(0xF, 1),
        &Value::Null,
        AppendOptions::new().with_cas(u32::MAX),
        CausationRef::None,
    )?;
    match fence.with(|f| f.submit_batch(vec![item]))??.wait() {
        Err(StoreError::BatchFailed { .. }) | Ok(_) => Ok(()),
        Err(e) => Err(e.into()),
    }
}
