//! What the names of a definition stand for: inputs with their kinds, steps with their outputs.
//!
//! It is made of what is written, with the help of the analysis, so that inner workflows, which the analysis has put
//! into the one around them, are known by their own names.

use std::collections::{BTreeMap, HashSet};

use crate::block::{BlockDef, OutputDef};
use crate::compile::Lineage;
use crate::document::{Node, Pointer, Token};
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{INNER_WORKFLOW, InputType, Kinds};

use crate::ide::file::File;
use crate::ide::slot::block_of;
use crate::ide::symbols::Declaration;

/// What a definition has.
pub(super) struct Inventory<'f> {
    pub(super) inputs: Vec<InputFacts<'f>>,
    pub(super) steps: Vec<StepFacts<'f>>,
    /// The names of all steps.
    pub(super) step_names: HashSet<&'f str>,
}

/// An input.
pub(super) struct InputFacts<'f> {
    pub(super) name: &'f str,
    /// Nothing where it cannot be read.
    pub(super) input_type: Option<InputType>,
    pub(super) kinds: Kinds,
    /// The batch that it belongs to, where that is known.
    pub(super) lineage: Option<Lineage>,
}

/// A step.
pub(super) struct StepFacts<'f> {
    pub(super) name: &'f str,
    /// Its place in the list.
    pub(super) index: usize,
    pub(super) block: Option<&'static BlockDef>,
    /// Nothing where it is not known what it gives back.
    pub(super) outputs: Option<Vec<OutputFacts>>,
    /// True for inner workflows.
    pub(super) is_inner: bool,
}

impl StepFacts<'_> {
    /// What it gives back, as far as that is known.
    pub(super) fn outputs(&self) -> impl Iterator<Item = &OutputFacts> {
        self.outputs.iter().flatten()
    }
}

/// An output of a step.
pub(super) struct OutputFacts {
    pub(super) name: String,
    pub(super) kinds: Kinds,
    pub(super) doc: String,
    /// The batch that it belongs to, where that is known.
    pub(super) lineage: Option<Lineage>,
}

/// What every step of a block gives back.
fn declared_outputs(def: &'static BlockDef) -> Vec<OutputFacts> {
    let output = |output: &OutputDef| OutputFacts {
        name: output.name.to_owned(),
        kinds: Kinds::of(output.kinds),
        doc: output.description(),
        lineage: None,
    };
    def.outputs.iter().map(output).collect()
}

/// The place of an element in its list.
pub(super) fn index_of(pointer: &Pointer) -> Option<usize> {
    match pointer.tokens().last() {
        Some(Token::Element(index)) => Some(*index),
        _ => None,
    }
}

/// The value that a path leads to.
pub(super) fn node_at<'n>(root: &'n Node, pointer: &Pointer) -> Option<&'n Node> {
    pointer.tokens().iter().try_fold(root, |node, token| match token {
        Token::Member(name) => node.get(name).map(|member| &member.value),
        Token::Element(index) => node.elements()?.get(*index),
    })
}

/// The text of a member.
pub(super) fn text_of<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    node.get(name)?.value.as_str()
}

impl<'f> Inventory<'f> {
    /// What the definition of a scope has.
    pub(super) fn new(file: &'f File, scope: usize) -> Self {
        let analysis = &file.analysis.definition.steps;
        let numbers = analysis.iter().enumerate().map(|(number, step)| (&step.step.pointer, number)).collect();
        Reader { file, numbers }.scope(scope)
    }

    /// The step of this name.
    pub(super) fn step(&self, name: &str) -> Option<&StepFacts<'f>> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// Kinds of what a reference leads to.
    pub(super) fn kinds(&self, target: &Target) -> Option<&Kinds> {
        match target {
            Target::Input(name) => self.inputs.iter().find(|input| input.name == name).map(|input| &input.kinds),
            Target::Output { step, output } => {
                let outputs = self.step(step)?.outputs.as_ref()?;
                outputs.iter().find(|known| known.name == *output).map(|output| &output.kinds)
            }
            Target::Step(_) => None,
        }
    }
}

struct Reader<'f> {
    file: &'f File,
    /// Numbers of the steps that have been read, by their places.
    numbers: BTreeMap<&'f Pointer, usize>,
}

impl<'f> Reader<'f> {
    fn scope(&self, number: usize) -> Inventory<'f> {
        let Some(scope) = self.file.symbols.scopes.get(number) else {
            return Inventory { inputs: Vec::new(), steps: Vec::new(), step_names: HashSet::new() };
        };
        let inputs = scope.inputs.iter().filter_map(|input| self.input(number, input)).collect();
        let steps = scope.steps.iter().filter_map(|step| self.step(step)).collect();
        let step_names = scope.steps.iter().map(|step| step.name.as_str()).collect();
        Inventory { inputs, steps, step_names }
    }

    fn input(&self, scope: usize, declaration: &'f Declaration) -> Option<InputFacts<'f>> {
        let node = node_at(&self.file.document.root, &declaration.pointer)?;
        let input_type = text_of(node, "type").and_then(InputType::named);
        let named = node.get("kind").and_then(|member| member.value.elements()).map(|kinds| {
            kinds.iter().filter_map(|kind| kind.as_str().or_else(|| text_of(kind, "name"))).map(str::to_owned).collect()
        });
        let kinds = named.map_or_else(|| Kinds::one(input_type.map_or(WILDCARD, InputType::usual_kind)), Kinds::new);
        let lineage = match input_type.and_then(InputType::dimensionality) {
            Some(0) => Some(Lineage::default()),
            Some(_) if scope == 0 => Some(Lineage::root()),
            _ => None,
        };
        Some(InputFacts { name: &declaration.name, input_type, kinds, lineage })
    }

    fn step(&self, declaration: &'f Declaration) -> Option<StepFacts<'f>> {
        let pointer = &declaration.pointer;
        let analysis = &self.file.analysis;
        let number = self.numbers.get(pointer).copied();
        let read = number.and_then(|number| analysis.step(number));
        let node = node_at(&self.file.document.root, pointer)?;
        let is_inner = read.is_none() && text_of(node, "type") == Some(INNER_WORKFLOW);
        let block = read.map(|step| step.step.def).or_else(|| block_of(node, &self.file.catalogue));
        let outputs = match read {
            Some(step) => {
                let lineage = number.and_then(|number| analysis.lineage(number));
                let output = |name: &str| {
                    let declared = step.step.def.outputs.iter().find(|output| output.name == name);
                    OutputFacts {
                        name: name.to_owned(),
                        kinds: step.output_kinds(name).unwrap_or_else(|| Kinds::one(WILDCARD)),
                        doc: declared.map(OutputDef::description).unwrap_or_default(),
                        lineage: lineage.cloned(),
                    }
                };
                Some(step.output_names().map(output).collect())
            }
            None if is_inner => self.outputs_of_inner(declaration),
            None => block.filter(|def| def.dynamic_outputs.is_none()).map(declared_outputs),
        };
        Some(StepFacts { name: &declaration.name, index: index_of(pointer)?, block, outputs, is_inner })
    }

    /// What an inner workflow gives back: what its own text says, or what has been found where it is saved.
    fn outputs_of_inner(&self, declaration: &Declaration) -> Option<Vec<OutputFacts>> {
        let definition = declaration.pointer.member("workflow_definition");
        let Some(scope) = self.file.symbols.scopes.iter().position(|scope| scope.pointer == definition) else {
            let expanded = &self.file.analysis.definition.expanded;
            let saved = expanded.iter().find(|step| step.name.name == declaration.name)?;
            let output = |name: &String| OutputFacts {
                name: name.clone(),
                kinds: Kinds::one(WILDCARD),
                doc: String::new(),
                lineage: None,
            };
            return Some(saved.outputs.iter().map(output).collect());
        };
        let inner = self.scope(scope);
        let outputs = &self.file.symbols.scopes.get(scope)?.outputs;
        let output = |output: &Declaration| {
            let node = node_at(&self.file.document.root, &output.pointer)?;
            let target = text_of(node, "selector").and_then(Target::parse);
            let kinds = target.as_ref().and_then(|target| inner.kinds(target)).cloned();
            Some(OutputFacts {
                name: output.name.clone(),
                kinds: kinds.unwrap_or_else(|| Kinds::one(WILDCARD)),
                doc: String::new(),
                lineage: None,
            })
        };
        Some(outputs.iter().filter_map(output).collect())
    }
}
