//! A visibility fence of the store. The crate's own handle borrows the store, so it lives on a thread that
//! shares the store, and every use of it runs there.

use crate::fault::Fault;
use batpak::store::{Open, Store, StoreError, VisibilityFence};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;

type End = fn(VisibilityFence<'_>) -> Result<(), StoreError>;

enum Order {
    Use(Box<dyn FnOnce(&VisibilityFence<'_>) + Send>),
    End(End),
}

pub struct Fence {
    /// Shared with nobody: whoever knows it weakly can tell whether the fence is still active.
    alive: Arc<()>,
    orders: Sender<Order>,
    thread: JoinHandle<Result<(), StoreError>>,
}

impl Fence {
    pub fn begin(store: &Arc<Store<Open>>) -> Result<Self, StoreError> {
        let (orders, inbox) = channel();
        let (begun, answer) = channel();
        let store = Arc::clone(store);
        let thread = std::thread::spawn(move || match store.begin_visibility_fence() {
            Ok(fence) => {
                let _ = begun.send(Ok(()));
                serve(fence, &inbox)
            }
            Err(e) => {
                let _ = begun.send(Err(e));
                Ok(())
            }
        });
        match answer.recv() {
            Ok(Ok(())) => Ok(Fence {
                alive: Arc::new(()),
                orders,
                thread,
            }),
            Ok(Err(e)) => {
                // the thread lets go of the store before anyone may close it
                let _ = thread.join();
                Err(e)
            }
            Err(_) => Err(StoreError::WriterCrashed),
        }
    }

    pub fn alive(&self) -> Weak<()> {
        Arc::downgrade(&self.alive)
    }

    /// Runs the work with the fence and returns what it returns.
    pub fn with<R: Send + 'static>(
        &self,
        work: impl FnOnce(&VisibilityFence<'_>) -> R + Send + 'static,
    ) -> Result<R, Fault> {
        let (done, result) = channel();
        let order = Order::Use(Box::new(move |fence| {
            let _ = done.send(work(fence));
        }));
        let _ = self.orders.send(order);
        result.recv().map_err(|_| StoreError::WriterCrashed.into())
    }

    pub fn commit(self) -> Result<(), StoreError> {
        self.end(|fence| fence.commit())
    }

    pub fn cancel(self) -> Result<(), StoreError> {
        self.end(|fence| fence.cancel())
    }

    /// Drops the crate's handle, which asks the writer to cancel and does not wait for it.
    pub fn abandon(self) -> Result<(), StoreError> {
        self.end(|fence| {
            drop(fence);
            Ok(())
        })
    }

    /// Lets the shutdown of the store find the fence active.
    pub fn leave_active(self) -> Result<(), StoreError> {
        self.end(|fence| {
            std::mem::forget(fence);
            Ok(())
        })
    }

    fn end(self, how: End) -> Result<(), StoreError> {
        let _ = self.orders.send(Order::End(how));
        self.thread.join().unwrap_or(Err(StoreError::WriterCrashed))
    }
}

fn serve(fence: VisibilityFence<'_>, orders: &Receiver<Order>) -> Result<(), StoreError> {
    loop {
        match orders.recv() {
            Ok(Order::Use(work)) => work(&fence),
            Ok(Order::End(how)) => return how(fence),
            Err(_) => return fence.cancel(),
        }
    }
}
