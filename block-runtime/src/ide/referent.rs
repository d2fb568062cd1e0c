//! What names lead to: inputs and outputs of steps, with the kinds of their data.
//!
//! Everything is read from the nodes of the document as far as that goes, so that faults elsewhere take nothing away;
//! only what follows from a configuration or from the flow of data is the compiler's.

use crate::block::BlockDef;
use crate::compile::Lineage;
use crate::document::Node;
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{InputType, Kinds};

use super::file::File;
use super::slot::{block_of, is_inner};
use super::symbols::{Declaration, Symbol};

/// Something that a workflow is given.
#[derive(Debug)]
pub(super) struct Given<'f> {
    pub(super) input_type: Option<InputType>,
    pub(super) kinds: Vec<&'f str>,
    pub(super) default: Option<&'f Node>,
    /// How many levels of lists there are.
    pub(super) levels: i64,
}

/// A step and what it runs.
#[derive(Debug)]
pub(super) struct Producer<'f> {
    pub(super) declaration: &'f Declaration,
    pub(super) runs: Runs,
    /// Its number in the analysis.
    number: Option<usize>,
}

/// What a step runs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Runs {
    Block(&'static BlockDef),
    /// An inner workflow; the number of its scope where it stands in the step.
    Workflow(Option<usize>),
    Unknown,
}

/// Something that a step gives back.
#[derive(Debug)]
pub(super) struct Produced<'f> {
    pub(super) name: &'f str,
    /// As blocks declare it.
    pub(super) doc: &'static str,
    pub(super) kinds: Vec<&'f str>,
    /// The batch that it belongs to, where that is known.
    pub(super) lineage: Option<&'f Lineage>,
}

impl File {
    /// What is given to a scope under a name.
    pub(super) fn given(&self, scope: usize, name: &str) -> Option<Given<'_>> {
        let declaration = self.symbols.declaration(scope, &Symbol::Input(name.to_owned()))?;
        let node = self.document.root.at(declaration.pointer.tokens())?;
        let value = |name: &str| node.get(name).map(|member| &member.value);
        let input_type = value("type").and_then(Node::as_str).and_then(InputType::named);
        let written = value("kind").and_then(Node::elements).unwrap_or_default();
        let mut kinds: Vec<&str> = written.iter().filter_map(Node::as_str).collect();
        if kinds.is_empty() {
            kinds.extend(input_type.map(InputType::usual_kind));
        }
        let written = value("dimensionality").and_then(|node| node.to_json().as_i64());
        let levels = input_type.and_then(InputType::dimensionality).or(written).unwrap_or(1);
        Some(Given { input_type, kinds, default: value("default_value"), levels })
    }

    /// The step of a name in a scope.
    pub(super) fn producer(&self, scope: usize, name: &str) -> Option<Producer<'_>> {
        let declaration = self.symbols.declaration(scope, &Symbol::Step(name.to_owned()))?;
        let node = self.document.root.at(declaration.pointer.tokens())?;
        let runs = match block_of(node, &self.catalogue) {
            Some(def) => Runs::Block(def),
            None if is_inner(node) => Runs::Workflow(self.symbols.inner(scope, name)),
            None => Runs::Unknown,
        };
        Some(Producer { declaration, runs, number: self.analysis.step_at(&declaration.pointer) })
    }

    /// Kinds of the data to which a reference leads; none where they are not known.
    pub(super) fn kinds_of(&self, scope: usize, target: &Target) -> Vec<&str> {
        match target {
            Target::Input(name) => self.given(scope, name).map(|given| given.kinds).unwrap_or_default(),
            Target::Output { step, output } => {
                let output = self.producer(scope, step).and_then(|step| self.output(&step, output));
                output.map(|output| output.kinds).unwrap_or_default()
            }
            Target::Step(_) => Vec::new(),
        }
    }

    /// What a step gives back under a name.
    pub(super) fn output(&self, step: &Producer<'_>, name: &str) -> Option<Produced<'_>> {
        self.outputs(step).into_iter().find(|output| output.name == name)
    }

    /// Everything that a step gives back, as far as it is known.
    pub(super) fn outputs(&self, step: &Producer<'_>) -> Vec<Produced<'_>> {
        match step.runs {
            Runs::Block(def) => self.outputs_of_block(def, step.number),
            Runs::Workflow(Some(scope)) => self.outputs_of_scope(scope),
            Runs::Workflow(None) => {
                let name = step.declaration.pointer.member("name");
                let saved = self.analysis.definition.expanded.iter().find(|one| one.name.place.pointer == name);
                let names = saved.map(|one| one.outputs.as_slice()).unwrap_or_default();
                names.iter().map(|name| Produced { name, doc: "", kinds: Vec::new(), lineage: None }).collect()
            }
            Runs::Unknown => Vec::new(),
        }
    }

    fn outputs_of_block(&self, def: &'static BlockDef, number: Option<usize>) -> Vec<Produced<'_>> {
        let lineage = number.and_then(|number| self.known_lineage(number));
        let declared = |name: &str| def.outputs.iter().find(|output| output.name == name);
        let configured = number.and_then(|number| self.analysis.step(number)?.dynamic_outputs.as_ref());
        if let Some(outputs) = configured {
            let doc = |name| declared(name).or_else(|| declared(WILDCARD)).map(|output| output.doc).unwrap_or_default();
            let outputs = outputs.iter().map(|(name, kinds): (_, &Kinds)| Produced {
                name,
                doc: doc(name),
                kinds: kinds.names().collect(),
                lineage,
            });
            return outputs.collect();
        }
        // One of this name stands for those that are not known.
        let fixed = def.outputs.iter().filter(|output| output.name != WILDCARD);
        fixed
            .map(|output| {
                let kinds = output.kinds.iter().map(|kind| kind.name).collect();
                Produced { name: output.name, doc: output.doc, kinds, lineage }
            })
            .collect()
    }

    /// What an inner workflow gives back is what its own steps give back, or what it is given.
    fn outputs_of_scope(&self, number: usize) -> Vec<Produced<'_>> {
        let Some(scope) = self.symbols.scopes.get(number) else { return Vec::new() };
        let outputs = scope.outputs.iter().map(|declaration| {
            let node = self.document.root.at(declaration.pointer.tokens());
            let selector = node.and_then(|node| node.get("selector")?.value.as_str()).and_then(Target::parse);
            let unknown = Produced { name: &declaration.name, doc: "", kinds: Vec::new(), lineage: None };
            match selector {
                Some(Target::Output { step, output }) => {
                    let inner = self.producer(number, &step).and_then(|step| self.output(&step, &output));
                    inner.map_or(unknown, |inner| Produced { name: &declaration.name, ..inner })
                }
                Some(target) => Produced { kinds: self.kinds_of(number, &target), ..unknown },
                None => unknown,
            }
        });
        outputs.collect()
    }

    /// The batch that the outputs of a step belong to.
    ///
    /// Where something is wrong the compiler may know none, and then says the same of it as of single values.
    fn known_lineage(&self, number: usize) -> Option<&Lineage> {
        let lineage = self.analysis.lineage(number)?;
        (lineage.is_batch() || self.analysis.report.error.is_none()).then_some(lineage)
    }
}
