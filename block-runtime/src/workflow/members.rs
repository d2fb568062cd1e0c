//! Reading the members of an object of the definition, each mistake with its place.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Data, Member, Node, Place, Pointer};
use crate::kind;
use crate::step::too_long;
use crate::suggest::{nearest_for_few, together};

use super::definition::Named;

/// An object of the definition that is being read.
pub(super) struct Members<'n, 'd> {
    /// What the object is, for messages: `the input`.
    what: &'static str,
    node: &'n Node,
    listed: &'n [Member],
    pointer: Pointer,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'n, 'd> Members<'n, 'd> {
    /// Reads a node as an object; anything else is reported.
    pub(super) fn of(
        what: &'static str,
        node: &'n Node,
        pointer: Pointer,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Option<Self> {
        if let Some(listed) = node.members() {
            return Some(Self { what, node, listed, pointer, diagnostics });
        }
        diagnostics.push(Diagnostic::error(
            Code::WrongType,
            pointer,
            node.span.clone(),
            format!("{what} must be an object, found {node}"),
        ));
        None
    }

    /// Where the object stands.
    pub(super) fn place(&self) -> Place {
        Place::new(self.pointer.clone(), &self.node.span)
    }

    /// Where the value of a member stands; the object itself where there is no such member.
    pub(super) fn place_of(&self, name: &str) -> Place {
        match self.node.get(name) {
            Some(member) => Place::new(self.pointer.member(name), &member.value.span),
            None => self.place(),
        }
    }

    /// The value of a member.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        self.node.get(name).map(|member| &member.value)
    }

    /// The value of a member that must be there.
    pub(super) fn required(&mut self, name: &str, remedy: &str) -> Option<&'n Node> {
        let value = self.get(name);
        if value.is_none() {
            let place = Place::new(self.pointer.member(name), &self.node.span);
            self.diagnostics.push(
                Diagnostic::error_at(Code::MissingProperty, &place, format!("{} has no `{name}`", self.what))
                    .with_remedy(remedy),
            );
        }
        value
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &str, remedy: &str) -> Option<Named> {
        let value = self.required(name, remedy)?;
        if let Some(text) = value.as_str() {
            return Some(Named { name: text.to_owned(), place: self.place_of(name) });
        }
        self.wrong_type(name, value, "text");
        None
    }

    /// The `name`, which must be there.
    pub(super) fn name(&mut self, remedy: &str) -> Option<Named> {
        let name = self.text("name", remedy)?;
        self.diagnostics.extend(too_long(&name.name, &name.place));
        Some(name)
    }

    /// A list that must be there.
    pub(super) fn list(&mut self, name: &str, remedy: &str) -> Option<&'n [Node]> {
        let value = self.required(name, remedy)?;
        if value.elements().is_none() {
            self.wrong_type(name, value, "a list");
        }
        value.elements()
    }

    /// A whole number that may be missing.
    pub(super) fn integer(&mut self, name: &str) -> Option<i64> {
        let value = self.get(name)?;
        if let Data::Integer(number) = value.data {
            return Some(number);
        }
        self.wrong_type(name, value, "a whole number");
        None
    }

    /// Reports that a member has another type than it must have.
    pub(super) fn wrong_type(&mut self, name: &str, value: &Node, expected: &str) {
        let place = self.place_of(name);
        let message = format!("`{name}` of {} must be {expected}, found {value}", self.what);
        self.diagnostics.push(Diagnostic::error_at(Code::WrongType, &place, message));
    }

    /// Reports that a text is none of those that are known.
    pub(super) fn unknown_value(&mut self, name: &str, value: &Node, known: &[&str]) {
        let place = self.place_of(name);
        let message = match known {
            [only] => format!("the {name} of {} is always `{only}`, found {value}", self.what),
            _ => format!("{} has no {name} {value}; there are {}", self.what, together(known.iter().copied())),
        };
        let diagnostic = Diagnostic::error_at(Code::UnknownValue, &place, message);
        let nearest = |text: &str| nearest_for_few(self.diagnostics.len(), text, known.iter().copied());
        self.diagnostics.push(match value.as_str().and_then(nearest) {
            Some(word) => diagnostic.with_remedy(Remedy::instead(word)),
            None => diagnostic,
        });
    }

    /// Warns of the name of a kind that does not exist.
    pub(super) fn unknown_kind(&mut self, index: usize, element: &Node, name: &str) {
        let place = Place::new(self.pointer.member("kind").element(index), &element.span);
        let message = format!("there is no kind `{name}`; its data can only be bound to properties that take any kind");
        let remedy = match nearest_for_few(self.diagnostics.len(), name, kind::KINDS.iter().map(|kind| kind.name)) {
            Some(near) => Remedy::instead(near),
            None => "leave `kind` out if the data may be anything".into(),
        };
        self.diagnostics.push(Diagnostic::warning_at(Code::UnknownKind, &place, message).with_remedy(remedy));
    }

    /// Reports a mistake of another sort.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Warns of a member that stands for another one of the same name.
    pub(super) fn given_twice(&mut self, name: &str, place: &Place) {
        let message = format!("`{name}` is given twice; the last one counts");
        let warning = Diagnostic::warning_at(Code::DuplicateProperty, place, message);
        self.diagnostics.push(warning.with_remedy("remove one of them"));
    }

    /// Warns of members that mean nothing and of those that are given twice.
    pub(super) fn warn_of_strangers(&mut self, known: &[&'static str]) {
        let mut seen = HashSet::new();
        for member in self.listed {
            let place = Place::new(self.pointer.member(&member.name), &member.name_span);
            if !seen.insert(member.name.as_str()) {
                self.given_twice(&member.name, &place);
            } else if !known.contains(&member.name.as_str()) {
                let message = format!("`{}` means nothing in {}; it is ignored", member.name, self.what);
                let warning = Diagnostic::warning_at(Code::UnknownProperty, &place, message);
                let nearest = nearest_for_few(self.diagnostics.len(), &member.name, known.iter().copied());
                self.diagnostics.push(match nearest {
                    Some(word) => warning.with_remedy(Remedy::instead(word)),
                    None => warning,
                });
            }
        }
    }
}
