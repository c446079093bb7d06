//! Commands that write and check the samples of one shape through the typed calls of the store.

use crate::args::Args;
use crate::fault::Fault;
use crate::handle::OpenStore;
use crate::samples::Samples;
use crate::{on_store, shapes};
use batpak::coordinate::Coordinate;
use batpak::event::DecodeTyped;
use serde_json::{Map, Value};

type Fields = Map<String, Value>;

/// The same call for the type behind a name.
macro_rules! for_shape {
    ($name:expr, $call:ident, $open:expr) => {
        for_shape!(@ $name, $call, $open, Flags Int8 Int16 Int32 Int64 Word64 Real32 Real64 Letter Text Raw
            Digest Maybe Absent Numbers Table Counts Answers Colours Paid Ways Basket Tree Wrapped Links
            Renamed Took When Wide Unique Mixed Deep)
    };
    (@ $name:expr, $call:ident, $open:expr, $($shape:ident)*) => {
        match $name {
            $(stringify!($shape) => $call::<shapes::$shape>($open),)*
            other => Err(Fault::script(format!("unknown shape '{other}'"))),
        }
    };
}

/// Appends every sample of a shape.
pub fn write(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    for_shape!(args.text("shape")?, write_all, open)
}

/// Decodes every event of a shape and compares it with the samples, in order.
pub fn check(open: &OpenStore, args: &Args<'_>) -> Result<Fields, Fault> {
    for_shape!(args.text("shape")?, check_all, open)
}

fn write_all<T: Samples>(open: &OpenStore) -> Result<Fields, Fault> {
    let store = open.writer()?;
    let at = Coordinate::new("shape:rust", "interop")?;
    let all = T::samples();
    for sample in &all {
        let _receipt = store.append_typed(&at, sample)?;
    }
    Ok(Map::from_iter([("count".to_owned(), all.len().into())]))
}

fn check_all<T: Samples>(open: &OpenStore) -> Result<Fields, Fault> {
    let expected = T::samples();
    let mut different = Vec::new();
    let mut count = 0;
    let entries = on_store!(&open.handle, s => s.by_fact(T::KIND));
    for entry in entries {
        let stored = on_store!(&open.handle, s => s.read_raw(entry.event_id()))?;
        let sample = expected.get(count);
        match stored.event.decode_typed::<T>() {
            Ok(value) if Some(&value) == sample => {}
            Ok(value) => different.push(format!("{count}: {value:?} instead of {sample:?}")),
            Err(e) => different.push(format!("{count}: {e}")),
        }
        if stored.event.header.payload_version != T::PAYLOAD_VERSION {
            different.push(format!(
                "{count}: version {}",
                stored.event.header.payload_version
            ));
        }
        count += 1;
    }
    if count != expected.len() {
        different.push(format!("{count} events, {} samples", expected.len()));
    }
    Ok(Map::from_iter([
        ("count".to_owned(), count.into()),
        ("different".to_owned(), different.into()),
    ]))
}
