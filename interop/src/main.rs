//! Journal-script peer: reads one JSON command per line, drives batpak 0.9.0, answers one JSON line each.
//! Usage: batpak-peer ROOT

mod args;
mod config;
mod cursors;
mod fault;
mod fence;
mod files;
mod handle;
mod hex;
mod parts;
mod projecting;
mod reading;
mod receipts;
mod references;
mod samples;
mod session;
mod shapes;
mod show;
mod tickets;
mod typed;
mod writing;

use serde_json::{json, Map, Value};
use session::Session;
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// Longest accepted command line.
const LINE_BYTES_MAX: usize = 64 << 20;

fn main() -> ExitCode {
    let Some(root) = std::env::args().nth(1) else {
        eprintln!("usage: batpak-peer ROOT");
        return ExitCode::from(2);
    };
    let mut session = match Session::new(root.as_ref()) {
        Ok(session) => session,
        Err(e) => {
            eprintln!("batpak-peer: cannot use {root}: {e}");
            return ExitCode::from(2);
        }
    };
    match run(&mut session) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("batpak-peer: {e}");
            ExitCode::FAILURE
        }
    }
}

fn run(session: &mut Session) -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let reply = if text.len() > LINE_BYTES_MAX {
            failed(None, &fault::Fault::script("a line may be at most 64 MiB"))
        } else {
            answer(session, text)
        };
        writeln!(output, "{reply}")?;
        output.flush()?;
    }
    session.close_all();
    Ok(())
}

fn answer(session: &mut Session, text: &str) -> Value {
    let command = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(command)) => command,
        Ok(_) => return failed(None, &fault::Fault::script("a command is a JSON object")),
        Err(e) => return failed(None, &fault::Fault::script(format!("not JSON: {e}"))),
    };
    let id = command.get("id").cloned();
    let reply = match session.execute(&command) {
        Ok(mut fields) => {
            let mut reply = Map::new();
            if let Some(id) = &id {
                reply.insert("id".into(), id.clone());
            }
            reply.insert("ok".into(), Value::Bool(true));
            reply.append(&mut fields);
            Value::Object(reply)
        }
        Err(f) => failed(id.as_ref(), &f),
    };
    if let Some(id) = &id {
        session.remember(id, &reply);
    }
    reply
}

fn failed(id: Option<&Value>, fault: &fault::Fault) -> Value {
    let mut reply = Map::new();
    if let Some(id) = id {
        reply.insert("id".into(), id.clone());
    }
    reply.insert("ok".into(), Value::Bool(false));
    reply.insert(
        "error".into(),
        json!({"kind": fault.kind, "message": fault.message, "facts": fault.facts}),
    );
    Value::Object(reply)
}
