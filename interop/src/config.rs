//! `config` of an `open` command as store settings, and the clock that stands still.

use crate::args::Args;
use crate::fault::Fault;
use crate::hex;
use batpak::store::{
    ChainVerification, Clock, IdempotencyRetention, IndexTopology, OverflowPolicy, SigningKey,
    SigningPolicy, StoreConfig, SyncMode,
};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;
use std::time::Instant;

const KEYS: [&str; 21] = [
    "segment_max_bytes",
    "sync_every",
    "sync_within_ms",
    "sync_mode",
    "durability",
    "group_commit_max_batch",
    "batch_max_size",
    "batch_max_bytes",
    "single_append_max_bytes",
    "channel_capacity",
    "pressure_pct",
    "fd_budget",
    "checkpoint",
    "mmap_index",
    "topology",
    "idempotency",
    "signing_seeds",
    "signing_required",
    "chain_verification",
    "encryption",
    "clock_us",
];

/// Keys that this peer knows and cannot serve.
const UNSERVED: [&str; 3] = ["sync_within_ms", "durability", "encryption"];

/// A wall clock that stands still until it is moved.
pub struct StandingClock {
    micros: AtomicI64,
    started: Instant,
}

impl StandingClock {
    pub fn set(&self, micros: i64) {
        self.micros.store(micros, Ordering::SeqCst);
    }
}

impl Clock for StandingClock {
    fn now_us(&self) -> i64 {
        self.micros.load(Ordering::SeqCst)
    }

    fn now_wall_ns(&self) -> i64 {
        self.now_us().saturating_mul(1000)
    }

    fn now_mono_ns(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_nanos()).unwrap_or(i64::MAX)
    }

    fn process_boot_ns(&self) -> u64 {
        0
    }
}

pub struct Settings {
    pub config: StoreConfig,
    pub clock: Option<Arc<StandingClock>>,
    pub syncs_every_event: bool,
}

pub fn settings(dir: &Path, args: Option<&Args<'_>>) -> Result<Settings, Fault> {
    let mut config = StoreConfig::new(dir);
    let Some(args) = args else {
        return Ok(Settings {
            config,
            clock: None,
            syncs_every_event: false,
        });
    };
    args.only(&KEYS)?;
    if let Some(key) = UNSERVED
        .iter()
        .find(|k| args.value(k).is_some_and(|v| v != false))
    {
        return Err(Fault::unsupported(format!("config key '{key}'")));
    }
    config = write_settings(config, args)?;
    config = index_settings(config, args)?;
    config = signing_settings(config, args)?;
    let clock = match args.value("clock_us") {
        None => None,
        Some(_) => Some(Arc::new(StandingClock {
            micros: AtomicI64::new(args.signed("clock_us")?),
            started: Instant::now(),
        })),
    };
    if let Some(clock) = &clock {
        config = config.with_clock(Some(clock.clone() as Arc<dyn Clock>));
    }
    Ok(Settings {
        config,
        clock,
        syncs_every_event: args.number_or_none("sync_every")? == Some(1),
    })
}

/// Seeds in order: all of them verify, the last one signs.
fn signing_settings(mut c: StoreConfig, args: &Args<'_>) -> Result<StoreConfig, Fault> {
    if args.value("signing_seeds").is_some() {
        for seed in args.items("signing_seeds")? {
            let bytes = seed.as_str().and_then(hex::bytes);
            let bytes: [u8; 32] = bytes
                .and_then(|b| b.try_into().ok())
                .ok_or_else(|| args.ill_typed("signing_seeds", "a list of 32 bytes in hex each"))?;
            c = c.with_signing_key(SigningKey::from_bytes(bytes));
        }
    }
    if args.flag("signing_required")? == Some(true) {
        c = c.with_signing_policy(SigningPolicy::Required);
    }
    Ok(c)
}

fn write_settings(mut c: StoreConfig, args: &Args<'_>) -> Result<StoreConfig, Fault> {
    if let Some(v) = args.number_or_none("segment_max_bytes")? {
        c = c.with_segment_max_bytes(v);
    }
    if let Some(v) = args.narrow("sync_every")? {
        c = c.with_sync_every_n_events(v);
    }
    match args.text_or_none("sync_mode")? {
        None => {}
        Some("all") => c = c.with_sync_mode(SyncMode::SyncAll),
        Some("data") => c = c.with_sync_mode(SyncMode::SyncData),
        Some(_) => return Err(args.ill_typed("sync_mode", "all or data")),
    }
    if let Some(v) = args.narrow("group_commit_max_batch")? {
        c = c.with_group_commit_max_batch(v);
    }
    if let Some(v) = args.narrow("batch_max_size")? {
        c = c.with_batch_max_size(v);
    }
    if let Some(v) = args.narrow("batch_max_bytes")? {
        c = c.with_batch_max_bytes(v);
    }
    if let Some(v) = args.narrow("single_append_max_bytes")? {
        c = c.with_single_append_max_bytes(v);
    }
    if let Some(v) = args.narrow("channel_capacity")? {
        c = c.with_writer_channel_capacity(v);
    }
    if let Some(v) = args.narrow("pressure_pct")? {
        c = c.with_writer_pressure_retry_threshold_pct(v);
    }
    if let Some(v) = args.narrow("fd_budget")? {
        c = c.with_fd_budget(v);
    }
    Ok(c)
}

fn index_settings(mut c: StoreConfig, args: &Args<'_>) -> Result<StoreConfig, Fault> {
    if let Some(v) = args.flag("checkpoint")? {
        c = c.with_enable_checkpoint(v);
    }
    if let Some(v) = args.flag("mmap_index")? {
        c = c.with_enable_mmap_index(v);
    }
    match args.text_or_none("topology")? {
        None => {}
        Some("aos") => c = c.with_index_topology(IndexTopology::aos()),
        Some("scan") => c = c.with_index_topology(IndexTopology::scan()),
        Some("entity-local" | "entity_local") => {
            c = c.with_index_topology(IndexTopology::entity_local());
        }
        Some("tiled") => c = c.with_index_topology(IndexTopology::tiled()),
        Some("all") => c = c.with_index_topology(IndexTopology::all()),
        Some(_) => return Err(args.ill_typed("topology", "aos, scan, entity-local, tiled or all")),
    }
    match args.text_or_none("chain_verification")? {
        None => {}
        Some("crc") => c = c.with_chain_verification(ChainVerification::Crc),
        Some("recompute") => c = c.with_chain_verification(ChainVerification::Recompute),
        Some(_) => return Err(args.ill_typed("chain_verification", "crc or recompute")),
    }
    if let Some(keys) = args.object("idempotency")? {
        c = retention(c, &keys)?;
    }
    Ok(c)
}

fn retention(mut c: StoreConfig, args: &Args<'_>) -> Result<StoreConfig, Fault> {
    args.only(&["retention", "keep", "max_keys", "overflow"])?;
    c = match args.text("retention")? {
        "unbounded" => c.with_idempotency_retention(IdempotencyRetention::Unbounded),
        "window" => c.with_idempotency_retention(IdempotencyRetention::Window {
            keep_sequences: args.number("keep")?,
        }),
        "hybrid" => c.with_idempotency_retention(IdempotencyRetention::Hybrid {
            keep_sequences: args.number("keep")?,
            max_keys: args.narrow("max_keys")?.unwrap_or(u64::MAX),
        }),
        _ => return Err(args.ill_typed("retention", "unbounded, window or hybrid")),
    };
    match args.text_or_none("overflow")? {
        None | Some("warn") => Ok(c),
        Some("fail_closed") => Ok(c.with_idempotency_overflow(OverflowPolicy::FailClosed)),
        Some("backpressure") => Ok(c.with_idempotency_overflow(OverflowPolicy::Backpressure)),
        Some(_) => Err(args.ill_typed("overflow", "warn, fail_closed or backpressure")),
    }
}
