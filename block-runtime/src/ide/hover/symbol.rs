//! What names stand for: inputs, steps and outputs, where they are declared and where they are referred to.

use crate::compile::{Level, Lineage};
use crate::document::Span;
use crate::kind::WILDCARD;
use crate::step::Target;

use super::super::file::File;
use super::super::inventory::{Produced, Producer, Runs};
use super::super::symbols::{Occurrence, Role, Symbol};
use super::block::{deprecation, listed, named_output};
use super::page::{Page, code, meanings};

/// The name under a place of the text.
pub(super) fn page(file: &File, offset: usize) -> Option<(Span, Page)> {
    let here = |one: &&Occurrence| one.span.start <= offset && offset <= one.span.end;
    // Names of outputs that inner workflows declare are parts of references that are found too.
    let is_part = |one: &Occurrence| matches!((&one.role, &one.symbol), (Role::Reference(_), Symbol::Output(_)));
    let occurrence = file.symbols.occurrences.iter().filter(here).find(|one| !is_part(one))?;
    let scope = occurrence.scope;
    let Role::Reference(target) = &occurrence.role else {
        let mut page = declared(file, scope, &occurrence.symbol)?;
        if occurrence.role == Role::Declaration {
            page.facts.extend(mentions(file, occurrence));
        }
        return Some((occurrence.name.span.clone(), page));
    };
    let name = &occurrence.name;
    let is_whole = name.span == occurrence.span;
    if let Target::Output { step, output } = target
        && (is_whole || name.output.as_ref().is_some_and(|span| span.start <= offset))
    {
        let span = name.output.clone().unwrap_or_else(|| name.span.clone());
        return Some((span, given_back(file, scope, step, output)?));
    }
    if offset < name.span.start && !is_whole {
        let (root, page) = root(file, scope, target)?;
        // A dot stands between the two.
        let end = name.span.start - 1;
        return Some((end.checked_sub(root.len())?..end, page));
    }
    Some((name.span.clone(), declared(file, scope, &occurrence.symbol)?))
}

/// The word that references begin with.
fn root(file: &File, scope: usize, target: &Target) -> Option<(&'static str, Page)> {
    let scope = file.symbols.scopes.get(scope)?;
    let (root, what, parts) = match target {
        Target::Input(_) => ("$inputs", "Inputs", &scope.inputs),
        Target::Output { .. } | Target::Step(_) => ("$steps", "Steps", &scope.steps),
    };
    let facts = vec![listed(what, parts.iter().map(|part| code(&part.name)))];
    let description = match target {
        Target::Input(_) => "What the workflow is given: `$inputs.<name>`.",
        Target::Output { .. } | Target::Step(_) => {
            "What steps give back: `$steps.<name>.<output>`; `$steps.<name>` alone is the step itself."
        }
    };
    Some((root, Page { head: format!("**{}**", code(root)), description: description.to_owned(), facts }))
}

fn declared(file: &File, scope: usize, symbol: &Symbol) -> Option<Page> {
    match symbol {
        Symbol::Input(name) => input(file, scope, name),
        Symbol::Step(name) => file.producer(scope, name).map(|step| step_page(file, &step)),
        Symbol::Output(name) => output(file, scope, name),
    }
}

/// How many places refer to a name.
fn mentions(file: &File, declaration: &Occurrence) -> Option<String> {
    if matches!(declaration.symbol, Symbol::Output(_)) && declaration.scope == 0 {
        return None;
    }
    let references = file.symbols.alike(declaration).filter(|one| matches!(one.role, Role::Reference(_))).count();
    Some(match references {
        0 => "Nothing refers to it.".to_owned(),
        1 => "One place refers to it.".to_owned(),
        _ => format!("{references} places refer to it."),
    })
}

fn input(file: &File, scope: usize, name: &str) -> Option<Page> {
    let given = file.given(scope, name)?;
    let type_name = given.input_type.map(|one| format!(" · {}", code(one.word().text))).unwrap_or_default();
    let mut facts = vec![meanings(&given.kinds)];
    if let Some(default) = given.default {
        let text = default.to_json().to_string();
        facts.push(if text.chars().count() > 60 {
            "Has a default.".to_owned()
        } else {
            format!("Default: {}.", code(&text))
        });
    }
    if given.levels > 1 {
        facts.push(format!("Given as lists within lists, {} levels deep.", given.levels));
    }
    Some(Page { head: format!("Input **{}**{type_name}", code(name)), description: String::new(), facts })
}

fn step_page(file: &File, step: &Producer<'_>) -> Page {
    let outputs = file.outputs(step);
    let depth = outputs.iter().find_map(|output| depth(file, output.lineage?));
    let mut facts: Vec<String> = match step.runs {
        Runs::Block(def) => deprecation(def).into_iter().collect(),
        Runs::Workflow(_) | Runs::Unknown => Vec::new(),
    };
    if !outputs.is_empty() {
        facts.push(all(&outputs));
    }
    facts.extend(depth);
    let (block, description) = match step.runs {
        Runs::Block(def) => (format!(" · {} ({})", def.name, code(def.id)), def.summary()),
        Runs::Workflow(_) => (" · inner workflow".to_owned(), String::new()),
        Runs::Unknown => (String::new(), String::new()),
    };
    Page { head: format!("Step **{}**{block}", code(&step.declaration.name)), description, facts }
}

fn all(outputs: &[Produced<'_>]) -> String {
    listed("Outputs", outputs.iter().map(|output| named_output(output.name, output.kinds.iter().copied())))
}

/// An output of a step, or all of them.
fn given_back(file: &File, scope: usize, step: &str, name: &str) -> Option<Page> {
    let step = file.producer(scope, step)?;
    let of = format!("of step {}", code(&step.declaration.name));
    let of = match step.runs {
        Runs::Block(def) => format!("{of} · {}", def.name),
        Runs::Workflow(_) | Runs::Unknown => of,
    };
    if name == WILDCARD {
        let outputs = file.outputs(&step);
        let depth = outputs.iter().find_map(|output| depth(file, output.lineage?));
        let facts = std::iter::once(all(&outputs)).chain(depth).collect();
        return Some(Page { head: format!("**All outputs** {of}"), description: String::new(), facts });
    }
    let output = file.output(&step, name)?;
    let facts = std::iter::once(meanings(&output.kinds)).chain(output.lineage.and_then(|one| depth(file, one)));
    let facts = facts.filter(|fact| !fact.is_empty()).collect();
    let description = crate::block::description(output.doc);
    Some(Page { head: format!("Output **{}** {of}", code(name)), description, facts })
}

/// An output of a definition.
fn output(file: &File, scope: usize, name: &str) -> Option<Page> {
    let declaration = file.symbols.declaration(scope, &Symbol::Output(name.to_owned()))?;
    let node = file.document.root.at(declaration.pointer.tokens())?;
    let selector = node.get("selector").and_then(|member| member.value.as_str());
    let mut facts = Vec::new();
    if let Some(selector) = selector {
        facts.push(format!("Gives back {}.", code(selector)));
        let kinds = Target::parse(selector).map(|target| file.kinds_of(scope, &target)).unwrap_or_default();
        facts.extend((!kinds.is_empty()).then(|| meanings(&kinds)));
    }
    let of = if scope == 0 { "the workflow" } else { "the inner workflow" };
    Some(Page { head: format!("Output **{}** of {of}", code(name)), description: String::new(), facts })
}

/// How many pieces of data there are, where that is not one for each image.
fn depth(file: &File, lineage: &Lineage) -> Option<String> {
    match lineage.levels() {
        [] => Some("There is one for the whole run.".to_owned()),
        [Level::Root] => None,
        [.., innermost] => {
            let elements = match innermost {
                Level::Root => "element of the batch".to_owned(),
                Level::Input { input, .. } => {
                    let name = file.analysis.definition.inputs.get(*input).map(|input| input.name.name.as_str());
                    format!("element of the inner lists of input {}", code(name?))
                }
                Level::Step(place) => {
                    let step = file.analysis.order.get(*place).and_then(|number| file.analysis.step(*number))?;
                    format!("element that step {} makes", code(&step.step.name))
                }
            };
            Some(format!("There is one for each {elements}: a batch of depth {}.", lineage.depth()))
        }
    }
}
