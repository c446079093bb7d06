//! The receipts a process has shown, kept in the crate's own form so that they can be verified later.

use crate::args::{parse_id, Args};
use crate::fault::{variant, Fault};
use crate::handle::OpenStore;
use crate::parts::extensions;
use crate::{hex, on_store, show};
use batpak::id::EventId;
use batpak::store::{AppendReceipt, DenialReceipt, ReceiptVerification};
use serde_json::{Map, Value};

type Fields = Map<String, Value>;

#[derive(Clone)]
pub enum Kept {
    Append(AppendReceipt),
    Denial(DenialReceipt),
}

impl From<AppendReceipt> for Kept {
    fn from(receipt: AppendReceipt) -> Self {
        Kept::Append(receipt)
    }
}

impl From<DenialReceipt> for Kept {
    fn from(receipt: DenialReceipt) -> Self {
        Kept::Denial(receipt)
    }
}

/// Runs the same expression on either kind of receipt.
#[macro_export]
macro_rules! on_receipt {
    ($kept:expr, $receipt:ident => $body:expr) => {
        match $kept {
            $crate::receipts::Kept::Append($receipt) => $body,
            $crate::receipts::Kept::Denial($receipt) => $body,
        }
    };
}

/// Receipts with the form in which they were shown.
#[derive(Default)]
pub struct Receipts(Vec<(Value, Kept)>);

impl Receipts {
    fn keep(&mut self, receipt: impl Into<Kept>) -> Value {
        let kept = receipt.into();
        let shown = show::receipt(&kept);
        self.0.push((shown.clone(), kept));
        shown
    }

    pub fn one(&mut self, receipt: impl Into<Kept>) -> Fields {
        Map::from_iter([("receipt".to_owned(), self.keep(receipt))])
    }

    pub fn many(&mut self, receipts: Vec<AppendReceipt>) -> Fields {
        let shown: Value = receipts.into_iter().map(|r| self.keep(r)).collect();
        Map::from_iter([("receipts".to_owned(), shown)])
    }

    pub fn verify(&self, open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
        let wanted = args
            .value("receipt")
            .ok_or_else(|| Fault::script("'receipt' is missing"))?;
        let known = self.0.iter().rev().find(|(shown, _)| shown == wanted);
        let (_, kept) = known.ok_or_else(|| Fault::script("no receipt of this process is that"))?;
        let mut kept = kept.clone();
        if let Some(changes) = args.value("alter") {
            alter(&mut kept, changes)?;
        }
        let verdict = if args.flag("wire")? == Some(true) {
            by_wire(open, kept)
        } else {
            on_store!(&open.handle, s => match &kept {
                Kept::Append(receipt) => s.verify_append_receipt(receipt),
                Kept::Denial(receipt) => s.verify_denial_receipt(receipt),
            })
        };
        let name = match &verdict {
            ReceiptVerification::Invalid(reason) => variant(reason),
            accepted => variant(accepted),
        };
        Ok(Map::from_iter([("verdict".to_owned(), name.into())]))
    }
}

fn by_wire(open: &OpenStore, kept: Kept) -> ReceiptVerification {
    on_store!(&open.handle, s => on_receipt!(kept, r => s.verify_append_receipt_wire_detailed(
        r.event_id,
        r.global_sequence,
        r.content_hash,
        r.key_id,
        r.signature,
        r.extensions,
    )))
}

/// Replaces fields of a receipt by the given values.
fn alter(kept: &mut Kept, changes: &Value) -> Result<(), Fault> {
    let Value::Object(changes) = changes else {
        return Err(Fault::script("'alter' must be an object"));
    };
    for (field, value) in changes {
        let wrong = || Fault::script(format!("'{field}' cannot become {value}"));
        let text = value.as_str();
        on_receipt!(kept, r => match field.as_str() {
            "event_id" => {
                let id = text.and_then(parse_id).ok_or_else(wrong)?;
                r.event_id = EventId::from_u128(id);
            }
            "sequence" => r.global_sequence = value.as_u64().ok_or_else(wrong)?,
            "content_hash" => r.content_hash = text.and_then(array).ok_or_else(wrong)?,
            "key_id" => r.key_id = text.and_then(array).ok_or_else(wrong)?,
            "signature" if value.is_null() => r.signature = None,
            "signature" => r.signature = Some(text.and_then(array).ok_or_else(wrong)?),
            "extensions" => r.extensions = extensions(value)?,
            _ => return Err(Fault::script(format!("no receipt field '{field}' to alter"))),
        });
    }
    Ok(())
}

fn array<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex::bytes(text)?.try_into().ok()
}
