//! The parts of the engine that notice errors.

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
    /// Putting the catalogue together.
    BlocksLoading = "blocks_loading",
    /// Choosing the engine.
    EngineInitialisation = "workflow_compilation | engine_initialisation",
    /// Blocks that the definition brings along.
    DynamicBlocks = "workflow_compilation | dynamic_blocks_compilation",
    /// Definitions that steps bring along from elsewhere.
    InnerWorkflowResolution = "workflow_compilation | inner_workflow_spec_resolution",
    /// Workflows within workflows.
    InnerWorkflowComposition = "workflow_compilation | inner_workflow | composition",
    /// What workflows within workflows are given.
    InnerWorkflowBindings = "workflow_compilation | inner_workflow | parameter_bindings",
    /// Reading the definition.
    DefinitionParsing = "workflow_compilation | workflow_definition_parsing",
    /// Names.
    SpecificationValidation = "workflow_compilation | specification_validation",
    /// References, kinds and order.
    GraphConstruction = "workflow_compilation | execution_graph_construction",
    /// References that are no references to data.
    NodeRetrieval = "workflow_compilation | execution_graph_construction | retrieving_compiled_node",
    /// The depth of the data that reaches a step.
    StepInputs = "workflow_compilation | execution_graph_construction | collecting_step_input_data",
    /// The depth of the data that reaches a step, property by property.
    StepInputDepths = "workflow_compilation | execution_graph_construction | denoting_step_inputs_dimensionality",
    /// The batches that the data of a step belongs to.
    StepInputLineage = "workflow_compilation | execution_graph_construction | collecting_step_inputs_lineage",
    /// The depth of what a step yields.
    StepOutputDepth = "workflow_compilation | execution_graph_construction | verification_of_output_offset",
    /// The batches that steer a step.
    ControlFlowLineage = "workflow_compilation | execution_graph_construction | verification_of_control_flow_lineage",
    /// Getting steps ready to run.
    StepsInitialisation = "workflow_compilation | steps_initialisation",
    /// What the workflow is given.
    RuntimeInputs = "workflow_execution | runtime_input_validation",
    /// Blocks at work.
    StepExecution = "workflow_execution | step_execution",
    /// Chains and statements of the query language.
    QueryEvaluation = "step_execution | roboflow_query_language_evaluation",
    /// Blocks that use a service which has been switched off.
    FeatureDeprecated = "workflow_execution | step_execution | feature_deprecated",
    /// What blocks yield.
    StepOutputs = "workflow_execution | step_output_registration",
    /// What the workflow gives back.
    OutputConstruction = "workflow_execution | output_construction",
    /// The run as a whole.
    Execution = "workflow_execution",
    /// Telling what a workflow is given, without running it.
    DescribingInputs = "describing_workflow_inputs",
    /// Telling what a workflow gives back, without running it.
    DescribingOutputs = "describing_workflow_outputs",
}
