//! Compiling: from a definition to a plan that can be executed.
//!
//! The second station of the road. Each module is one check; all of them run as far as they can, so that a person sees
//! every mistake at once, and the earliest [`Stage`] that found one names the error.
//!
//! [`compile`] is for programs that want to run the workflow, [`PlanCache`] for those that run the same ones again and
//! again, [`check`] for those that want to show what is wrong, [`Compiler::analyse`] for those that help to write it.

mod analysis;
mod between;
mod cache;
mod damage;
mod depth;
mod flow;
mod gates;
mod graph;
mod lineage;
mod order;
mod plan;
mod report;
mod results;
mod unused;
mod verdict;

use crate::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Source as SourceText, SyntaxError};
use crate::error::WorkflowError;
use crate::profile::{Category, Profiler, Span};
use crate::workflow::{self, Definition, Expansion, Findings, Library, Stage};
use damage::Damage;
use graph::Graph;

pub use analysis::Analysis;
pub use cache::PlanCache;
pub use lineage::{Level, Lineage};
pub(crate) use plan::{
    Elements, Feed, Field, Form, Gate, Node, OutputKinds, OutputPlan, Parts, Selection, Source, StepPlan,
};
pub use plan::{Plan, PlannedInput};
pub use report::Report;

/// Compiles the text of a workflow.
///
/// Findings that do not prevent it from running are in [`Plan::warnings`]. A [`Compiler`] does more: it knows workflows
/// that have been saved elsewhere, and writes down where the time goes.
///
/// # Errors
/// [`CompileError`] with every mistake that was found.
pub fn compile<'t>(catalogue: &Catalogue, text: impl Into<SourceText<'t>>) -> Result<Plan, CompileError> {
    Compiler::new(catalogue).compile(text)
}

/// Compiles the text of a workflow only to tell what is wrong with it.
pub fn check<'t>(catalogue: &Catalogue, text: impl Into<SourceText<'t>>) -> Report {
    Compiler::new(catalogue).check(text)
}

/// Compiles workflows of one catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Compiler<'a> {
    catalogue: &'a Catalogue,
    library: Option<&'a Library>,
    profiler: Option<&'a Profiler>,
}

impl<'a> Compiler<'a> {
    /// A compiler of workflows of these blocks.
    pub fn new(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, library: None, profiler: None }
    }

    /// Knows these workflows, which definitions may contain by name.
    #[must_use]
    pub fn with_library(self, library: &'a Library) -> Self {
        Self { library: Some(library), ..self }
    }

    /// Has the time that compiling takes written down.
    #[must_use]
    pub fn with_profiler(self, profiler: &'a Profiler) -> Self {
        Self { profiler: Some(profiler), ..self }
    }

    /// Compiles the text of a workflow.
    ///
    /// # Errors
    /// [`CompileError`] with every mistake that was found.
    pub fn compile<'t>(&self, text: impl Into<SourceText<'t>>) -> Result<Plan, CompileError> {
        let _whole = self.span("workflow_compilation");
        let source = text.into();
        let parsing = self.span("workflow_definition_parsing");
        let (document, faults) = Document::recover(source.text, source.notation);
        let nothing_saved = Library::default();
        let library = self.library.unwrap_or(&nothing_saved);
        let mut findings = Findings::default();
        let expansion = workflow::expand(&document.root, library, self.catalogue, &mut findings);
        let damage = Damage::of(&document.root, &faults);
        let examined = self.examine(&expansion, &damage, parsing, &mut findings);
        let parts = examined.plan(&mut findings);
        let findings = complete(findings, &expansion, &damage);
        if findings.has_errors() || !faults.is_empty() {
            return Err(CompileError::new(findings, &faults, &expansion));
        }
        Ok(Plan::new(parts, findings.into_diagnostics()))
    }

    /// Compiles the text of a workflow only to tell what is wrong with it, and what is superfluous in it.
    pub fn check<'t>(&self, text: impl Into<SourceText<'t>>) -> Report {
        let source = text.into();
        let (document, faults) = Document::recover(source.text, source.notation);
        let Analysis { report, .. } = self.analyse(&document, &faults);
        report
    }

    /// Finds out what can be known about a definition, whatever state its text is in.
    ///
    /// `faults` is what was wrong with the text of the document when it was read.
    pub fn analyse(&self, document: &Document, faults: &[SyntaxError]) -> Analysis {
        let nothing_saved = Library::default();
        let library = self.library.unwrap_or(&nothing_saved);
        let mut findings = Findings::default();
        let expansion = workflow::expand(&document.root, library, self.catalogue, &mut findings);
        let damage = Damage::of(&document.root, faults);
        let examined = self.examine(&expansion, &damage, None, &mut findings);
        unused::report(&examined.definition, &examined.graph, &mut findings);
        let (definition, order) = (examined.definition.clone(), examined.order.clone());
        let parts = examined.plan(&mut findings);
        let findings = complete(findings, &expansion, &damage);
        let report = if findings.has_errors() || !faults.is_empty() {
            CompileError::new(findings, faults, &expansion).into()
        } else {
            Report { error: None, diagnostics: findings.into_diagnostics() }
        };
        Analysis::new(definition, order, parts, report)
    }

    fn examine(
        &self,
        expansion: &Expansion<'_>,
        damage: &Damage,
        parsing: Option<Span<'_>>,
        findings: &mut Findings,
    ) -> Examined<'a> {
        let mut definition = workflow::parse(expansion, self.catalogue, findings);
        damage.note(&mut definition.unread);
        drop(parsing);
        let validating = self.span("workflow_definition_validation");
        workflow::check_names(&definition, findings);
        drop(validating);
        let connecting = self.span("execution_graph_creation");
        let graph = graph::resolve(&definition, self.catalogue, findings);
        let order = order::of_steps(&definition, &graph, findings);
        Examined { definition, graph, order, _connecting: connecting }
    }

    fn span(&self, name: &'static str) -> Option<Span<'a>> {
        self.profiler.map(|profiler| profiler.span(name, Category::Engine))
    }
}

/// A definition whose references have been followed.
struct Examined<'a> {
    definition: Definition,
    graph: Graph,
    /// Numbers of the steps, each after those that it waits for.
    order: Vec<usize>,
    /// Planning counts as connecting, too.
    _connecting: Option<Span<'a>>,
}

impl Examined<'_> {
    fn plan(self, findings: &mut Findings) -> Parts {
        flow::plan(self.definition, self.graph, &self.order, findings)
    }
}

/// Says more about findings in inner workflows, and leaves out those that follow from broken text.
fn complete(findings: Findings, expansion: &Expansion<'_>, damage: &Damage) -> Findings {
    let mut kept = Findings::default();
    kept.append(findings, |finding| !damage.covers(finding));
    expansion.explain(&mut kept);
    kept
}

/// A workflow does not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct CompileError {
    /// The error that the earliest stage found, as clients of the reference know it.
    pub error: Box<WorkflowError>,
    /// Everything that was found, warnings included, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

impl CompileError {
    fn new(mut findings: Findings, faults: &[SyntaxError], expansion: &Expansion<'_>) -> Self {
        let mut malformed = Findings::default();
        malformed.extend(Stage::Syntax, faults.iter().cloned().map(Diagnostic::from));
        // Whatever else is wrong, text that is not in its notation cannot be read by anybody.
        let error = Box::new(if malformed.has_errors() {
            verdict::of(&malformed, None)
        } else {
            verdict::of(&findings, Some(expansion))
        });
        findings.append(malformed, |_| true);
        Self { error, diagnostics: findings.into_diagnostics() }
    }
}

impl From<CompileError> for WorkflowError {
    fn from(error: CompileError) -> Self {
        *error.error
    }
}
