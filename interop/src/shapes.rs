//! Payload types whose twins are records in the Java tests (`io.batpak.verify.typed`): same fields, same kinds.

use batpak::id::{CausationId, CorrelationId, EventId, IdempotencyKey};
use batpak::EventPayload;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// A payload type of one number, version 1.
macro_rules! shape {
    ($id:literal $name:ident { $($(#[$meta:meta])* $field:ident : $type:ty),* $(,)? }) => {
        #[derive(Debug, PartialEq, Serialize, Deserialize, EventPayload)]
        #[batpak(category = 0xE, type_id = $id)]
        pub struct $name { $($(#[$meta])* pub $field: $type),* }
    };
}

/// Something that shapes are made of.
macro_rules! part {
    ($($item:item)*) => {
        $(#[derive(Debug, PartialEq, Serialize, Deserialize)] $item)*
    };
}

part! {
    pub enum Colour { Red, #[serde(rename = "dark green")] Green, Blue }
    pub enum Pay { Cash, Card { number: String, month: i8 }, Points(i64) }
    pub struct Line { pub sku: String, pub count: i16 }
    pub struct Money(pub i64);
    pub struct Number(pub u64);
    pub struct Name(pub String);
}

shape!(0x301 Flags { on: bool, off: bool });
shape!(0x302 Int8 { value: i8 });
shape!(0x303 Int16 { value: i16 });
shape!(0x304 Int32 { value: i32 });
shape!(0x305 Int64 { value: i64 });
shape!(0x306 Word64 { value: u64 });
shape!(0x307 Real32 { value: f32 });
shape!(0x308 Real64 { value: f64 });
shape!(0x309 Letter { value: char });
shape!(0x30A Text { value: String });
shape!(0x30B Raw { value: Vec<u8> });
shape!(0x30C Digest { value: [u8; 32] });
shape!(0x30D Maybe { number: Option<i64>, text: Option<String> });
shape!(0x30E Absent { value: Option<String> });
shape!(0x30F Numbers { all: Vec<i64> });
shape!(0x310 Table { rows: Vec<Vec<String>> });
shape!(0x311 Counts { all: BTreeMap<String, i64> });
shape!(0x312 Answers { all: BTreeMap<String, Vec<Option<bool>>> });
shape!(0x313 Colours { one: Colour, more: Vec<Colour> });
shape!(0x314 Paid { how: Pay });
shape!(0x315 Ways { all: Vec<Pay> });
shape!(0x316 Basket { lines: Vec<Line>, total: Money });
shape!(0x317 Tree { label: String, children: Vec<Tree>, next: Option<Box<Tree>> });
shape!(0x318 Wrapped { number: Number, name: Name });
shape!(0x319 Links { event: EventId, correlation: CorrelationId, causation: CausationId, key: IdempotencyKey });
shape!(0x31A Renamed {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "größe")]
    size: i32,
});
shape!(0x31B Took { time: Duration });
shape!(0x31C When { at: i64, day: String });
shape!(0x31D Wide {
    a: i32, b: i32, c: i32, d: i32, e: i32, f: i32, g: i32, h: i32, i: i32, j: i32, k: i32, l: i32,
    m: i32, n: i32, o: i32, p: i32, q: i32,
});
shape!(0x31E Unique { id: u128 });
shape!(0x31F Mixed { pay: Option<Pay>, line: Option<Line>, named: BTreeMap<String, Pay> });
shape!(0x320 Deep { all: Vec<Vec<Vec<BTreeMap<String, Option<Colour>>>>> });
