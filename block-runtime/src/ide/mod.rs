//! What editors ask about a workflow: what is wrong here, what could stand there, where does this lead.
//!
//! A [`File`] is a text together with everything that is known about it: the document as far as it can be read, the
//! [`Analysis`](crate::compile::Analysis) of the compiler, and the [`Symbols`] that the text declares and refers to. Each
//! question is a function of a file and a place in its text, answers are in bytes of the text, and nothing here knows of
//! a protocol. All facts are those of the tables of blocks and of the [form](crate::workflow::Part) of definitions; all
//! rules are those of the compiler.

mod completion;
mod cursor;
mod examples;
mod file;
mod fixes;
mod format;
mod hints;
mod hover;
mod inventory;
mod lines;
mod naming;
mod navigation;
mod order;
mod outline;
mod rename;
mod slot;
mod sources;
mod surgery;
mod symbols;
mod tokens;
mod wanted;

pub use completion::{Completion, CompletionKind, completions};
pub use cursor::{Around, Cursor, Spot};
pub use file::File;
pub use fixes::{Fix, fixes};
pub use format::format;
pub use hints::{Hint, HintKind, HintSettings, hints};
pub use hover::{Hover, hover};
pub use navigation::{Link, Mention, definition, mentions};
pub use outline::{OutlineKind, Outlined, outline};
pub use rename::{RenameError, prepare_rename, rename};
pub use slot::{Owner, Slot};
pub use symbols::{Declaration, Name, Occurrence, Role, Scope, Symbol, Symbols};
pub use tokens::{Token, TokenKind, tokens};

use crate::document::Span;

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty where something is put in.
    pub span: Span,
    /// What takes its place.
    pub text: String,
}
