//! What a text leaves unsaid, for editors to show between its words.

use crate::block::{BlockDef, Default, PropertyDef, When};
use crate::document::{Node, Span};
use crate::kind::{self, WILDCARD};
use crate::step::Target;

use super::file::File;
use super::hover::code;
use super::slot::block_of;
use super::symbols::{Role, Symbol};

/// A few words that an editor shows in the text without their being part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// In front of which place of the text they are shown.
    pub offset: usize,
    /// The words.
    pub label: String,
    /// More of it, as Markdown.
    pub tooltip: String,
    /// What they are about.
    pub kind: HintKind,
}

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HintKind {
    /// The kinds of the data to which a reference leads.
    Kinds,
    /// Properties that a step leaves out, and what holds instead.
    Defaults,
}

/// Which hints are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HintSettings {
    /// The kinds of data after references.
    pub kinds: bool,
    /// Defaults after steps.
    pub defaults: bool,
}

impl std::default::Default for HintSettings {
    fn default() -> Self {
        Self { kinds: true, defaults: true }
    }
}

/// The hints in a part of the text, in its order.
pub fn hints(file: &File, part: &Span, settings: HintSettings) -> Vec<Hint> {
    let mut hints = Vec::new();
    if settings.kinds {
        kinds(file, part, &mut hints);
    }
    if settings.defaults {
        defaults(file, part, &mut hints);
    }
    // Where both stand in one place, the kinds of the last reference come first.
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn shows(part: &Span, offset: usize) -> bool {
    part.start <= offset && offset <= part.end
}

fn kinds(file: &File, part: &Span, hints: &mut Vec<Hint>) {
    const MOST: usize = 2;
    for occurrence in &file.symbols.occurrences {
        let Role::Reference(target) = &occurrence.role else { continue };
        // An output of an inner workflow is named by a reference to it, too.
        let is_part = matches!(occurrence.symbol, Symbol::Output(_));
        if is_part || !shows(part, occurrence.span.end) || matches!(target, Target::Step(_)) {
            continue;
        }
        let kinds = file.kinds_of(occurrence.scope, target);
        if kinds.is_empty() || kinds.contains(&WILDCARD) {
            continue;
        }
        let more = if kinds.len() > MOST { " | …" } else { "" };
        let label = format!(": {}{more}", kinds[..kinds.len().min(MOST)].join(" | "));
        let meaning = |name: &&str| {
            let meaning = kind::find(name).map(|info| format!(": {}", info.description)).unwrap_or_default();
            format!("- {}{meaning}", code(name))
        };
        let tooltip = kinds.iter().map(meaning).collect::<Vec<_>>().join("\n");
        hints.push(Hint { offset: occurrence.span.end, label, tooltip, kind: HintKind::Kinds });
    }
}

fn defaults(file: &File, part: &Span, hints: &mut Vec<Hint>) {
    const MOST: usize = 3;
    for declaration in file.symbols.scopes.iter().flat_map(|scope| &scope.steps) {
        if declaration.span.end < part.start || part.end < declaration.span.start {
            continue;
        }
        let Some(node) = file.document.root.at(declaration.pointer.tokens()) else { continue };
        let Some(def) = block_of(node, &file.catalogue) else { continue };
        let last = node.members().and_then(<[_]>::last).map(|member| member.value.span.end);
        let Some(offset) = last.filter(|offset| shows(part, *offset)) else { continue };
        let left_out: Vec<(&str, String)> = left_out(def, node).collect();
        if left_out.is_empty() {
            continue;
        }
        let short = |(name, value): &(&str, String)| format!("{name} {}", shortened(value));
        let mut label = left_out.iter().take(MOST).map(short).collect::<Vec<_>>().join(" · ");
        if left_out.len() > MOST {
            label.push_str(" · …");
        }
        let line = |(name, value): &(&str, String)| format!("- `{name}`: {}", code(value));
        let lines: Vec<String> = left_out.iter().map(line).collect();
        let tooltip = format!("Left out, so these hold:\n\n{}", lines.join("\n"));
        hints.push(Hint { offset, label, tooltip, kind: HintKind::Defaults });
    }
}

/// Names and defaults of the properties that a step leaves out, as JSON text.
fn left_out(def: &'static BlockDef, step: &Node) -> impl Iterator<Item = (&'static str, String)> {
    let missing = |property: &&'static PropertyDef| {
        let mut names = std::iter::once(property.name).chain(property.aliases.iter().copied());
        names.all(|name| step.get(name).is_none()) && !property.flags.hidden
    };
    let relevant = |property: &&'static PropertyDef| {
        property.relevance.iter().all(|hint| match hint.when {
            When::Values(values) => may_be(def, step, hint.property, values),
            When::Kinds(_) => step.get(hint.property).is_some(),
        })
    };
    let default = |property: &'static PropertyDef| match property.default {
        Default::Value(make) => Some((property.name, make().to_string())),
        Default::Required | Default::Null | Default::Empty(_) => None,
    };
    def.properties().filter(missing).filter(relevant).filter_map(default)
}

/// True when a property of a step may have one of these values: it has it, or a reference, or has it by default.
fn may_be(def: &BlockDef, step: &Node, name: &str, values: &[&str]) -> bool {
    let written = step.get(name).map(|member| &member.value);
    if written.and_then(Node::as_str).is_some_and(Target::is_reference) {
        return true;
    }
    let default = || {
        let property = def.properties().find(|property| property.name == name)?;
        match property.default {
            Default::Value(make) | Default::Empty(make) => Some(make()),
            Default::Required | Default::Null => None,
        }
    };
    let value = written.map(Node::to_json).or_else(default).unwrap_or_default();
    values.iter().any(|text| serde_json::from_str::<serde_json::Value>(text).is_ok_and(|one| one == value))
}

/// A default in a few characters.
fn shortened(json: &str) -> String {
    const LONGEST: usize = 24;
    let text = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|text| !text.is_empty());
    match text.unwrap_or(json) {
        text if text.chars().count() <= LONGEST => text.to_owned(),
        text if text.starts_with('[') => "[…]".to_owned(),
        text if text.starts_with('{') => "{…}".to_owned(),
        text => text.chars().take(LONGEST - 1).chain(['…']).collect(),
    }
}
