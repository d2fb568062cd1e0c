//! Words of the text that have a meaning of their own, for editors to colour.
//!
//! Grammars of JSON and YAML know strings; which of them name something, and which parts of them, is known here. What
//! leads nowhere is left out, so that it looks like the text that it is.

use crate::document::{Data, Node, Span};
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{MemberShape, Part};

use super::file::File;
use super::slot::{Slot, block_of};
use super::symbols::{Declaration, Occurrence, Role, Symbol, content};

/// A word with a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; always on one line.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// True where the text declares what the word names.
    pub declaration: bool,
    /// True for what should not be used any more.
    pub deprecated: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `$inputs` or `$steps` at the beginning of a reference.
    Root,
    /// The name of an input.
    Input,
    /// The name of a step.
    Step,
    /// The name of an output: of a step, or of the definition.
    Output,
    /// The part of the type of a block before the slash.
    Namespace,
    /// The rest of it.
    Block,
    /// The name of a member that has a meaning.
    Property,
}

/// The words in a text, in its order; none of them overlap.
pub fn tokens(file: &File) -> Vec<Token> {
    let mut collector = Collector { file, tokens: Vec::new() };
    for occurrence in &file.symbols.occurrences {
        collector.name(occurrence);
    }
    collector.members(&file.document.root, &Slot::Part(Part::Workflow));
    let mut tokens = collector.tokens;
    tokens.sort_by_key(|token| token.span.start);
    let mut end = 0;
    tokens.retain(|token| {
        let apart = end <= token.span.start;
        if apart {
            end = token.span.end;
        }
        apart
    });
    tokens
}

struct Collector<'f> {
    file: &'f File,
    tokens: Vec<Token>,
}

impl Collector<'_> {
    fn push(&mut self, span: Span, kind: TokenKind) -> Option<&mut Token> {
        let text = self.file.text().get(span.clone())?;
        if text.is_empty() || text.contains(['\n', '\r']) {
            return None;
        }
        self.tokens.push(Token { span, kind, declaration: false, deprecated: false });
        self.tokens.last_mut()
    }

    fn name(&mut self, occurrence: &Occurrence) {
        let kind = match occurrence.symbol {
            Symbol::Input(_) => TokenKind::Input,
            Symbol::Step(_) => TokenKind::Step,
            Symbol::Output(_) => TokenKind::Output,
        };
        let span = occurrence.name.span.clone();
        match &occurrence.role {
            Role::Declaration => {
                if let Some(token) = self.push(span, kind) {
                    token.declaration = true;
                }
            }
            Role::Binding => {
                if self.declaration(occurrence).is_some() {
                    self.push(span, kind);
                }
            }
            Role::Reference(target) => self.reference(occurrence, target, kind),
        }
    }

    fn declaration(&self, occurrence: &Occurrence) -> Option<&Declaration> {
        self.file.symbols.declaration(occurrence.scope, &occurrence.symbol)
    }

    fn reference(&mut self, occurrence: &Occurrence, target: &Target, kind: TokenKind) {
        let name = &occurrence.name;
        let is_part = kind == TokenKind::Output;
        // Parts of what is written with escapes cannot be told apart.
        let root = if matches!(target, Target::Input(_)) { "$inputs" } else { "$steps" };
        let Some(start) = name.span.start.checked_sub(root.len() + 1) else { return };
        if is_part || name.span == occurrence.span || self.declaration(occurrence).is_none() {
            return;
        }
        self.push(start..name.span.start - 1, TokenKind::Root);
        self.push(name.span.clone(), kind);
        let (Target::Output { step, output }, Some(span)) = (target, &name.output) else { return };
        let file = self.file;
        let step = file.producer(occurrence.scope, step);
        if output == WILDCARD || step.is_some_and(|step| file.output(&step, output).is_some()) {
            self.push(span.clone(), TokenKind::Output);
        }
    }

    /// Names of members, and types of blocks, in a value.
    fn members(&mut self, node: &Node, slot: &Slot) {
        match &node.data {
            Data::List(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.members(element, &slot.element(index));
                }
            }
            Data::Object(members) => {
                for member in members {
                    let inner = slot.member(node, &member.name, &self.file.catalogue);
                    let is_entry = matches!((slot, &inner), (Slot::Bindings, _))
                        || slot.owner(node, &self.file.catalogue).is_none()
                            && slot.tagged().is_none()
                            && matches!(slot, Slot::Property { .. });
                    if !is_entry && !matches!(inner, Slot::Unknown) {
                        let span = content(self.file.text(), &member.name_span, &member.name);
                        self.push(span.unwrap_or_else(|| member.name_span.clone()), TokenKind::Property);
                    }
                    if matches!(inner, Slot::Member(_, def) if matches!(def.shape, MemberShape::Block)) {
                        self.block(node, &member.value);
                    }
                    self.members(&member.value, &inner);
                }
            }
            _ => {}
        }
    }

    /// The type of a step.
    fn block(&mut self, step: &Node, value: &Node) {
        let Some(text) = value.as_str() else { return };
        let Some(def) = block_of(step, &self.file.catalogue) else { return };
        let Some(span) = content(self.file.text(), &value.span, text) else { return };
        let name = text.find('/').map_or(0, |slash| slash + 1);
        if name > 0 {
            self.push(span.start..span.start + name - 1, TokenKind::Namespace);
        }
        if let Some(token) = self.push(span.start + name..span.end, TokenKind::Block) {
            token.deprecated = def.deprecated.is_some();
        }
    }
}
