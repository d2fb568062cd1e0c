//! The closed vocabularies of a block's facts: sections, types of blocks, origins of references, restrictions.
//!
//! Each is an enum whose variants an author names in attributes, so that a misspelt word does not compile.

macro_rules! names {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// All of them, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    )+};
}

names! {
    /// Group in which editors and the book list blocks; the order is that of the book.
    Section {
        /// Models that look at images.
        Model = "model",
        /// Drawing on images.
        Visualization = "visualization",
        /// Deciding what runs next.
        FlowControl = "flow_control",
        /// Keeping results.
        DataStorage = "data_storage",
        /// Telling people.
        Notifications = "notifications",
        /// Changing data.
        Transformation = "transformation",
        /// Image processing without models.
        ClassicalCv = "classical_cv",
        /// Blocks that remember earlier frames.
        Video = "video",
        /// Blocks for special needs.
        Advanced = "advanced",
        /// Measuring and counting.
        Analytics = "analytics",
        /// Machines and field buses.
        Industrial = "industrial",
    }

    /// What a block does in a workflow.
    BlockType {
        /// Changes data.
        Transformation = "transformation",
        /// Runs a model.
        Model = "model",
        /// Brings several pieces of data together.
        Fusion = "fusion",
        /// Sends data out of the workflow.
        Sink = "sink",
        /// Like [`Sink`](Self::Sink); one block of the reference spells it so.
        Sinks = "sinks",
        /// Decides what runs next.
        FlowControl = "flow_control",
        /// Changes the notation of data.
        Formatter = "formatter",
        /// Calculates.
        Math = "math",
        /// Draws.
        Visualization = "visualization",
        /// Processes images without models.
        ClassicalComputerVision = "classical_computer_vision",
        /// Measures and counts.
        Analytics = "analytics",
        /// Works on frames in order.
        Video = "video",
        /// Hands out secrets.
        SecretsProvider = "secrets_provider",
    }

    /// Where a reference may lead.
    Origin {
        /// Anywhere that data comes from.
        AnyData = "any_data",
        /// To an input that holds images.
        WorkflowImage = "workflow_image",
        /// To an input that holds video metadata.
        WorkflowVideoMetadata = "workflow_video_metadata",
        /// To an input that holds a parameter.
        WorkflowParameter = "workflow_parameter",
        /// To an output of a step.
        StepOutput = "step_output",
        /// To a step itself, as flow control does.
        Step = "step",
    }

    /// How bad a restriction is.
    RestrictionSeverity {
        /// The block works, but not as well as elsewhere.
        Soft = "soft",
        /// The block does not work.
        Hard = "hard",
    }

    /// Where workflows are executed.
    Runtime {
        /// Shared servers without state.
        HostedServerless = "hosted_serverless",
        /// A hosted server of one's own.
        DedicatedDeployment = "dedicated_deployment",
        /// One's own machine without a GPU.
        SelfHostedCpu = "self_hosted_cpu",
        /// One's own machine with a GPU.
        SelfHostedGpu = "self_hosted_gpu",
        /// The streaming pipeline.
        InferencePipeline = "inference_pipeline",
    }

    /// Where models run.
    ExecutionMode {
        /// In the process of the engine.
        Local = "local",
        /// On a server.
        Remote = "remote",
    }

    /// What a workflow is fed with.
    InputMode {
        /// Single images.
        Image = "image",
        /// Frames of a video.
        Video = "video",
    }
}
