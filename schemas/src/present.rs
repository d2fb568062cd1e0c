//! Members that may be null as well as missing.

use serde::{Deserialize, Deserializer};

/// Reads a member that is there. Its type has null among its values, so null is another thing than no member, which
/// serde alone would take for the same.
///
/// # Errors
/// When the member is not of its type.
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
