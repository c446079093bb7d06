//! Typed access to the arguments of one command.

use crate::fault::Fault;
use crate::hex;
use batpak::event::EventKind;
use serde_json::{Map, Value};

/// A JSON object with the name it has in messages.
pub struct Args<'a> {
    fields: &'a Map<String, Value>,
    what: &'a str,
}

impl<'a> Args<'a> {
    pub fn new(fields: &'a Map<String, Value>, what: &'a str) -> Self {
        Args { fields, what }
    }

    /// A nested object; absent and null give none.
    pub fn object(&self, key: &'a str) -> Result<Option<Args<'a>>, Fault> {
        match self.fields.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Args { fields, what: key })),
            Some(_) => Err(self.ill_typed(key, "an object")),
        }
    }

    /// Refuses keys that the list does not name.
    pub fn only(&self, known: &[&str]) -> Result<(), Fault> {
        match self.fields.keys().find(|k| !known.contains(&k.as_str())) {
            None => Ok(()),
            Some(k) => Err(Fault::script(format!("unknown key '{k}' in {}", self.what))),
        }
    }

    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key).filter(|v| !v.is_null())
    }

    pub fn present(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    pub fn raw(&self, key: &str) -> Option<&'a Value> {
        self.fields.get(key)
    }

    pub fn items(&self, key: &str) -> Result<&'a [Value], Fault> {
        match self.fields.get(key) {
            Some(Value::Array(items)) => Ok(items),
            Some(_) => Err(self.ill_typed(key, "a list")),
            None => Err(self.missing(key)),
        }
    }

    pub fn text(&self, key: &str) -> Result<&'a str, Fault> {
        self.text_or_none(key)?.ok_or_else(|| self.missing(key))
    }

    pub fn text_or_none(&self, key: &str) -> Result<Option<&'a str>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::String(s)) => Ok(Some(s)),
            Some(_) => Err(self.ill_typed(key, "a string")),
        }
    }

    pub fn flag(&self, key: &str) -> Result<Option<bool>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(Value::Bool(b)) => Ok(Some(*b)),
            Some(_) => Err(self.ill_typed(key, "true or false")),
        }
    }

    pub fn number(&self, key: &str) -> Result<u64, Fault> {
        self.number_or_none(key)?.ok_or_else(|| self.missing(key))
    }

    pub fn number_or_none(&self, key: &str) -> Result<Option<u64>, Fault> {
        match self.value(key) {
            None => Ok(None),
            Some(v) => v
                .as_u64()
                .map(Some)
                .ok_or_else(|| self.ill_typed(key, "an unsigned integer")),
        }
    }

    /// A number that must fit a narrower type.
    pub fn narrow<T: TryFrom<u64>>(&self, key: &str) -> Result<Option<T>, Fault> {
        match self.number_or_none(key)? {
            None => Ok(None),
            Some(n) => T::try_from(n)
                .map(Some)
                .map_err(|_| self.ill_typed(key, "in range")),
        }
    }

    pub fn signed(&self, key: &str) -> Result<i64, Fault> {
        match self.value(key) {
            None => Err(self.missing(key)),
            Some(v) => v.as_i64().ok_or_else(|| self.ill_typed(key, "an integer")),
        }
    }

    pub fn id(&self, key: &str) -> Result<u128, Fault> {
        self.id_or_none(key)?.ok_or_else(|| self.missing(key))
    }

    pub fn id_or_none(&self, key: &str) -> Result<Option<u128>, Fault> {
        match self.text_or_none(key)? {
            None => Ok(None),
            Some(s) => parse_id(s)
                .map(Some)
                .ok_or_else(|| self.ill_typed(key, "32 hex digits")),
        }
    }

    pub fn kind(&self, key: &str) -> Result<EventKind, Fault> {
        let text = self.text(key)?;
        match (text.len(), hex::bytes(text)) {
            (4, Some(b)) => kind_of(u16::from_be_bytes([b[0], b[1]])),
            _ => Err(self.ill_typed(key, "4 hex digits")),
        }
    }

    pub fn ill_typed(&self, key: &str, wanted: &str) -> Fault {
        Fault::script(format!("'{key}' of {} must be {wanted}", self.what))
    }

    fn missing(&self, key: &str) -> Fault {
        Fault::script(format!("{} needs '{key}'", self.what))
    }
}

/// 32 lower-case hex digits as an id.
pub fn parse_id(text: &str) -> Option<u128> {
    let bytes: [u8; 16] = hex::bytes(text)?.try_into().ok()?;
    Some(u128::from_be_bytes(bytes))
}

/// Any raw kind, reserved ones included: the store itself shall refuse those.
fn kind_of(raw: u16) -> Result<EventKind, Fault> {
    serde_json::from_value(Value::from(raw)).map_err(|e| Fault::script(format!("event kind: {e}")))
}
