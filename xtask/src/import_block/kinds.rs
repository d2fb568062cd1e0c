//! Marker types of kinds.

use block_runtime::kind::{KINDS, KindInfo};

use super::types::TypeError;

/// Greatest number of kinds in one set.
const MOST: usize = 12;

/// The Rust spelling of a set of kinds: `Image`, `(Str, TopClass)`, `Any<(Float, Str)>`.
///
/// # Errors
/// [`TypeError`] for names that no kind has, and for too many of them.
pub fn set(names: &[String]) -> Result<String, TypeError> {
    let kinds: Vec<&KindInfo> = names.iter().map(|name| find(name)).collect::<Result<_, _>>()?;
    let [first, rest @ ..] = kinds.as_slice() else { return Ok("Wildcard".to_owned()) };
    if rest.is_empty() {
        return Ok(first.marker.to_owned());
    }
    if kinds.len() > MOST {
        return Err(TypeError::TooManyKinds(kinds.len()));
    }
    let markers = kinds.iter().map(|kind| kind.marker).collect::<Vec<_>>().join(", ");
    let alike = rest.iter().all(|kind| kind.data == first.data);
    Ok(if alike { format!("({markers})") } else { format!("Any<({markers})>") })
}

fn find(name: &str) -> Result<&'static KindInfo, TypeError> {
    let found = KINDS.iter().find(|kind| kind.name == name);
    found.copied().ok_or_else(|| TypeError::UnknownKind(name.to_owned()))
}

/// True when a type of this name would hide a kind.
pub fn is_marker(name: &str) -> bool {
    KINDS.iter().any(|kind| kind.marker == name)
}
