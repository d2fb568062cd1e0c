//! From findings to the one error that clients of the reference see.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Token};
use crate::error::{BlockFault, Context, Facts, WorkflowError};
use crate::workflow::{Findings, Stage};

/// The error of the earliest stage that found one.
pub(super) fn of(findings: &Findings, root: Option<&Node>) -> WorkflowError {
    let errors = findings.errors();
    let Some((stage, first)) = errors.first().copied() else {
        unreachable!("a verdict is asked for only when there are errors")
    };
    let together: Vec<&Diagnostic> =
        errors.iter().take_while(|(other, _)| *other == stage).map(|(_, diagnostic)| *diagnostic).collect();
    let alike: Vec<&Diagnostic> = together.iter().copied().filter(|diagnostic| diagnostic.code == first.code).collect();
    let faults = |diagnostics: &[&Diagnostic]| block_faults(diagnostics, root, stage);
    let facts = |context| Facts::new(context, with_remedy(first));
    match (stage, first.code) {
        (Stage::Engine, Code::MalformedVersion) => WorkflowError::Definition(
            facts(Context::EngineInitialisation).with_inner("InvalidVersion", first.message.clone()),
        ),
        (Stage::Engine, _) => WorkflowError::NotSupportedExecutionEngine(facts(Context::EngineInitialisation)),
        (Stage::Blocks, _) => WorkflowError::EnvironmentConfiguration(facts(Context::DynamicBlocks)),
        (Stage::Syntax, _) => {
            let details: Vec<String> = together.iter().map(|diagnostic| located(diagnostic)).collect();
            let message = match together.as_slice() {
                [only] => with_remedy(only),
                many => format!("the definition has {} mistakes; the first: {}", many.len(), with_remedy(first)),
            };
            let facts = Facts::new(Context::DefinitionParsing, message);
            WorkflowError::Syntax(facts.with_inner("ValidationError", details.join("\n")), faults(&together))
        }
        (Stage::Names, _) => WorkflowError::DuplicatedName(facts(Context::SpecificationValidation)),
        (Stage::StepReferences, Code::KindMismatch) => WorkflowError::ReferenceType(facts(Context::GraphConstruction)),
        (Stage::StepReferences | Stage::OutputReferences, Code::UnknownReference)
        | (Stage::OutputReferences, Code::UnknownOutput) => {
            WorkflowError::InvalidReferenceTarget(facts(Context::GraphConstruction), faults(&alike))
        }
        (Stage::OutputReferences, _) => WorkflowError::Assumption(facts(Context::NodeRetrieval)),
        (Stage::DataFlow, Code::MixedDepths) => {
            WorkflowError::StepInputDimensionality(facts(Context::StepInputs), faults(&alike))
        }
        (Stage::DataFlow, Code::Dimensionality) => {
            WorkflowError::StepInputDimensionality(facts(Context::StepInputDepths), faults(&alike))
        }
        (Stage::DataFlow, Code::NothingToGather) => {
            WorkflowError::StepInputDimensionality(facts(Context::StepOutputDepth), faults(&alike))
        }
        (Stage::DataFlow, Code::Lineage) => WorkflowError::StepInputLineage(facts(Context::StepInputLineage)),
        (Stage::DataFlow, Code::GateLineage) => {
            WorkflowError::ControlFlowDefinition(facts(Context::ControlFlowLineage))
        }
        (Stage::DataFlow, Code::NotSupported) => {
            WorkflowError::ExecutionEngineNotImplemented(facts(Context::GraphConstruction))
        }
        // Circles are about several steps, so none of them is named as the faulty one.
        (Stage::Order, _) => WorkflowError::ExecutionGraphStructure(facts(Context::GraphConstruction), Vec::new()),
        (Stage::Inputs | Stage::StepReferences | Stage::DataFlow, _) => {
            WorkflowError::ExecutionGraphStructure(facts(Context::GraphConstruction), faults(&alike))
        }
    }
}

fn with_remedy(diagnostic: &Diagnostic) -> String {
    match &diagnostic.remedy {
        Some(remedy) => format!("{}; {remedy}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

fn located(diagnostic: &Diagnostic) -> String {
    format!("{}: {}", diagnostic.pointer, with_remedy(diagnostic))
}

/// One entry for each faulty property of a step, the first finding of each.
fn block_faults(diagnostics: &[&Diagnostic], root: Option<&Node>, stage: Stage) -> Vec<BlockFault> {
    let mut faults: Vec<BlockFault> = Vec::new();
    for diagnostic in diagnostics {
        let Some(fault) = root.and_then(|root| block_fault(diagnostic, root, stage)) else { continue };
        let is_known = |known: &BlockFault| {
            known.block_id == fault.block_id
                && known.block_type == fault.block_type
                && known.property_name == fault.property_name
        };
        if !faults.iter().any(is_known) {
            faults.push(fault);
        }
    }
    faults
}

fn block_fault(diagnostic: &Diagnostic, root: &Node, stage: Stage) -> Option<BlockFault> {
    let [Token::Member(list), Token::Element(index), path @ ..] = diagnostic.pointer.tokens() else { return None };
    let part = root.get(list)?.value.elements()?.get(*index)?;
    let text = |name: &str| Some(part.get(name)?.value.as_str()?.to_owned());
    let details = Some(with_remedy(diagnostic));
    match (list.as_str(), path) {
        ("outputs", _) if stage == Stage::OutputReferences => Some(BlockFault {
            block_id: Some("$outputs".to_owned()),
            property_name: text("name"),
            property_details: details,
            ..BlockFault::default()
        }),
        ("steps", path) => {
            let property = match path {
                [Token::Member(name), inner @ ..] if name != "type" => {
                    // Later stages name a property only where it holds the reference itself.
                    (stage == Stage::Syntax || inner.is_empty()).then(|| name.clone())
                }
                _ => None,
            };
            Some(BlockFault {
                block_id: text("name"),
                block_type: text("type"),
                property_name: property,
                property_details: details,
                ..BlockFault::default()
            })
        }
        _ => None,
    }
}
