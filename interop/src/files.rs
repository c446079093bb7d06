//! Commands on directories: list, damage one byte, copy a live directory.

use crate::args::Args;
use crate::fault::Fault;
use serde_json::{json, Map, Value};
use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};

/// A relative path below the root; absolute paths and `..` are refused.
pub fn below(root: &Path, relative: &str) -> Result<PathBuf, Fault> {
    let path = Path::new(relative);
    let inside = path.components().all(|c| matches!(c, Component::Normal(_)));
    if relative.is_empty() || !inside {
        return Err(Fault::script(format!(
            "'{relative}' is not a relative path below the root"
        )));
    }
    Ok(root.join(path))
}

pub fn list(dir: &Path) -> Result<Map<String, Value>, Fault> {
    let mut found = Vec::new();
    for e in fs::read_dir(dir)? {
        let e = e?;
        let facts = e.metadata()?;
        if facts.is_file() {
            found.push((e.file_name().to_string_lossy().into_owned(), facts.len()));
        }
    }
    found.sort();
    let files: Value = found
        .into_iter()
        .map(|(name, length)| json!({"name": name, "length": length}))
        .collect();
    Ok(Map::from_iter([("files".to_owned(), files)]))
}

pub fn flip(dir: &Path, args: &Args<'_>) -> Result<Map<String, Value>, Fault> {
    let path = below(dir, args.text("file")?)?;
    let offset = args.signed("offset")?;
    let xor: u8 = args
        .narrow("xor")?
        .ok_or_else(|| Fault::script("flip needs 'xor'"))?;
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let start = if offset < 0 {
        SeekFrom::End(offset)
    } else {
        SeekFrom::Start(offset.unsigned_abs())
    };
    let at = file.seek(start)?;
    let mut one = [0u8];
    file.read_exact(&mut one)?;
    file.seek(SeekFrom::Start(at))?;
    file.write_all(&[one[0] ^ xor])?;
    Ok(Map::new())
}

/// Copies a directory byte by byte as it is now.
pub fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    fs::create_dir_all(to)?;
    for e in fs::read_dir(from)? {
        let e = e?;
        let target = to.join(e.file_name());
        if e.file_type()?.is_dir() {
            copy(&e.path(), &target)?;
        } else {
            fs::copy(e.path(), target)?;
        }
    }
    Ok(())
}

/// Number of segment files.
pub fn segments(dir: &Path) -> Result<usize, Fault> {
    let mut count = 0;
    for e in fs::read_dir(dir)? {
        if e?.path().extension().is_some_and(|x| x == "fbat") {
            count += 1;
        }
    }
    Ok(count)
}
