//! From the JSON of a step to arguments: every mistake in one pass, each with its place, what is accepted there and
//! the nearest known word.
//!
//! This is ordinary code that walks the table of a block ([`BlockDef`]); nothing here is generated per block.

mod check;
mod expectation;
mod literal;
mod read;
mod reference;

use std::collections::HashSet;

use crate::block::{Arg, BlockDef, Default, Field, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Member, Node, Place, Pointer, Span};
use crate::limits::MAX_NAME_BYTES;
use crate::suggest::{nearest_for_few, together};
use crate::value::Value;

pub use check::{Check, Configuration};
use expectation::expectation;
pub use reference::{Reference, Target};

/// A step whose properties have been read.
#[derive(Debug, Clone)]
pub struct Step {
    /// Name of the step.
    pub name: String,
    /// Where the name stands.
    pub name_span: Span,
    /// Its block.
    pub def: &'static BlockDef,
    /// What it gives for each field of the block.
    pub args: Vec<Arg>,
    /// The references in its properties, in the order of the table.
    pub references: Vec<Reference>,
    /// Where the step stands.
    pub pointer: Pointer,
    /// Where the step stands in the text.
    pub span: Span,
}

impl Step {
    /// Where it stands.
    pub fn place(&self) -> Place {
        Place::new(self.pointer.clone(), &self.span)
    }
}

/// Reads a step of a known block.
///
/// Mistakes are appended to `diagnostics`; the step is returned when none of them is an error.
pub fn parse(
    def: &'static BlockDef,
    node: &Node,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Step> {
    let before = diagnostics.len();
    let step = parse_partly(def, node, pointer, diagnostics);
    step.filter(|_| !diagnostics[before..].iter().any(Diagnostic::is_error))
}

/// Reads as much of a step as there is, so that its references can be checked although other properties are wrong.
///
/// Mistakes are appended to `diagnostics`. The step is returned when it has a name; where one of its mistakes is an
/// error it is good for showing further ones and not for running.
pub fn parse_partly(
    def: &'static BlockDef,
    node: &Node,
    pointer: &Pointer,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Step> {
    let Some(members) = node.members() else {
        diagnostics.push(Diagnostic::error(
            Code::WrongType,
            pointer.clone(),
            node.span.clone(),
            format!("a step is an object, found {node}"),
        ));
        return None;
    };
    let before = diagnostics.len();
    let mut reader = Reader { def, node, pointer, references: Vec::new(), diagnostics };
    let name = reader.name();
    let args = reader.fields(def.fields);
    reader.unknown_properties(members);
    let references = reader.references;
    let sound = !diagnostics[before..].iter().any(Diagnostic::is_error);
    if sound {
        required_if(def, node, pointer, diagnostics);
        if let Some(author_check) = def.check {
            author_check(&mut Check::new(Configuration::new(def, node), pointer, diagnostics));
        }
    }
    let (name, name_span) = name?;
    Some(Step { name, name_span, def, args, references, pointer: pointer.clone(), span: node.span.clone() })
}

struct Reader<'a> {
    def: &'static BlockDef,
    node: &'a Node,
    pointer: &'a Pointer,
    references: Vec<Reference>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn name(&mut self) -> Option<(String, Span)> {
        let Some(member) = self.node.get("name") else {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::MissingProperty,
                    self.pointer.member("name"),
                    self.node.span.clone(),
                    "the step has no `name`",
                )
                .with_remedy("add a `name`, by which other steps and outputs refer to this one"),
            );
            return None;
        };
        if let Some(name) = member.value.as_str() {
            let place = Place::new(self.pointer.member("name"), &member.value.span);
            self.diagnostics.extend(too_long(name, &place));
            return Some((name.to_owned(), place.span));
        }
        self.diagnostics.push(Diagnostic::error(
            Code::WrongType,
            self.pointer.member("name"),
            member.value.span.clone(),
            format!("`name` must be text, found {}", member.value),
        ));
        None
    }

    fn fields(&mut self, fields: &'static [Field]) -> Vec<Arg> {
        fields
            .iter()
            .map(|field| match field {
                Field::Property(property) => self.property(property),
                Field::Group(group) => Arg::Group(self.fields(group)),
            })
            .collect()
    }

    fn property(&mut self, property: &'static PropertyDef) -> Arg {
        const UNREADABLE: Arg = Arg::Value(Value::Null);
        let node = self.node;
        let Some(member) = find(node, property) else {
            if property.is_required() {
                self.missing(property);
                return UNREADABLE;
            }
            return Arg::Value(default_value(property));
        };
        let pointer = self.pointer.member(&member.name);
        read::property(property, &member.value, &pointer, &mut self.references, self.diagnostics).unwrap_or(UNREADABLE)
    }

    fn missing(&mut self, property: &PropertyDef) {
        let accepts = expectation(property.shape);
        self.diagnostics.push(
            Diagnostic::error(
                Code::MissingProperty,
                self.pointer.member(property.name),
                self.node.span.clone(),
                format!("`{}` needs the property `{}`", self.def.id, property.name),
            )
            .with_remedy(format!("add `{}`: {accepts}", property.name)),
        );
    }

    fn unknown_properties(&mut self, members: &[Member]) {
        let known: Vec<&str> = self.def.properties().map(|property| property.name).collect();
        let accepted = |name: &str| {
            name == "type"
                || name == "name"
                || self.def.properties().any(|property| property.name == name || property.aliases.contains(&name))
        };
        let mut seen = HashSet::new();
        for member in members {
            if !seen.insert(member.name.as_str()) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::DuplicateProperty,
                        self.pointer.member(&member.name),
                        member.name_span.clone(),
                        format!("`{}` is given twice; the last one counts", member.name),
                    )
                    .with_remedy("remove one of them"),
                );
            } else if !accepted(&member.name) {
                let remedy = match nearest_for_few(self.diagnostics.len(), &member.name, known.iter().copied()) {
                    Some(word) => format!("did you mean `{word}`?"),
                    None => {
                        format!("its properties are {}", together(known.iter().copied()))
                    }
                };
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::UnknownProperty,
                        self.pointer.member(&member.name),
                        member.name_span.clone(),
                        format!("`{}` has no property `{}`; it is ignored", self.def.id, member.name),
                    )
                    .with_remedy(remedy),
                );
            }
        }
    }
}

/// What is to be said about a name that is too long.
pub(crate) fn too_long(name: &str, place: &Place) -> Option<Diagnostic> {
    (name.len() > MAX_NAME_BYTES).then(|| {
        let message = format!("the name has {} bytes, more than {MAX_NAME_BYTES}", name.len());
        Diagnostic::error_at(Code::TooLarge, place, message).with_remedy("shorten it")
    })
}

/// The member that gives a property, under its name or, failing that, under an alias.
fn find<'a>(node: &'a Node, property: &PropertyDef) -> Option<&'a Member> {
    node.get(property.name).or_else(|| property.aliases.iter().find_map(|alias| node.get(alias)))
}

fn default_of(property: &PropertyDef) -> serde_json::Value {
    match property.default {
        Default::Required | Default::Null => serde_json::Value::Null,
        Default::Empty(make) | Default::Value(make) => make(),
    }
}

/// The default as `run` receives it, which for a custom shape is what its reader makes of the JSON.
fn default_value(property: &PropertyDef) -> Value {
    let json = default_of(property);
    let read = property.shape.alternatives().into_iter().find_map(|shape| match shape {
        Shape::Custom(custom) => (custom.read)(&Node::from_json(&json), &mut |_, _| {}),
        _ => None,
    });
    read.unwrap_or_else(|| Value::from_json(&json))
}

/// Reports properties that other properties make necessary.
fn required_if(def: &'static BlockDef, node: &Node, pointer: &Pointer, diagnostics: &mut Vec<Diagnostic>) {
    let configuration = Configuration::new(def, node);
    for property in def.properties() {
        let given =
            find(node, property).is_some_and(|member| !matches!(member.value.data, crate::document::Data::Null));
        if given {
            continue;
        }
        let Some(condition) = property.required_if.iter().find(|condition| configuration.satisfies(condition)) else {
            continue;
        };
        let because: Vec<String> =
            condition.iter().map(|(name, _)| format!("`{name}` is {}", configuration.json(name))).collect();
        diagnostics.push(
            Diagnostic::error(
                Code::RequiredHere,
                pointer.member(property.name),
                node.span.clone(),
                format!("`{}` is required when {}", property.name, because.join(" and ")),
            )
            .with_remedy(format!("add `{}`: {}", property.name, expectation(property.shape))),
        );
    }
}

/// Checks a value that is only known when the workflow runs against the property that it is bound to.
///
/// # Errors
/// What is wrong with it, for people.
pub fn check_value(property: &PropertyDef, value: &Value) -> Result<(), String> {
    literal::check_value(property, value)
}
