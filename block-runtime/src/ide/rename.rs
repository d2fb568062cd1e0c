//! Giving an input, a step or an output another name, wherever it is named.

use crate::document::Span;
use crate::limits::MAX_NAME_BYTES;
use crate::step::Target;

use super::Edit;
use super::file::File;
use super::symbols::{Occurrence, Role, Symbol};

/// Why something cannot be renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// There is no name at the place.
    #[error("there is no name of an input, a step or an output here")]
    NoName,
    /// References cannot be written with the new name.
    #[error("`{0}` cannot stand in references; use letters, digits, `_` and `-`")]
    Unfit(String),
    /// The new name is too long.
    #[error("the new name has {0} bytes, more than {MAX_NAME_BYTES}")]
    TooLong(usize),
    /// Something else has the new name.
    #[error("there is another {what} of the name `{name}`")]
    Taken {
        /// What has it.
        what: &'static str,
        /// The new name.
        name: String,
    },
}

/// The name at a place of the text, and where it stands; nothing where there is none that can be changed.
pub fn prepare_rename(file: &File, offset: usize) -> Option<(Span, String)> {
    let occurrence = file.symbols.at(offset)?;
    Some((occurrence.name.span.clone(), occurrence.symbol.name().to_owned()))
}

/// The changes that give what is named at a place of the text another name.
///
/// # Errors
/// [`RenameError`] when there is no name, or when the new one cannot be used.
pub fn rename(file: &File, offset: usize, name: &str) -> Result<Vec<Edit>, RenameError> {
    let occurrence = file.symbols.at(offset).ok_or(RenameError::NoName)?;
    fits(file, occurrence, name)?;
    let edits = file.symbols.alike(occurrence).map(|place| edit(file, place, name));
    Ok(edits.collect())
}

fn fits(file: &File, occurrence: &Occurrence, name: &str) -> Result<(), RenameError> {
    let is_referred_to = file.symbols.alike(occurrence).any(|place| place.role != Role::Declaration);
    let is_free_text = matches!(occurrence.symbol, Symbol::Output(_)) && !is_referred_to && !name.is_empty();
    if !is_free_text && !Target::Step(name.to_owned()).has_plain_names() {
        return Err(RenameError::Unfit(name.to_owned()));
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(RenameError::TooLong(name.len()));
    }
    let new = occurrence.symbol.renamed(name);
    if new != occurrence.symbol && file.symbols.declaration(occurrence.scope, &new).is_some() {
        return Err(RenameError::Taken { what: new.what(), name: name.to_owned() });
    }
    Ok(())
}

fn edit(file: &File, place: &Occurrence, name: &str) -> Edit {
    let is_whole = place.name.span == place.span;
    let is_plain = Target::Step(name.to_owned()).has_plain_names();
    let text = match &place.role {
        // Part of a longer text, or between quotation marks.
        _ if !is_whole && is_plain => name.to_owned(),
        Role::Declaration | Role::Binding => file.notation.text(name),
        Role::Reference(target) => file.notation.text(&place.symbol.within(target, name).to_string()),
    };
    let span = if is_plain { &place.name.span } else { &place.span };
    Edit { span: span.clone(), text }
}
