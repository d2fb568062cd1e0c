//! What steps run and give back.

use indexmap::IndexMap;

use crate::block::BlockDef;
use crate::compile::Lineage;
use crate::document::Token;
use crate::ide::file::File;
use crate::ide::slot::block_of;
use crate::ide::symbols::{Declaration, Symbol};
use crate::kind::WILDCARD;
use crate::step::Target;
use crate::workflow::{ExpandedStep, Kinds, is_inner};

/// A step and what it runs.
#[derive(Debug)]
pub(in crate::ide) struct Producer<'f> {
    pub(in crate::ide) declaration: &'f Declaration,
    /// Its place in the list.
    pub(in crate::ide) index: usize,
    pub(in crate::ide) runs: Runs,
    /// Its number in the analysis.
    number: Option<usize>,
}

/// What a step runs.
#[derive(Debug, Clone, Copy)]
pub(in crate::ide) enum Runs {
    Block(&'static BlockDef),
    /// An inner workflow; the number of its scope where it stands in the step.
    Workflow(Option<usize>),
    Unknown,
}

/// Something that a step gives back.
#[derive(Debug)]
pub(in crate::ide) struct Produced<'f> {
    pub(in crate::ide) name: &'f str,
    /// As blocks declare it.
    pub(in crate::ide) doc: &'static str,
    /// None where they are not known.
    pub(in crate::ide) kinds: Vec<&'f str>,
    /// The batch that it belongs to, where that is known.
    pub(in crate::ide) lineage: Option<&'f Lineage>,
}

impl<'f> Producer<'f> {
    pub(in crate::ide) fn name(&self) -> &'f str {
        &self.declaration.name
    }

    /// The block that it is of.
    pub(in crate::ide) fn block(&self) -> Option<&'static BlockDef> {
        match self.runs {
            Runs::Block(def) => Some(def),
            Runs::Workflow(_) | Runs::Unknown => None,
        }
    }
}

impl<'f> Produced<'f> {
    fn unknown(name: &'f str) -> Self {
        Self { name, doc: "", kinds: Vec::new(), lineage: None }
    }
}

impl File {
    /// The step of a name in a scope.
    pub(in crate::ide) fn producer(&self, scope: usize, name: &str) -> Option<Producer<'_>> {
        self.producer_at(self.symbols.declaration(scope, &Symbol::Step(name.to_owned()))?)
    }

    /// The step that is declared in a place.
    pub(super) fn producer_at<'f>(&'f self, declaration: &'f Declaration) -> Option<Producer<'f>> {
        let pointer = &declaration.pointer;
        let node = self.document.root.at(pointer.tokens())?;
        let Some(Token::Element(index)) = pointer.tokens().last() else { return None };
        let runs = match block_of(node, &self.catalogue) {
            Some(_) if is_inner(node, &self.catalogue) => Runs::Workflow(self.symbols.inner_at(pointer)),
            Some(def) => Runs::Block(def),
            None => Runs::Unknown,
        };
        Some(Producer { declaration, index: *index, runs, number: self.analysis.step_at(pointer) })
    }

    /// Kinds of the data to which a reference leads; none where they are not known.
    pub(in crate::ide) fn kinds_of(&self, scope: usize, target: &Target) -> Vec<&str> {
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
    pub(in crate::ide) fn output(&self, step: &Producer<'_>, name: &str) -> Option<Produced<'_>> {
        if let Runs::Workflow(Some(scope)) = step.runs {
            // Others are not followed, since their number would be multiplied on each level.
            let declaration = self.symbols.declaration(scope, &Symbol::Output(name.to_owned()))?;
            return Some(self.output_of_scope(scope, declaration));
        }
        self.outputs(step).into_iter().find(|output| output.name == name)
    }

    /// Everything that a step gives back, as far as it is known.
    pub(in crate::ide) fn outputs(&self, step: &Producer<'_>) -> Vec<Produced<'_>> {
        match step.runs {
            Runs::Block(def) => self.outputs_of_block(def, step.number),
            Runs::Workflow(Some(scope)) => {
                let outputs = self.symbols.scopes.get(scope).map(|scope| scope.outputs.as_slice());
                outputs.unwrap_or_default().iter().map(|output| self.output_of_scope(scope, output)).collect()
            }
            Runs::Workflow(None) => {
                let names = self.saved(step).map(|saved| saved.outputs.as_slice()).unwrap_or_default();
                names.iter().map(|name| Produced::unknown(name)).collect()
            }
            Runs::Unknown => Vec::new(),
        }
    }

    /// False for steps that may give back more than is known.
    pub(super) fn knows_outputs(&self, step: &Producer<'_>) -> bool {
        match step.runs {
            Runs::Block(def) => def.dynamic_outputs.is_none() || self.configured(step.number).is_some(),
            Runs::Workflow(Some(_)) => true,
            Runs::Workflow(None) => self.saved(step).is_some(),
            Runs::Unknown => false,
        }
    }

    /// What has been found where the workflow of a step is saved.
    fn saved(&self, step: &Producer<'_>) -> Option<&ExpandedStep> {
        let name = step.declaration.pointer.member("name");
        self.analysis.definition.expanded.iter().find(|one| one.name.place.pointer == name)
    }

    /// What a step gives back by its configuration.
    fn configured(&self, number: Option<usize>) -> Option<&IndexMap<String, Kinds>> {
        self.analysis.step(number?)?.dynamic_outputs.as_ref()
    }

    fn outputs_of_block(&self, def: &'static BlockDef, number: Option<usize>) -> Vec<Produced<'_>> {
        let lineage = number.and_then(|number| self.known_lineage(number));
        let declared = |name: &str| def.outputs.iter().find(|output| output.name == name);
        if let Some(outputs) = self.configured(number) {
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
    fn output_of_scope<'f>(&'f self, scope: usize, declaration: &'f Declaration) -> Produced<'f> {
        let node = self.document.root.at(declaration.pointer.tokens());
        let selector = node.and_then(|node| node.text("selector")).and_then(Target::parse);
        let unknown = Produced::unknown(&declaration.name);
        match selector {
            Some(Target::Output { step, output }) => {
                let inner = self.producer(scope, &step).and_then(|step| self.output(&step, &output));
                inner.map_or(unknown, |inner| Produced { name: &declaration.name, ..inner })
            }
            Some(target) => Produced { kinds: self.kinds_of(scope, &target), ..unknown },
            None => unknown,
        }
    }

    /// The batch that the outputs of a step belong to.
    ///
    /// Where something is wrong the compiler may know none, and then says the same of it as of single values.
    fn known_lineage(&self, number: usize) -> Option<&Lineage> {
        let lineage = self.analysis.lineage(number)?;
        (lineage.is_batch() || self.analysis.report.error.is_none()).then_some(lineage)
    }
}
