//! The properties of an object, which is a step or a tagged object within one: given, defaults, missing, unknown.

use std::collections::HashSet;

use super::expectation::expectation;
use super::{Reference, read};
use crate::block::{Arg, Default, Field, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Member, Node, Pointer};
use crate::suggest::{nearest_for_few, together};
use crate::value::Value;

/// An object whose properties are to be read.
#[derive(Clone, Copy)]
pub(super) struct Object<'a> {
    /// What it is, by the text of its `type`.
    pub(super) owner: &'static str,
    /// Members that are no properties.
    pub(super) own: &'a [&'a str],
    /// Its properties.
    pub(super) fields: &'static [Field],
    /// The object.
    pub(super) node: &'a Node,
    /// What is in it.
    pub(super) members: &'a [Member],
    /// Where it stands.
    pub(super) pointer: &'a Pointer,
}

impl Object<'_> {
    /// What the object gives for each field. Where something is wrong, null stands in its place.
    pub(super) fn read(self, references: &mut Vec<Reference>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arg> {
        let args = self.fields(self.fields, references, diagnostics);
        self.unknown(diagnostics);
        args
    }

    fn fields(
        self,
        fields: &'static [Field],
        references: &mut Vec<Reference>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arg> {
        let mut read = |field: &'static Field| match field {
            Field::Property(property) => self.property(property, references, diagnostics),
            Field::Group(group) => Arg::Group(self.fields(group, references, diagnostics)),
        };
        fields.iter().map(&mut read).collect()
    }

    fn property(
        self,
        property: &'static PropertyDef,
        references: &mut Vec<Reference>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arg {
        const UNREADABLE: Arg = Arg::Value(Value::Null);
        let Some(member) = find(self.node, property) else {
            if property.is_required() {
                diagnostics.push(self.missing(property));
                return UNREADABLE;
            }
            return Arg::Value(default_value(property));
        };
        let pointer = self.pointer.member(&member.name);
        read::property(property, &member.value, &pointer, references, diagnostics).unwrap_or(UNREADABLE)
    }

    fn missing(self, property: &PropertyDef) -> Diagnostic {
        Diagnostic::error(
            Code::MissingProperty,
            self.pointer.member(property.name),
            self.node.span.clone(),
            format!("`{}` needs the property `{}`", self.owner, property.name),
        )
        .with_remedy(format!("add `{}`: {}", property.name, expectation(property.shape)))
    }

    fn unknown(self, diagnostics: &mut Vec<Diagnostic>) {
        /// More names than these do not help anybody.
        const SHOWN: usize = 5;
        let properties = properties(self.fields);
        let accepted = |name: &str| {
            self.own.contains(&name)
                || properties.iter().any(|property| property.name == name || property.aliases.contains(&name))
        };
        let mut seen = HashSet::new();
        for member in self.members {
            if !seen.insert(member.name.as_str()) {
                diagnostics.push(
                    Diagnostic::warning(
                        Code::DuplicateProperty,
                        self.pointer.member(&member.name),
                        member.name_span.clone(),
                        format!("`{}` is given twice; the last one counts", member.name),
                    )
                    .with_remedy("remove one of them"),
                );
            } else if !accepted(&member.name) {
                let known = || properties.iter().map(|property| property.name);
                let remedy = match nearest_for_few(diagnostics.len(), &member.name, known()) {
                    Some(word) => Remedy::instead(word),
                    None if properties.is_empty() => "remove it".into(),
                    None if properties.len() <= SHOWN => format!("its properties are {}", together(known())).into(),
                    None => format!("it has {} others; check the spelling", properties.len()).into(),
                };
                diagnostics.push(
                    Diagnostic::warning(
                        Code::UnknownProperty,
                        self.pointer.member(&member.name),
                        member.name_span.clone(),
                        format!("`{}` has no property `{}`; it is ignored", self.owner, member.name),
                    )
                    .with_remedy(remedy),
                );
            }
        }
    }
}

fn properties(fields: &'static [Field]) -> Vec<&'static PropertyDef> {
    crate::block::properties(fields).collect()
}

/// The member that gives a property, under its name or, failing that, under an alias.
pub(super) fn find<'a>(node: &'a Node, property: &PropertyDef) -> Option<&'a Member> {
    node.get(property.name).or_else(|| property.aliases.iter().find_map(|alias| node.get(alias)))
}

/// A property, the member that gives it, and the literal that has been read from it.
pub(super) type Given<'a> = (&'static PropertyDef, &'a Member, &'a Value);

/// The members that give properties, with the literals that have been read from them.
pub(super) fn given<'a>(fields: &'static [Field], args: &'a [Arg], node: &'a Node) -> Vec<Given<'a>> {
    let mut given = Vec::new();
    for (field, arg) in fields.iter().zip(args) {
        match (field, arg) {
            (Field::Property(property), Arg::Value(value)) => {
                given.extend(find(node, property).map(|member| (property, member, value)));
            }
            (Field::Group(fields), Arg::Group(args)) => given.extend(self::given(fields, args, node)),
            _ => {}
        }
    }
    given
}

/// The default as JSON; null where there is none.
pub(super) fn default_of(property: &PropertyDef) -> serde_json::Value {
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
