//! `"@ID.path"` arguments: parts of earlier replies.

use crate::fault::Fault;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Replies to the commands that carried an id.
#[derive(Default)]
pub struct Replies(HashMap<String, Value>);

impl Replies {
    pub fn remember(&mut self, id: &Value, reply: &Value) {
        self.0.insert(name_of(id), reply.clone());
    }

    /// The command with its references replaced; `op`, `id` and `store` are taken literally.
    pub fn resolve(&self, command: &Map<String, Value>) -> Result<Map<String, Value>, Fault> {
        command
            .iter()
            .map(|(k, v)| match k.as_str() {
                "op" | "id" | "store" => Ok((k.clone(), v.clone())),
                _ => Ok((k.clone(), self.replaced(v)?)),
            })
            .collect()
    }

    fn replaced(&self, v: &Value) -> Result<Value, Fault> {
        match v {
            Value::String(s) => match s.strip_prefix('@') {
                None => Ok(v.clone()),
                Some(plain) if plain.starts_with('@') => Ok(Value::from(plain)),
                Some(path) => self.lookup(path),
            },
            Value::Array(items) => items.iter().map(|i| self.replaced(i)).collect(),
            Value::Object(fields) => Ok(Value::Object(
                fields
                    .iter()
                    .map(|(k, v)| Ok((k.clone(), self.replaced(v)?)))
                    .collect::<Result<_, Fault>>()?,
            )),
            _ => Ok(v.clone()),
        }
    }

    fn lookup(&self, path: &str) -> Result<Value, Fault> {
        let mut steps = path.split('.');
        let mut at = steps.next().and_then(|id| self.0.get(id));
        for step in steps {
            at = at.and_then(|v| match v {
                Value::Object(fields) => fields.get(step),
                Value::Array(items) => step.parse::<usize>().ok().and_then(|i| items.get(i)),
                _ => None,
            });
        }
        at.cloned()
            .ok_or_else(|| Fault::script(format!("unresolvable reference '@{path}'")))
    }
}

fn name_of(id: &Value) -> String {
    match id {
        Value::String(s) => s.clone(),
        other => other.to_string(),
    }
}
