//! The query language through its public surface.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod checks;
mod definitions;
mod notation;
mod properties;
mod vectors;
