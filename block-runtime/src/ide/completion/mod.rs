//! What could be written in a place of a text.
//!
//! Members, values, references and whole parts are *proposed* by modules that know the tables and what a definition has;
//! where and how they are written is the business of [`place`], so that they are the same in every notation. What a
//! person has to fill in is a place of its own in a [`draft`].

mod accounts;
mod draft;
mod members;
mod parts;
mod place;
mod query;
mod references;
mod skeleton;
mod steps;
mod values;

use std::collections::HashSet;

use crate::document::{Node, Pointer, Token};
use crate::workflow::Part;

use self::draft::Draft;
use self::place::Site;
use super::Edit;
use super::cursor::{Around, Cursor, Spot};
use super::file::File;
use super::inventory::Inventory;
use super::slot::Slot;

/// Something that could be written in a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What people choose it by; no other completion of the place has the same.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// More about it, in a few words.
    pub detail: Option<String>,
    /// What it means, as Markdown.
    pub documentation: Option<String>,
    /// How it is written. What is replaced is on one line, and the place is in it or beside it.
    pub edit: Edit,
    /// Changes elsewhere without which the text would not be sound, such as a comma after the member before.
    pub also: Vec<Edit>,
    /// True when the text has tab stops, `${1:text}`, and other `$`, `}` and `\` stand behind a `\`.
    pub is_snippet: bool,
    /// What is compared with the text that is replaced.
    pub filter: String,
    /// Its place among the completions, from 0 for the best.
    pub rank: usize,
    /// True when something else should be used.
    pub deprecated: bool,
    /// True when there is more to choose from after it has been written.
    pub retrigger: bool,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// The type of a block.
    Block,
    /// A whole part, wired to what is there.
    Snippet,
    /// A member of an object.
    Property,
    /// A value.
    Value,
    /// One of a few texts.
    Choice,
    /// A reference to an input or to the output of a step.
    Reference,
    /// A reference to a step.
    Step,
    /// A kind of data.
    Kind,
    /// A word of a definition, such as the type of an input.
    Keyword,
    /// An operation, a statement, or what else the query language has.
    Operation,
}

/// What could be written, before it is known how.
struct Proposal {
    label: String,
    kind: CompletionKind,
    detail: Option<String>,
    documentation: Option<String>,
    /// Lower comes first; of equal ones the one that was proposed first.
    tier: usize,
    deprecated: bool,
    retrigger: bool,
    what: What,
}

/// What is written.
enum What {
    /// Members of an object.
    Members(Vec<(String, Draft)>),
    /// A value, or an element of a list.
    Value(Draft),
}

impl Proposal {
    fn new(label: impl Into<String>, kind: CompletionKind, what: What) -> Self {
        Self {
            label: label.into(),
            kind,
            detail: None,
            documentation: None,
            tier: 0,
            deprecated: false,
            retrigger: false,
            what,
        }
    }

    fn value(label: impl Into<String>, kind: CompletionKind, draft: Draft) -> Self {
        Self::new(label, kind, What::Value(draft))
    }

    fn documented(self, documentation: impl Into<String>) -> Self {
        let documentation = documentation.into();
        Self { documentation: (!documentation.is_empty()).then_some(documentation), ..self }
    }
}

/// A place that is asked about, and what is known there.
struct Question<'f> {
    file: &'f File,
    cursor: Cursor<'f>,
    /// What the scope of the place has.
    inventory: Inventory<'f>,
}

impl<'f> Question<'f> {
    fn new(file: &'f File, offset: usize) -> Self {
        let cursor = Cursor::new(file, offset);
        let inventory = Inventory::new(file, cursor.scope);
        Self { file, cursor, inventory }
    }

    /// The step of the scope that is around the place.
    fn step(&self) -> Option<&Around<'f>> {
        let within = self.cursor.around.iter().rev();
        let mut within = within.take_while(|around| !matches!(around.slot, Slot::Part(Part::Workflow)));
        within.find(|around| matches!(around.slot, Slot::Part(Part::Step)))
    }

    /// Where that step stands.
    fn step_pointer(&self) -> Option<&Pointer> {
        self.step().map(|step| &step.pointer)
    }

    /// The value of a member of that step.
    fn value_of_step(&self, name: &str) -> Option<&'f Node> {
        self.step()?.node.get(name).map(|member| &member.value)
    }

    /// The place among the steps of the scope: that of the step around it, or that which a new one would get.
    fn index(&self) -> usize {
        let pointer = match &self.cursor.spot {
            Spot::Value { pointer, slot: Slot::Part(Part::Step), .. } => Some(pointer),
            _ => self.step_pointer(),
        };
        match pointer.and_then(index_of) {
            Some(index) => index,
            None => self.elements_before(),
        }
    }

    /// How many elements of the innermost list stand before the place.
    fn elements_before(&self) -> usize {
        let elements = self.cursor.innermost().and_then(|around| around.node.elements()).unwrap_or_default();
        elements.iter().filter(|element| element.span.start < self.cursor.word.start).count()
    }

    /// True for a text that is another element of the innermost list.
    fn is_listed(&self, text: &str) -> bool {
        let elements = self.cursor.innermost().and_then(|around| around.node.elements()).unwrap_or_default();
        let here = match &self.cursor.spot {
            Spot::Value { node, .. } => Some(node.span.start),
            _ => None,
        };
        elements.iter().any(|element| element.as_str() == Some(text) && Some(element.span.start) != here)
    }

    fn proposals(&self) -> Vec<Proposal> {
        match &self.cursor.spot {
            Spot::Name(_) | Spot::NewMember => match self.cursor.innermost() {
                Some(object) => members::of(self, object.node, &object.slot, &object.pointer),
                None => Vec::new(),
            },
            Spot::NewElement => match self.cursor.innermost() {
                Some(list) => values::of(self, &list.slot.element(self.elements_before()), None),
                None => Vec::new(),
            },
            Spot::Value { slot, .. } if Site::takes_elements(self.file, &self.cursor) => {
                values::of(self, &slot.element(0), None)
            }
            Spot::Value { node, slot, pointer, .. } if Site::takes_members(self.file, &self.cursor) => {
                // Members say that there is an object, and of whole parts they are offered.
                let whole = match slot {
                    Slot::Part(_) | Slot::Bindings => Vec::new(),
                    _ => values::of(self, slot, Some(pointer)),
                };
                members::of(self, node, slot, pointer).into_iter().chain(whole).collect()
            }
            Spot::Value { slot, pointer, .. } => values::of(self, slot, Some(pointer)),
        }
    }
}

/// The place of an element in its list.
fn index_of(pointer: &Pointer) -> Option<usize> {
    match pointer.tokens().last() {
        Some(Token::Element(index)) => Some(*index),
        _ => None,
    }
}

/// What could be written in a place of a text, the best first.
pub fn completions(file: &File, offset: usize) -> Vec<Completion> {
    let question = Question::new(file, offset);
    let Some(site) = Site::new(file, &question.cursor) else { return Vec::new() };
    let mut proposals = question.proposals();
    proposals.sort_by_key(|proposal| (proposal.deprecated, proposal.tier));
    let mut labels = HashSet::new();
    proposals.retain(|proposal| labels.insert(proposal.label.clone()));
    let placed = proposals.into_iter().filter_map(|proposal| site.place(proposal));
    placed.enumerate().map(|(rank, completion)| Completion { rank, ..completion }).collect()
}
