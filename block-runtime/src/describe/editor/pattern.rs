//! Regular expressions for text: what the engine reads as a reference, a number or a Boolean.
//!
//! They are written in the part of the notation that all validators share: no flags, no classes but those of ASCII.

use crate::block::{Origin, Selector};

/// Text as which the engine reads whole numbers.
pub(super) const INTEGER: &str = r"\s*[+-]?[0-9]+(?:_[0-9]+)*(?:\.0+)?\s*";
/// Text as which the engine reads numbers.
pub(super) const NUMBER: &str = r"\s*[+-]?(?:[0-9_]+\.?[0-9_]*(?:[eE][+-]?[0-9_]+)?|\.[0-9_]+(?:[eE][+-]?[0-9_]+)?|[iI][nN][fF](?:[iI][nN][iI][tT][yY])?|[nN][aA][nN])\s*";
/// Text as which the engine reads true and false.
pub(super) const BOOLEAN: &str =
    r"[tT](?:[rR][uU][eE])?|[yY](?:[eE][sS])?|[oO][nN]|[fF](?:[aA][lL][sS][eE])?|[nN][oO]?|[oO][fF][fF]|[01]";

/// Text that is a reference, or that begins almost like one, of which the engine warns.
const NEARLY: &str = r"\$(?:[iI][nN][pP][uU][tT][sS]?|[sS][tT][eE][pP][sS]?)(?:[./ ]|$)";
/// Text that the engine does not take for a reference.
pub(super) const NO_REFERENCE: &str = r"^(?!\$(?:inputs|steps)\.)";
/// What an output of a workflow gives back.
pub(super) const OUTPUT: &str = r"^\$inputs\.[^.]*$|^\$steps\.[^.]*\.[^.]*$";
/// Versions of which an engine exists, and the empty text, which asks for none.
pub(super) const VERSION: &str = r"^\s*(?:[vV]?(?:0+!)?0*1(?![0-9]).*)?\s*$";

/// A pattern that all text of these patterns matches, and none beside.
pub(super) fn whole(alternatives: &[&str]) -> String {
    format!("^(?:{})$", alternatives.join("|"))
}

/// A pattern that these texts match, and none beside.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    whole(&[&alternatives(texts)])
}

/// A part of a pattern that stands for any of these texts.
pub(super) fn alternatives<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(literal).collect::<Vec<_>>().join("|")
}

/// Text as a pattern that only it matches. Nothing is escaped but what has a meaning, since the validators of editors
/// refuse more.
fn literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if r".*+?^${}()|[]\".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}

/// A pattern for the references that lead where selectors may lead.
pub(super) fn references(selectors: &[Selector]) -> String {
    const INPUT: &str = r"inputs\.[A-Za-z0-9_-]+";
    const OUTPUT: &str = r"steps\.[A-Za-z0-9_-]+\.[A-Za-z0-9_*-]+";
    const STEP: &str = r"steps\.[A-Za-z0-9_-]+";
    let leads_to = |wanted: &[Origin]| selectors.iter().any(|selector| wanted.contains(&selector.origin));
    let mut forms = Vec::new();
    if leads_to(&[Origin::AnyData, Origin::WorkflowImage, Origin::WorkflowVideoMetadata, Origin::WorkflowParameter]) {
        forms.push(INPUT);
    }
    if leads_to(&[Origin::AnyData, Origin::StepOutput]) {
        forms.push(OUTPUT);
    }
    if leads_to(&[Origin::Step]) {
        forms.push(STEP);
    }
    format!(r"\$(?:{})", forms.join("|"))
}

/// A pattern for any text but slips in references. Where text and references are both accepted, names in references
/// may have any characters.
pub(super) fn text_or_reference() -> String {
    format!(r"^(?!{NEARLY})|^\$inputs\.[^.]*$|^\$steps\.[^.]*(?:\.[^.]*)?$")
}

/// A pattern for any text but what begins as a reference and is none.
pub(super) fn json_or_reference(selectors: &[Selector]) -> String {
    format!("^(?!{NEARLY})|^{}$", references(selectors))
}
