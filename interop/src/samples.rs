//! The values that both sides write and expect, per shape and in this order.

use crate::shapes::*;
use batpak::event::EventPayload;
use batpak::id::{CausationId, CorrelationId, EventId, IdempotencyKey};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

/// A shape with its samples.
pub trait Samples: EventPayload + DeserializeOwned + PartialEq + Debug {
    fn samples() -> Vec<Self>;
}

/// One value per sample of a shape with one field.
macro_rules! values {
    ($shape:ident . $field:ident : $($value:expr),* $(,)?) => {
        impl Samples for $shape {
            fn samples() -> Vec<Self> {
                vec![$($shape { $field: $value }),*]
            }
        }
    };
}

/// Whole samples.
macro_rules! samples {
    ($shape:ident : $($value:expr),* $(,)?) => {
        impl Samples for $shape {
            fn samples() -> Vec<Self> {
                vec![$($value),*]
            }
        }
    };
}

fn text(value: &str) -> String {
    value.to_owned()
}

fn map<V, const N: usize>(pairs: [(&str, V); N]) -> BTreeMap<String, V> {
    pairs
        .into_iter()
        .map(|(key, value)| (text(key), value))
        .collect()
}

fn leaf(label: &str) -> Tree {
    Tree {
        label: text(label),
        children: vec![],
        next: None,
    }
}

fn card() -> Pay {
    Pay::Card {
        number: text("4711"),
        month: -1,
    }
}

samples!(Flags: Flags { on: true, off: false }, Flags { on: false, off: true });
values!(Int8.value: 0, 127, -1, -32, -33, -128);
values!(Int16.value: 127, 128, 255, 256, 32767, -129, -32768);
values!(Int32.value: 65535, 65536, i32::MAX, -32769, i32::MIN);
values!(Int64.value: 4294967295, 4294967296, i64::MAX, -2147483649, i64::MIN);
values!(Word64.value: 0, 9223372036854775807, 9223372036854775808, u64::MAX);
values!(Real32.value: 1.5, -0.0, f32::MAX, f32::MIN_POSITIVE, f32::INFINITY);
values!(Real64.value: 0.1, -0.0, f64::MAX, 5e-324, f64::NEG_INFINITY);
values!(Letter.value: 'a', 'ü', '\u{0}', '\u{FFFD}');
values!(Text.value: text(""), text("plain"), text("😀 žluťoučký 漢字 \u{0}\n"), "x".repeat(31), "x".repeat(32),
    "ü".repeat(128), "x".repeat(255), "x".repeat(256), "x".repeat(65536));
values!(Raw.value: vec![], vec![0, 127, 128, 255], (0..300).map(|i| i as u8).collect());
values!(Digest.value: [0; 32], [0xFF; 32]);
samples!(Maybe: Maybe { number: None, text: None }, Maybe { number: Some(-7), text: Some(text("ü")) },
    Maybe { number: Some(0), text: None });
values!(Absent.value: None, Some(text("")));
values!(Numbers.all: vec![], vec![-1, 1], (0..15).collect(), (0..16).collect(), (-150..150).collect());
values!(Table.rows: vec![], vec![vec![], vec![text("a"), text("😀")], vec![text("")]]);
values!(Counts.all: map([]), map([("b", -1), ("a", 1)]), map([("～", 1), ("😀", 2), ("a", 3), ("aa", 4)]),
    (10..30).map(|i| (format!("k{i}"), i)).collect());
values!(Answers.all: map([("none", vec![]), ("some", vec![Some(true), None, Some(false)])]));
samples!(Colours: Colours { one: Colour::Red, more: vec![] },
    Colours { one: Colour::Green, more: vec![Colour::Blue, Colour::Green] });
values!(Paid.how: Pay::Cash, card(), Pay::Points(i64::MIN));
values!(Ways.all: vec![], vec![Pay::Points(1), Pay::Cash, card()]);
samples!(Basket: Basket { lines: vec![], total: Money(0) },
    Basket { lines: vec![Line { sku: text("ü"), count: -2 }, Line { sku: text(""), count: 300 }], total: Money(-1) });
samples!(Tree: leaf("root"), Tree {
    label: text("a"),
    children: vec![leaf("b"), Tree { label: text("c"), children: vec![leaf("d")], next: None }],
    next: Some(Box::new(Tree { label: text("e"), children: vec![], next: Some(Box::new(leaf("f"))) })),
});
samples!(Wrapped: Wrapped { number: Number(u64::MAX), name: Name(text("漢字")) });
samples!(Links: Links {
    event: EventId::from_u128(1),
    correlation: CorrelationId::from_u128(u128::MAX),
    causation: CausationId::from_u128(0),
    key: IdempotencyKey::from(0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210),
});
samples!(Renamed: Renamed { kind: text("t"), size: -32768 });
values!(Took.time: Duration::ZERO, Duration::new(3, 4), Duration::new(4294967296, 999_999_999));
samples!(When: When { at: 0, day: text("1970-01-01") }, When { at: 1795852800000001, day: text("2026-11-28") },
    When { at: -1, day: text("0001-01-01") });
samples!(Wide: Wide { a: 1, b: -1, c: 127, d: 128, e: -32, f: -33, g: 255, h: 256, i: -128, j: -129, k: 65535, l: 65536,
    m: -32768, n: -32769, o: i32::MAX, p: i32::MIN, q: 0 });
values!(Unique.id: 0, u128::MAX, 0x0123_4567_89AB_CDEF_FEDC_BA98_7654_3210);
samples!(Mixed: Mixed { pay: None, line: None, named: map([]) },
    Mixed { pay: Some(Pay::Cash), line: Some(Line { sku: text("x"), count: 1 }), named: map([("b", card()), ("a", Pay::Points(7))]) });
values!(Deep.all: vec![], vec![vec![], vec![vec![]], vec![vec![map([("x", None), ("w", Some(Colour::Green))])]]]);
