//! Compiling: from a definition to a plan that can be executed.
//!
//! The second station of the road. Each module is one check; all of them run as far as they can, so that a person sees
//! every mistake at once, and the earliest [`Stage`] that found one names the error.
//!
//! [`compile`] is for programs that want to run the workflow, [`PlanCache`] for those that run the same ones again and
//! again, [`check`] for those that want to show what is wrong.

mod cache;
mod depth;
mod flow;
mod gates;
mod graph;
mod lineage;
mod order;
mod plan;
mod report;
mod results;
mod verdict;

use crate::catalogue::Catalogue;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::error::WorkflowError;
use crate::profile::{Category, Profiler, Span};
use crate::workflow::{self, Expansion, Findings, Library, Stage};

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
pub fn compile(catalogue: &Catalogue, text: &str) -> Result<Plan, CompileError> {
    Compiler::new(catalogue).compile(text)
}

/// Compiles the text of a workflow only to tell what is wrong with it.
pub fn check(catalogue: &Catalogue, text: &str) -> Report {
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
    pub fn compile(&self, text: &str) -> Result<Plan, CompileError> {
        let _whole = self.span("workflow_compilation");
        let mut findings = Findings::default();
        let parsing = self.span("workflow_definition_parsing");
        let document = match Document::parse_json(text) {
            Ok(document) => document,
            Err(error) => {
                findings.push(Stage::Syntax, error.into());
                return Err(CompileError::new(findings, None));
            }
        };
        let nothing_saved = Library::default();
        let library = self.library.unwrap_or(&nothing_saved);
        let expansion = workflow::expand(&document.root, library, self.catalogue, &mut findings);
        let definition = workflow::parse(&expansion, self.catalogue, &mut findings);
        drop(parsing);
        let validating = self.span("workflow_definition_validation");
        workflow::check_names(&definition, &mut findings);
        drop(validating);
        let _connecting = self.span("execution_graph_creation");
        let graph = graph::resolve(&definition, &mut findings);
        let order = order::of_steps(&definition, &graph, &mut findings);
        let parts = (!findings.has_errors()).then(|| flow::plan(definition, graph, &order, &mut findings));
        expansion.explain(&mut findings);
        match parts {
            Some(parts) if !findings.has_errors() => Ok(Plan::new(parts, findings.into_diagnostics())),
            _ => Err(CompileError::new(findings, Some(&expansion))),
        }
    }

    /// Compiles the text of a workflow only to tell what is wrong with it.
    pub fn check(&self, text: &str) -> Report {
        match self.compile(text) {
            Ok(plan) => Report { error: None, diagnostics: plan.warnings().to_vec() },
            Err(error) => error.into(),
        }
    }

    fn span(&self, name: &'static str) -> Option<Span<'_>> {
        self.profiler.map(|profiler| profiler.span(name, Category::Engine))
    }
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
    fn new(findings: Findings, expansion: Option<&Expansion<'_>>) -> Self {
        let error = Box::new(verdict::of(&findings, expansion));
        Self { error, diagnostics: findings.into_diagnostics() }
    }
}

impl From<CompileError> for WorkflowError {
    fn from(error: CompileError) -> Self {
        *error.error
    }
}
