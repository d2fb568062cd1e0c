//! Reading JSON, whatever state it is in.
//!
//! An editor asks about text while it is being typed, which is when it is not JSON: a comma is missing, a value has not
//! been written yet, a bracket is open. So the reader goes on after a mistake and reads what can be read. Those who need
//! sound text take the first of its findings as an error; there is no second reader for them.

mod containers;
mod reader;
mod scalars;
#[cfg(test)]
mod tests;

use crate::limits::MAX_TEXT_BYTES;

use super::{Data, Node, SyntaxError};
use reader::Reader;

/// The value of a text as far as it can be read, and everything that is wrong with the text, in its order.
///
/// A value that is missing is `null` with an empty span. A text over one of the limits is `null` as a whole.
pub(super) fn recover(text: &str) -> (Node, Vec<SyntaxError>) {
    if text.len() > MAX_TEXT_BYTES {
        return (Node { span: 0..text.len(), data: Data::Null }, vec![SyntaxError::too_long(text)]);
    }
    Reader::new(text).read()
}
