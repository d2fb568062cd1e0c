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
/// Findings that do not prevent it from running are in [`Plan::warnings`]. Workflows with inner workflows that have been
/// saved elsewhere are compiled by [`compile_with`].
///
/// # Errors
/// [`CompileError`] with every mistake that was found.
pub fn compile(catalogue: &Catalogue, text: &str) -> Result<Plan, CompileError> {
    compile_with(catalogue, &Library::default(), text)
}

/// Compiles the text of a workflow, with the saved workflows that it refers to.
///
/// # Errors
/// As [`compile`].
pub fn compile_with(catalogue: &Catalogue, library: &Library, text: &str) -> Result<Plan, CompileError> {
    let mut findings = Findings::default();
    let document = match Document::parse_json(text) {
        Ok(document) => document,
        Err(error) => {
            findings.push(Stage::Syntax, error.into());
            return Err(CompileError::new(findings, None));
        }
    };
    let expansion = workflow::expand(&document.root, library, catalogue, &mut findings);
    let definition = workflow::parse(&expansion, catalogue, &mut findings);
    workflow::check_names(&definition, &mut findings);
    let graph = graph::resolve(&definition, &mut findings);
    let order = order::of_steps(&definition, &graph, &mut findings);
    let parts = (!findings.has_errors()).then(|| flow::plan(definition, graph, &order, &mut findings));
    findings.change(|diagnostic| expansion.explain(diagnostic));
    match parts {
        Some(parts) if !findings.has_errors() => Ok(Plan::new(parts, findings.into_diagnostics())),
        _ => Err(CompileError::new(findings, Some(&expansion))),
    }
}

/// Compiles the text of a workflow only to tell what is wrong with it.
pub fn check(catalogue: &Catalogue, text: &str) -> Report {
    check_with(catalogue, &Library::default(), text)
}

/// Compiles the text of a workflow, with the saved workflows that it refers to, only to tell what is wrong with it.
pub fn check_with(catalogue: &Catalogue, library: &Library, text: &str) -> Report {
    match compile_with(catalogue, library, text) {
        Ok(plan) => Report { error: None, diagnostics: plan.warnings().to_vec() },
        Err(CompileError { error, diagnostics }) => Report { error: Some(*error), diagnostics },
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
