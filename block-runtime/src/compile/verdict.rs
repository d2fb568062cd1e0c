//! From findings to the one error that clients of the reference see.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Token;
use crate::error::{BlockFault, Context, Facts, WorkflowError};
use crate::workflow::{Expansion, Findings, PartIndex, PartRole, Stage, version_error};

/// The error of the earliest stage that found one.
pub(super) fn of(findings: &Findings, expansion: Option<&Expansion<'_>>) -> WorkflowError {
    let errors = findings.errors();
    let Some((stage, first)) = errors.first().copied() else {
        unreachable!("a verdict is asked for only when there are errors")
    };
    let together: Vec<&Diagnostic> =
        errors.iter().take_while(|(other, _)| *other == stage).map(|(_, diagnostic)| *diagnostic).collect();
    let alike: Vec<&Diagnostic> = together.iter().copied().filter(|diagnostic| diagnostic.code == first.code).collect();
    let faults = |diagnostics: &[&Diagnostic]| block_faults(diagnostics, expansion, stage);
    let facts = |context| Facts::new(context, first.with_advice());
    match (stage, first.code) {
        (Stage::Engine, Code::MalformedVersion | Code::WrongType) => WorkflowError::Definition(
            facts(Context::EngineInitialisation).with_inner(version_error(first.code), first.message.clone()),
        ),
        (Stage::Engine, _) => WorkflowError::NotSupportedExecutionEngine(facts(Context::EngineInitialisation)),
        (Stage::Blocks, _) => WorkflowError::EnvironmentConfiguration(facts(Context::DynamicBlocks)),
        (Stage::SavedWorkflows, _) => WorkflowError::Definition(facts(Context::InnerWorkflowResolution)),
        (Stage::Composition, code) => {
            let facts = facts(Context::InnerWorkflowComposition);
            match code {
                Code::Cycle => WorkflowError::InnerWorkflowCompositionCycle(facts),
                Code::TooDeep => WorkflowError::InnerWorkflowNestingDepth(facts),
                Code::TooMany => WorkflowError::InnerWorkflowTotalCount(facts),
                _ => WorkflowError::InnerWorkflowInvalidStepEntry(facts),
            }
        }
        (Stage::Bindings, Code::UnknownBinding) => {
            WorkflowError::InnerWorkflowParameterBindingsUnknownInput(facts(Context::InnerWorkflowBindings))
        }
        (Stage::Bindings, _) => {
            WorkflowError::InnerWorkflowParameterBindingsMissingRequired(facts(Context::InnerWorkflowBindings))
        }
        (Stage::Syntax, _) => {
            let details: Vec<String> = together.iter().map(|diagnostic| located(diagnostic)).collect();
            let message = match together.as_slice() {
                [only] => only.with_advice(),
                many => format!("the definition has {} mistakes; the first: {}", many.len(), first.with_advice()),
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

fn located(diagnostic: &Diagnostic) -> String {
    format!("{}: {}", diagnostic.pointer, diagnostic.with_advice())
}

/// One entry for each faulty property of a step, the first finding of each.
fn block_faults(diagnostics: &[&Diagnostic], expansion: Option<&Expansion<'_>>, stage: Stage) -> Vec<BlockFault> {
    let Some(expansion) = expansion else { return Vec::new() };
    let parts = expansion.parts();
    let mut faults = IndexMap::new();
    for fault in diagnostics.iter().filter_map(|diagnostic| block_fault(diagnostic, &parts, stage)) {
        let BlockFault { block_id, block_type, property_name, .. } = &fault;
        faults.entry((block_id.clone(), block_type.clone(), property_name.clone())).or_insert(fault);
    }
    faults.into_values().collect()
}

fn block_fault(diagnostic: &Diagnostic, parts: &PartIndex<'_>, stage: Stage) -> Option<BlockFault> {
    let (part, path) = parts.of(&diagnostic.pointer)?;
    let details = Some(diagnostic.with_advice());
    match part.role {
        PartRole::Output if stage == Stage::OutputReferences => Some(BlockFault {
            block_id: Some("$outputs".to_owned()),
            property_name: part.name.map(str::to_owned),
            property_details: details,
            ..BlockFault::default()
        }),
        PartRole::Output => None,
        PartRole::Step => {
            let property = match path {
                [Token::Member(name), inner @ ..] if name != "type" => {
                    // Later stages name a property only where it holds the reference itself.
                    (stage == Stage::Syntax || inner.is_empty()).then(|| name.clone())
                }
                _ => None,
            };
            Some(BlockFault {
                block_id: part.name.map(str::to_owned),
                block_type: part.type_name.map(str::to_owned),
                property_name: property,
                property_details: details,
                ..BlockFault::default()
            })
        }
    }
}
