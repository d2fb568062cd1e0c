//! Errors of workflows, under the names and in the JSON form that clients of the reference know.
//!
//! [`WorkflowError`] is what people and servers see at last. The stations of the road have more exact errors of their
//! own (diagnostics with places, errors of blocks); they end here.

mod context;
mod facts;
mod policy;
mod wire;

use crate::block::Index;

pub use context::Context;
pub use facts::{BlockFault, Facts, InnerError, StepFault};
pub use policy::{Cause, StepErrorPolicy};

/// Declares the error classes: each variant with its name on the wire and the status with which a server answers.
///
/// Classes that carry nothing but [`Facts`] come first, then those that name faulty steps.
macro_rules! classes {
    (
        plain { $($(#[doc = $plain_doc:literal])+ $plain:ident = $plain_name:literal, $plain_status:literal;)+ }
        faulty { $($(#[doc = $faulty_doc:literal])+ $faulty:ident = $faulty_name:literal, $faulty_status:literal;)+ }
    ) => {
        /// Why a workflow did not compile or run.
        ///
        /// The variants are the error classes of the reference; [`error_type`](Self::error_type) gives their names
        /// there. The last two variants have no counterpart in it.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum WorkflowError {
            $($(#[doc = $plain_doc])+ #[error("{0}")] $plain(Facts),)+
            $($(#[doc = $faulty_doc])+ #[error("{0}")] $faulty(Facts, Vec<BlockFault>),)+
            /// A block failed.
            #[error("{step}: {facts}")]
            StepExecution {
                /// Message, context and the error of the block.
                facts: Facts,
                /// The step that failed.
                step: StepFault,
            },
            /// A block failed because of what it was asked or for whom: a model that does not exist, a key that is not
            /// accepted.
            #[error("{step}: {facts}")]
            ClientCausedStepExecution {
                /// Message, context and the error of the block.
                facts: Facts,
                /// The step that failed.
                step: StepFault,
                /// The status with which a server answers: 400, 401, 402, 403, 404 or 410.
                status: u16,
            },
            /// A block failed because the machine that runs it is too small.
            #[error("{step}: {facts}")]
            RuntimeLimitsCausedStepExecution {
                /// Message, context and the error of the block.
                facts: Facts,
                /// The step that failed.
                step: StepFault,
                /// The status with which a server answers: 507.
                status: u16,
            },
            /// Whoever started the run has cancelled it.
            #[error("{0}")]
            Cancelled(Facts),
            /// The run took longer than it was allowed to.
            #[error("{0}")]
            DeadlineExceeded(Facts),
        }

        impl WorkflowError {
            /// Message, context and inner error.
            pub fn facts(&self) -> &Facts {
                match self {
                    $(Self::$plain(facts))|+ | $(Self::$faulty(facts, _))|+ => facts,
                    Self::StepExecution { facts, .. }
                    | Self::ClientCausedStepExecution { facts, .. }
                    | Self::RuntimeLimitsCausedStepExecution { facts, .. }
                    | Self::Cancelled(facts)
                    | Self::DeadlineExceeded(facts) => facts,
                }
            }

            /// The name of the error's class.
            pub fn error_type(&self) -> &'static str {
                match self {
                    $(Self::$plain(_) => $plain_name,)+
                    $(Self::$faulty(..) => $faulty_name,)+
                    Self::StepExecution { .. } => "StepExecutionError",
                    Self::ClientCausedStepExecution { .. } => "ClientCausedStepExecutionError",
                    Self::RuntimeLimitsCausedStepExecution { .. } => "RuntimeLimitsCausedStepExecutionError",
                    Self::Cancelled(_) => "RunCancelledError",
                    Self::DeadlineExceeded(_) => "RunDeadlineExceededError",
                }
            }

            /// The status with which a server answers.
            pub fn http_status(&self) -> u16 {
                match self {
                    $(Self::$plain(_) => $plain_status,)+
                    $(Self::$faulty(..) => $faulty_status,)+
                    Self::StepExecution { .. } => 500,
                    Self::ClientCausedStepExecution { status, .. }
                    | Self::RuntimeLimitsCausedStepExecution { status, .. } => *status,
                    Self::Cancelled(_) => 499,
                    Self::DeadlineExceeded(_) => 504,
                }
            }

            /// The faulty steps of the classes that name them.
            fn named_faults(&self) -> Option<&[BlockFault]> {
                match self {
                    $(Self::$faulty(_, faults))|+ => Some(faults),
                    _ => None,
                }
            }
        }
    };
}

classes! {
    plain {
        /// The engine is set up in a way in which it cannot run the workflow.
        EnvironmentConfiguration = "WorkflowEnvironmentConfigurationError", 500;
        /// The definition has a part whose meaning the engine cannot guess.
        Assumption = "AssumptionError", 500;
        /// A description is asked for of an engine that does not exist.
        ExecutionEngineVersion = "WorkflowExecutionEngineVersionError", 400;
        /// Lists of blocks do not fit together.
        PluginLoading = "PluginLoadingError", 500;
        /// A list of blocks is not what the engine expects.
        PluginInterface = "PluginInterfaceError", 500;
        /// A block declares what cannot be.
        BlockInterface = "BlockInterfaceError", 500;
        /// A block that the definition brings along is wrongly described.
        DynamicBlock = "DynamicBlockError", 400;
        /// The definition is wrong as a whole.
        Definition = "WorkflowDefinitionError", 400;
        /// Two inputs, two steps or two outputs have one name.
        DuplicatedName = "DuplicatedNameError", 400;
        /// A reference leads to data of the wrong kind.
        ReferenceType = "ReferenceTypeError", 400;
        /// A step is of a type that the engine does not know.
        UnknownManifestType = "UnknownManifestType", 500;
        /// A step needs something of its surroundings that is not there.
        BlockInitParameterNotProvided = "BlockInitParameterNotProvidedError", 500;
        /// Data of different batches reach a step.
        StepInputLineage = "StepInputLineageError", 500;
        /// A step yields data that belongs to no batch.
        StepOutputLineage = "StepOutputLineageError", 500;
        /// A step is steered by a batch that its data does not belong to.
        ControlFlowDefinition = "ControlFlowDefinitionError", 500;
        /// Workflows contain each other in a circle.
        InnerWorkflowCompositionCycle = "InnerWorkflowCompositionCycleError", 500;
        /// Workflows are nested too deeply.
        InnerWorkflowNestingDepth = "InnerWorkflowNestingDepthError", 500;
        /// A workflow contains too many others.
        InnerWorkflowTotalCount = "InnerWorkflowTotalCountError", 500;
        /// A step that stands for a workflow is not formed as it must be.
        InnerWorkflowInvalidStepEntry = "InnerWorkflowInvalidStepEntryError", 500;
        /// A workflow within a workflow is given what it does not know.
        InnerWorkflowParameterBindingsUnknownInput = "InnerWorkflowParameterBindingsUnknownInputError", 500;
        /// A workflow within a workflow is not given what it needs.
        InnerWorkflowParameterBindingsMissingRequired = "InnerWorkflowParameterBindingsMissingRequiredError", 500;
        /// What the workflow was given is not what it needs.
        RuntimeInput = "RuntimeInputError", 400;
        /// The definition asks for another version of the engine.
        NotSupportedExecutionEngine = "NotSupportedExecutionEngineError", 400;
        /// A block gave back something that is no result at all.
        InvalidBlockBehaviour = "InvalidBlockBehaviourError", 500;
        /// A block broke its contract while the workflow ran.
        ExecutionEngineRuntime = "ExecutionEngineRuntimeError", 500;
        /// The definition asks for something that this engine does not do.
        ExecutionEngineNotImplemented = "ExecutionEngineNotImplementedError", 500;
        /// An operation of the query language was given data of the wrong type.
        InvalidInputType = "InvalidInputTypeError", 400;
        /// An operation of the query language is not known.
        OperationTypeNotRecognised = "OperationTypeNotRecognisedError", 400;
        /// An operation of the query language failed.
        Operation = "OperationError", 500;
        /// A statement of the query language names a value that it was not given.
        UndeclaredSymbol = "UndeclaredSymbolError", 500;
        /// A statement of the query language could not be evaluated.
        EvaluationEngine = "EvaluationEngineError", 500;
    }
    faulty {
        /// Parts of the definition are not formed as they must be.
        Syntax = "WorkflowSyntaxError", 400;
        /// Steps cannot be put together in this way.
        ExecutionGraphStructure = "ExecutionGraphStructureError", 400;
        /// A reference leads nowhere.
        InvalidReferenceTarget = "InvalidReferenceTargetError", 400;
        /// Batches of the wrong depth reach a step.
        StepInputDimensionality = "StepInputDimensionalityError", 400;
        /// Code that the definition brings along failed.
        DynamicBlockCode = "DynamicBlockCodeError", 400;
    }
}

impl WorkflowError {
    /// The step that failed, for errors of blocks.
    pub fn failed_step(&self) -> Option<&StepFault> {
        match self {
            Self::StepExecution { step, .. }
            | Self::ClientCausedStepExecution { step, .. }
            | Self::RuntimeLimitsCausedStepExecution { step, .. } => Some(step),
            _ => None,
        }
    }

    /// Adds the element that the failed call of a block was for.
    pub(crate) fn at_element(mut self, index: Index) -> Self {
        if let Self::StepExecution { step, .. }
        | Self::ClientCausedStepExecution { step, .. }
        | Self::RuntimeLimitsCausedStepExecution { step, .. } = &mut self
        {
            step.element = Some(Box::new(index));
        }
        self
    }
}

impl From<crate::catalogue::CatalogueError> for WorkflowError {
    fn from(error: crate::catalogue::CatalogueError) -> Self {
        Self::PluginLoading(Facts::new(Context::BlocksLoading, error.to_string()))
    }
}

impl From<crate::block::SettingError> for WorkflowError {
    fn from(error: crate::block::SettingError) -> Self {
        Self::EnvironmentConfiguration(Facts::new(Context::EngineInitialisation, error.to_string()))
    }
}
