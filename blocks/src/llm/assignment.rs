//! The properties by which a step says what a model is to do: the same for all blocks that know the tasks.

use block_runtime::prelude::*;

use super::task::{Given, MissingProperty};
use super::{Ask, Task};

/// What a model is to do with each image.
#[derive(Debug, Properties)]
pub struct Assignment {
    /// What the model does with each image. It decides which other properties are needed and what the answer looks like.
    #[block(
        default = Task::Unconstrained,
        always_visible,
        ui(recommended_parsers = {
            "structured-answering": "roboflow_core/json_parser@v1",
            "classification": "roboflow_core/vlm_as_classifier@v2",
            "multi-label-classification": "roboflow_core/vlm_as_classifier@v2",
            "object-detection": "roboflow_core/vlm_as_detector@v2"
        })
    )]
    pub task_type: Task,

    /// Prompt or question for the model.
    #[block(
        example = "my prompt",
        example = "$inputs.prompt",
        multiline,
        relevant_for(task_type = ["unconstrained", "visual-question-answering"], required = true),
        required_if(task_type = ["unconstrained", "visual-question-answering"])
    )]
    pub prompt: Option<Or<String>>,
}

/// What the answer is made of, for tasks whose answer is JSON.
#[derive(Debug, Properties)]
pub struct AnswerForm {
    /// Fields of a structured answer: names, each with a description of what belongs there.
    #[block(
        example = { "my_key": "description" },
        relevant_for(task_type = ["structured-answering"], required = true),
        required_if(task_type = ["structured-answering"])
    )]
    pub output_structure: Option<IndexMap<String, String>>,

    /// Classes to choose from, or to look for.
    #[block(
        example = ["class-a", "class-b"],
        example = "$inputs.classes",
        relevant_for(task_type = ["classification", "multi-label-classification", "object-detection"], required = true),
        required_if(task_type = ["classification", "multi-label-classification", "object-detection"])
    )]
    pub classes: Option<Or<Vec<String>>>,
}

impl Assignment {
    /// The task with all that it needs.
    ///
    /// # Errors
    /// [`MissingProperty`] when the step does not give what the task needs.
    pub fn ask(&self, form: &AnswerForm) -> Result<Ask, MissingProperty> {
        let given = Given {
            prompt: self.prompt.as_ref().map(|prompt| prompt.as_str()),
            classes: form.classes.as_ref().map(|classes| classes.as_slice()),
            output_structure: form.output_structure.as_ref(),
        };
        Ask::new(self.task_type, given)
    }
}

impl AnswerForm {
    /// The classes as an output, which a parser of the answer reads.
    pub fn classes_output(&self) -> Option<Out<ListOfValues>> {
        self.classes.as_ref().map(|classes| Out(classes.iter().cloned().map(Value::from).collect()))
    }
}
