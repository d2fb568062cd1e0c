//! The parts of a definition, as editors list them beside the text.

use crate::document::{Node, Pointer, Span, Token};
use crate::workflow::{Part, is_inner};

use super::file::File;
use super::slot::Slot;

/// A part of the definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlined {
    /// Its name; its type, or what it is, where it has none.
    pub name: String,
    /// The type of an input, the block of a step, the reference of an output; empty where there is none.
    pub detail: String,
    /// What it is.
    pub kind: OutlineKind,
    /// Where the part stands in the text.
    pub span: Span,
    /// Where its name stands, within the part.
    pub name_span: Span,
    /// The steps of an inner workflow, in the order in which they run.
    pub children: Vec<Outlined>,
}

/// What a part of the definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutlineKind {
    /// An input.
    Input,
    /// A step.
    Step,
    /// A step that stands for an inner workflow.
    InnerWorkflow,
    /// An output.
    Output,
}

/// The inputs, the steps in the order in which they run, and the outputs.
///
/// Steps that cannot be read have no place in that order; they follow the others, as they stand in the text.
pub fn outline(file: &File) -> Vec<Outlined> {
    let (root, pointer) = (&file.document.root, Pointer::root());
    let elements = |name: &str| root.get(name).and_then(|member| member.value.elements()).unwrap_or_default();
    let mut parts: Vec<Outlined> = elements("inputs").iter().map(|node| outlined(file, node, Part::Input)).collect();
    parts.extend(steps(file, root, &pointer));
    parts.extend(elements("outputs").iter().map(|node| outlined(file, node, Part::Output)));
    parts
}

/// The steps of a definition in the order in which they run.
fn steps(file: &File, definition: &Node, pointer: &Pointer) -> Vec<Outlined> {
    let elements = definition.get("steps").and_then(|member| member.value.elements()).unwrap_or_default();
    let pointer = pointer.member("steps");
    let mut turns = vec![usize::MAX; elements.len()];
    for (turn, step) in file.analysis.order.iter().filter_map(|number| file.analysis.step(*number)).enumerate() {
        // Steps of an inner workflow run in the place of the one that stands for it.
        let path = step.step.pointer.tokens().strip_prefix(pointer.tokens());
        if let Some([Token::Element(index), ..]) = path
            && let Some(first) = turns.get_mut(*index)
        {
            *first = turn.min(*first);
        }
    }
    let mut steps: Vec<(usize, Outlined)> = Vec::with_capacity(elements.len());
    for (index, (node, turn)) in elements.iter().zip(turns).enumerate() {
        let mut step = outlined(file, node, Part::Step);
        for member in node.members().unwrap_or_default() {
            if let Slot::Part(Part::Workflow) = Slot::Part(Part::Step).member(node, &member.name, &file.catalogue) {
                step.children.extend(self::steps(file, &member.value, &pointer.element(index).member(&member.name)));
            }
        }
        steps.push((turn, step));
    }
    steps.sort_by_key(|(turn, _)| *turn);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn outlined(file: &File, node: &Node, part: Part) -> Outlined {
    let member = |name: &str| node.get(name).map(|member| &member.value);
    let text = |name: &str| member(name).and_then(Node::as_str).filter(|text| !text.is_empty());
    let (kind, what, detail) = match part {
        Part::Input => (OutlineKind::Input, "input", "type"),
        Part::Output => (OutlineKind::Output, "output", "selector"),
        _ if is_inner(node, &file.catalogue) => (OutlineKind::InnerWorkflow, "step", "type"),
        _ => (OutlineKind::Step, "step", "type"),
    };
    let name = text("name");
    let name_span = name.and(member("name")).map_or_else(|| node.span.clone(), |value| value.span.clone());
    Outlined {
        name: name.or(text("type")).unwrap_or(what).to_owned(),
        detail: text(detail).unwrap_or_default().to_owned(),
        kind,
        span: node.span.clone(),
        name_span,
        children: Vec::new(),
    }
}
