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
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Place, Pointer};
use crate::error::WorkflowError;
use crate::workflow::{self, Findings, Stage};

pub use cache::PlanCache;
pub use lineage::{Level, Lineage};
pub(crate) use plan::{
    Elements, Feed, Field, Form, Gate, Node, OutputKinds, OutputPlan, Parts, Selection, Source, StepPlan,
};
pub use plan::{Plan, PlannedInput};
pub use report::Report;

/// Compiles the text of a workflow.
///
/// Findings that do not prevent it from running are in [`Plan::warnings`].
///
/// # Errors
/// [`CompileError`] with every mistake that was found.
pub fn compile(catalogue: &Catalogue, text: &str) -> Result<Plan, CompileError> {
    let document = match Document::parse_json(text) {
        Ok(document) => document,
        Err(error) => {
            let place = Place::new(Pointer::root(), &error.span);
            let mut findings = Findings::default();
            findings.push(Stage::Syntax, Diagnostic::error_at(Code::Syntax, &place, error.message));
            return Err(CompileError::new(findings, None));
        }
    };
    let mut findings = Findings::default();
    let definition = workflow::parse(&document.root, catalogue, &mut findings);
    workflow::check_names(&definition, &mut findings);
    let graph = graph::resolve(&definition, &mut findings);
    let order = order::of_steps(&definition, &graph, &mut findings);
    if !findings.has_errors() {
        let parts = flow::plan(definition, graph, &order, &mut findings);
        if !findings.has_errors() {
            return Ok(Plan::new(parts, findings.into_diagnostics()));
        }
    }
    Err(CompileError::new(findings, Some(&document.root)))
}

/// Compiles the text of a workflow only to tell what is wrong with it.
pub fn check(catalogue: &Catalogue, text: &str) -> Report {
    match compile(catalogue, text) {
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
    fn new(findings: Findings, root: Option<&crate::document::Node>) -> Self {
        let error = Box::new(verdict::of(&findings, root));
        Self { error, diagnostics: findings.into_diagnostics() }
    }
}

impl From<CompileError> for WorkflowError {
    fn from(error: CompileError) -> Self {
        *error.error
    }
}
