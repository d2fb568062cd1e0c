//! The properties of an object, which is a step or a tagged object within one: given, defaults, missing, unknown.

use std::collections::HashSet;

use super::expectation::expectation;
use super::{Reference, read};
use crate::block::{Arg, Default, Field, PropertyDef, Shape};
use crate::diagnostic::{Code, Diagnostic, Remedy};
use crate::document::{Member, Node, Place, Pointer};
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

/// A member that is no property.
struct Stranger<'a> {
    member: &'a Member,
    /// The property of which its name is probably a slip.
    meant: Option<&'static PropertyDef>,
}

impl<'a> Object<'a> {
    /// What the object gives for each field. Where something is wrong, null stands in its place.
    pub(super) fn read(self, references: &mut Vec<Reference>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arg> {
        let strangers = self.strangers(diagnostics.len());
        let args = self.fields(self.fields, &strangers, references, diagnostics);
        self.warn_of_repeated(diagnostics);
        self.warn_of(&strangers, diagnostics);
        args
    }

    /// The members that are no properties, each name once.
    fn strangers(self, findings: usize) -> Vec<Stranger<'a>> {
        let properties = properties(self.fields);
        let accepted = |name: &str| {
            self.own.contains(&name)
                || properties.iter().any(|property| property.name == name || property.aliases.contains(&name))
        };
        let mut seen = HashSet::new();
        let strangers = self.members.iter().filter(|member| !accepted(&member.name) && seen.insert(&member.name));
        let strangers = strangers.enumerate().map(|(place, member)| {
            let names = properties.iter().map(|property| property.name);
            let near = nearest_for_few(findings + place, &member.name, names);
            let meant = near.and_then(|near| properties.iter().find(|property| property.name == near)).copied();
            Stranger { member, meant }
        });
        strangers.collect()
    }

    fn fields(
        self,
        fields: &'static [Field],
        strangers: &[Stranger<'a>],
        references: &mut Vec<Reference>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arg> {
        let mut read = |field: &'static Field| match field {
            Field::Property(property) => self.property(property, strangers, references, diagnostics),
            Field::Group(group) => Arg::Group(self.fields(group, strangers, references, diagnostics)),
        };
        fields.iter().map(&mut read).collect()
    }

    fn property(
        self,
        property: &'static PropertyDef,
        strangers: &[Stranger<'a>],
        references: &mut Vec<Reference>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Arg {
        const UNREADABLE: Arg = Arg::Value(Value::Null);
        let Some(member) = find(self.node, property) else {
            if property.is_required() {
                diagnostics.push(self.missing(property, strangers));
                return UNREADABLE;
            }
            return Arg::Value(default_value(property));
        };
        let pointer = self.pointer.member(&member.name);
        read::property(property, &member.value, &pointer, references, diagnostics).unwrap_or(UNREADABLE)
    }

    /// Reports that a property is missing; where its name has a slip in it, at that place.
    fn missing(self, property: &'static PropertyDef, strangers: &[Stranger<'_>]) -> Diagnostic {
        let pointer = self.pointer.member(property.name);
        let misspelt = strangers.iter().find(|stranger| stranger.is_instead_of(property));
        if let Some(Stranger { member, .. }) = misspelt {
            let message = format!("`{}` needs `{}`, and has no property `{}`", self.owner, property.name, member.name);
            return Diagnostic::error(Code::MissingProperty, pointer, member.name_span.clone(), message)
                .with_remedy(Remedy::instead(property.name));
        }
        let message = format!("`{}` needs the property `{}`", self.owner, property.name);
        Diagnostic::error(Code::MissingProperty, pointer, self.node.span.clone(), message).with_remedy(format!(
            "add `{}`: {}",
            property.name,
            expectation(property.shape)
        ))
    }

    fn warn_of_repeated(self, diagnostics: &mut Vec<Diagnostic>) {
        let mut seen = HashSet::new();
        for member in self.members.iter().filter(|member| !seen.insert(member.name.as_str())) {
            let place = Place::new(self.pointer.member(&member.name), &member.name_span);
            let message = format!("`{}` is given twice; the last one counts", member.name);
            let warning = Diagnostic::warning_at(Code::DuplicateProperty, &place, message);
            diagnostics.push(warning.with_remedy("remove one of them"));
        }
    }

    fn warn_of(self, strangers: &[Stranger<'_>], diagnostics: &mut Vec<Diagnostic>) {
        /// More names than these do not help anybody.
        const SHOWN: usize = 5;
        let properties = properties(self.fields);
        let names = || properties.iter().map(|property| property.name);
        for (place, Stranger { member, meant }) in strangers.iter().enumerate() {
            let is_missing = |property: &PropertyDef| property.is_required() && find(self.node, property).is_none();
            let is_first = |property| !strangers[..place].iter().any(|earlier| earlier.is_instead_of(property));
            if meant.is_some_and(|property| is_missing(property) && is_first(property)) {
                // It is said that the property is missing.
                continue;
            }
            let remedy = match meant {
                Some(property) => Remedy::instead(property.name),
                None if properties.is_empty() => "remove it".into(),
                None if properties.len() <= SHOWN => format!("its properties are {}", together(names())).into(),
                None => format!("it has {} others; check the spelling", properties.len()).into(),
            };
            let place = Place::new(self.pointer.member(&member.name), &member.name_span);
            let message = format!("`{}` has no property `{}`; it is ignored", self.owner, member.name);
            diagnostics.push(Diagnostic::warning_at(Code::UnknownProperty, &place, message).with_remedy(remedy));
        }
    }
}

impl Stranger<'_> {
    fn is_instead_of(&self, property: &'static PropertyDef) -> bool {
        self.meant.is_some_and(|meant| std::ptr::eq(meant, property))
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
