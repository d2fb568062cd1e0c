//! Errors of workflows, under the names and in the JSON form that clients of the reference know.
//!
//! [`WorkflowError`] is what people and servers see at last. The stations of the road have more exact errors of their
//! own (diagnostics with places, errors of blocks); they end here.

use std::fmt;

use serde_json::{Map, Value as Json, json};

/// Why a workflow did not compile or run.
///
/// The variants are the error classes of the reference; [`error_type`](Self::error_type) gives their names there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowError {
    /// The engine is set up in a way in which it cannot run the workflow.
    #[error("{0}")]
    EnvironmentConfiguration(Facts),
    /// The definition has a part whose meaning the engine cannot guess.
    #[error("{0}")]
    Assumption(Facts),
    /// The definition is wrong as a whole.
    #[error("{0}")]
    Definition(Facts),
    /// Parts of the definition are not formed as they must be.
    #[error("{0}")]
    Syntax(Facts, Vec<BlockFault>),
    /// Two inputs, two steps or two outputs have one name.
    #[error("{0}")]
    DuplicatedName(Facts),
    /// Steps cannot be put together in this way.
    #[error("{0}")]
    ExecutionGraphStructure(Facts, Vec<BlockFault>),
    /// A reference leads nowhere.
    #[error("{0}")]
    InvalidReferenceTarget(Facts, Vec<BlockFault>),
    /// Batches of the wrong depth reach a step.
    #[error("{0}")]
    StepInputDimensionality(Facts, Vec<BlockFault>),
    /// A reference leads to data of the wrong kind.
    #[error("{0}")]
    ReferenceType(Facts),
    /// What the workflow was given is not what it needs.
    #[error("{0}")]
    RuntimeInput(Facts),
    /// The definition asks for another version of the engine.
    #[error("{0}")]
    NotSupportedExecutionEngine(Facts),
    /// The definition asks for something that this engine does not do.
    #[error("{0}")]
    ExecutionEngineNotImplemented(Facts),
    /// A block broke its contract while the workflow ran.
    #[error("{0}")]
    ExecutionEngineRuntime(Facts),
    /// A block failed.
    #[error("step `{}` failed: {facts}", step.name)]
    StepExecution {
        /// Message, context and the error of the block.
        facts: Facts,
        /// The step that failed.
        step: StepFault,
    },
}

/// What is known about every error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What happened, for people: one sentence, no full stop.
    pub message: String,
    /// The part of the engine that noticed.
    pub context: Context,
    /// The error behind it.
    pub inner: Option<InnerError>,
}

impl fmt::Display for Facts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Facts {
    /// An error that stands for itself.
    pub fn new(context: Context, message: impl Into<String>) -> Self {
        Self { message: message.into(), context, inner: None }
    }

    /// Adds the error behind it.
    #[must_use]
    pub fn with_inner(mut self, type_name: &'static str, message: impl Into<String>) -> Self {
        self.inner = Some(InnerError { type_name, message: message.into() });
        self
    }
}

/// The error behind an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InnerError {
    /// Name of its type, as clients know it.
    pub type_name: &'static str,
    /// What it says.
    pub message: String,
}

macro_rules! contexts {
    ($($(#[$meta:meta])* $variant:ident = $text:literal,)+) => {
        /// The part of the engine that noticed an error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Context { $($(#[$meta])* $variant,)+ }

        impl Context {
            /// The name on the wire.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

contexts! {
    /// Choosing the engine.
    EngineInitialisation = "workflow_compilation | engine_initialisation",
    /// Blocks that the definition brings along.
    DynamicBlocks = "workflow_compilation | dynamic_blocks_compilation",
    /// Reading the definition.
    DefinitionParsing = "workflow_compilation | workflow_definition_parsing",
    /// Names.
    SpecificationValidation = "workflow_compilation | specification_validation",
    /// References, kinds and order.
    GraphConstruction = "workflow_compilation | execution_graph_construction",
    /// References that are no references to data.
    NodeRetrieval = "workflow_compilation | execution_graph_construction | retrieving_compiled_node",
    /// Depth of the batches that reach a step.
    StepInputs = "workflow_compilation | execution_graph_construction | collecting_step_input_data",
    /// What the workflow was given.
    RuntimeInputs = "workflow_execution | runtime_input_validation",
    /// A call of a block.
    StepExecution = "workflow_execution | step_execution",
    /// What a block gave back.
    StepOutputs = "workflow_execution | step_output_registration",
    /// What the workflow gives back.
    OutputConstruction = "workflow_execution | output_construction",
}

/// A step that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFault {
    /// Name of the step.
    pub name: String,
    /// Type of its block.
    pub block_type: String,
}

/// What is wrong with one step of a definition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BlockFault {
    /// Name of the step; `$outputs` for outputs of the workflow.
    pub block_id: Option<String>,
    /// Type of its block.
    pub block_type: Option<String>,
    /// What is wrong with the step as a whole.
    pub block_details: Option<String>,
    /// The property that is wrong.
    pub property_name: Option<String>,
    /// What is wrong with the property.
    pub property_details: Option<String>,
}

impl BlockFault {
    /// The fault on the wire.
    pub fn to_json(&self) -> Json {
        json!({
            "block_id": self.block_id,
            "block_type": self.block_type,
            "block_details": self.block_details,
            "property_name": self.property_name,
            "property_details": self.property_details,
            "block_traceback": null,
        })
    }
}

/// Which keys the JSON form of an error has.
enum Form {
    /// Five keys, for requests that were wrong.
    Plain,
    /// Five keys and two that are always null, for faults on our side.
    Internal,
    /// All keys.
    Full(Vec<Json>),
}

impl WorkflowError {
    /// Message, context and inner error.
    pub fn facts(&self) -> &Facts {
        match self {
            Self::EnvironmentConfiguration(facts)
            | Self::Assumption(facts)
            | Self::Definition(facts)
            | Self::Syntax(facts, _)
            | Self::DuplicatedName(facts)
            | Self::ExecutionGraphStructure(facts, _)
            | Self::InvalidReferenceTarget(facts, _)
            | Self::StepInputDimensionality(facts, _)
            | Self::ReferenceType(facts)
            | Self::RuntimeInput(facts)
            | Self::NotSupportedExecutionEngine(facts)
            | Self::ExecutionEngineNotImplemented(facts)
            | Self::ExecutionEngineRuntime(facts)
            | Self::StepExecution { facts, .. } => facts,
        }
    }

    /// The name of the error's class.
    pub fn error_type(&self) -> &'static str {
        match self {
            Self::EnvironmentConfiguration(_) => "WorkflowEnvironmentConfigurationError",
            Self::Assumption(_) => "AssumptionError",
            Self::Definition(_) => "WorkflowDefinitionError",
            Self::Syntax(..) => "WorkflowSyntaxError",
            Self::DuplicatedName(_) => "DuplicatedNameError",
            Self::ExecutionGraphStructure(..) => "ExecutionGraphStructureError",
            Self::InvalidReferenceTarget(..) => "InvalidReferenceTargetError",
            Self::StepInputDimensionality(..) => "StepInputDimensionalityError",
            Self::ReferenceType(_) => "ReferenceTypeError",
            Self::RuntimeInput(_) => "RuntimeInputError",
            Self::NotSupportedExecutionEngine(_) => "NotSupportedExecutionEngineError",
            Self::ExecutionEngineNotImplemented(_) => "ExecutionEngineNotImplementedError",
            Self::ExecutionEngineRuntime(_) => "ExecutionEngineRuntimeError",
            Self::StepExecution { .. } => "StepExecutionError",
        }
    }

    /// The status with which a server answers.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::Definition(_)
            | Self::Syntax(..)
            | Self::DuplicatedName(_)
            | Self::ExecutionGraphStructure(..)
            | Self::InvalidReferenceTarget(..)
            | Self::StepInputDimensionality(..)
            | Self::ReferenceType(_)
            | Self::RuntimeInput(_)
            | Self::NotSupportedExecutionEngine(_) => 400,
            Self::EnvironmentConfiguration(_)
            | Self::Assumption(_)
            | Self::ExecutionEngineNotImplemented(_)
            | Self::ExecutionEngineRuntime(_)
            | Self::StepExecution { .. } => 500,
        }
    }

    /// What is wrong with each step, where that is known.
    pub fn block_faults(&self) -> Vec<BlockFault> {
        match self {
            Self::Syntax(_, faults)
            | Self::ExecutionGraphStructure(_, faults)
            | Self::InvalidReferenceTarget(_, faults)
            | Self::StepInputDimensionality(_, faults) => faults.clone(),
            Self::StepExecution { facts, step } => vec![BlockFault {
                block_id: Some(step.name.clone()),
                block_type: Some(step.block_type.clone()),
                block_details: Some(facts.message.clone()),
                ..BlockFault::default()
            }],
            _ => Vec::new(),
        }
    }

    fn form(&self) -> Form {
        match self {
            Self::Syntax(..)
            | Self::ExecutionGraphStructure(..)
            | Self::InvalidReferenceTarget(..)
            | Self::StepInputDimensionality(..)
            | Self::StepExecution { .. } => Form::Full(self.block_faults().iter().map(BlockFault::to_json).collect()),
            _ if self.http_status() == 400 => Form::Plain,
            _ => Form::Internal,
        }
    }

    /// The error as a server answers it.
    pub fn to_json(&self) -> Json {
        let Facts { message, context, inner } = self.facts();
        let form = self.form();
        // Whoever reads these bodies has learnt to expect the word None in one case and null in the other.
        let no_type = if matches!(form, Form::Full(_)) { Json::from("None") } else { Json::Null };
        let mut body = Map::new();
        body.insert("message".to_owned(), message.as_str().into());
        body.insert("error_type".to_owned(), self.error_type().into());
        body.insert("context".to_owned(), context.as_str().into());
        body.insert("inner_error_type".to_owned(), inner.as_ref().map_or(no_type, |inner| inner.type_name.into()));
        body.insert(
            "inner_error_message".to_owned(),
            inner.as_ref().map_or("None", |inner| inner.message.as_str()).into(),
        );
        if let Form::Full(faults) = &form {
            body.insert("blocks_errors".to_owned(), faults.clone().into());
        }
        if !matches!(form, Form::Plain) {
            body.insert("python_blocks_output_streams".to_owned(), Json::Null);
            body.insert("python_blocks_debug_traces".to_owned(), Json::Null);
        }
        body.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faulty_references_have_the_full_body() {
        let fault = BlockFault {
            block_id: Some("crop".into()),
            block_type: Some("my/crop@v1".into()),
            property_name: Some("images".into()),
            property_details: Some("`$steps.nope.x` leads nowhere".into()),
            ..BlockFault::default()
        };
        let facts = Facts::new(Context::GraphConstruction, "there is no step `nope`");
        assert_eq!(
            WorkflowError::InvalidReferenceTarget(facts, vec![fault]).to_json(),
            json!({
                "message": "there is no step `nope`",
                "error_type": "InvalidReferenceTargetError",
                "context": "workflow_compilation | execution_graph_construction",
                "inner_error_type": "None",
                "inner_error_message": "None",
                "blocks_errors": [{
                    "block_id": "crop", "block_type": "my/crop@v1", "block_details": null, "property_name": "images",
                    "property_details": "`$steps.nope.x` leads nowhere", "block_traceback": null,
                }],
                "python_blocks_output_streams": null,
                "python_blocks_debug_traces": null,
            })
        );
    }

    #[test]
    fn bad_requests_have_five_keys_and_our_faults_seven() {
        let facts = Facts::new(Context::RuntimeInputs, "no image").with_inner("ValueError", "empty");
        assert_eq!(
            WorkflowError::RuntimeInput(facts.clone()).to_json(),
            json!({
                "message": "no image",
                "error_type": "RuntimeInputError",
                "context": "workflow_execution | runtime_input_validation",
                "inner_error_type": "ValueError",
                "inner_error_message": "empty",
            })
        );
        let ours = WorkflowError::ExecutionEngineRuntime(Facts { inner: None, ..facts }).to_json();
        assert_eq!(ours.as_object().map(Map::len), Some(7));
        assert_eq!(ours["inner_error_type"], Json::Null);
        assert_eq!(ours["inner_error_message"], "None");
    }
}
