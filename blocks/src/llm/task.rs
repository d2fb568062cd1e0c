//! What vision-language models are asked to do, and how.
//!
//! The answers of the classification, detection and structured tasks are JSON that the parser blocks read: they rely
//! on the names of its members, so the prompts spell them out. Everything else about the wording is ours to improve.

use block_runtime::prelude::*;
use schemas::chat::{Message, Role};

use super::chat;

/// What a vision-language model is asked to do with an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(rename_all = "kebab-case")]
pub enum Task {
    /// Answer a prompt of your own, in any form.
    #[block(label = "Open Prompt")]
    Unconstrained,
    /// Write out the text that stands in the image.
    #[block(label = "Text Recognition (OCR)")]
    Ocr,
    /// Fill in the fields that you describe, as JSON.
    #[block(label = "Structured Output Generation")]
    StructuredAnswering,
    /// Choose the one class that fits the image.
    #[block(label = "Single-Label Classification")]
    Classification,
    /// Choose all classes that fit the image.
    #[block(label = "Multi-Label Classification")]
    MultiLabelClassification,
    /// Answer a question about the image.
    #[block(label = "Visual Question Answering")]
    VisualQuestionAnswering,
    /// Describe the image in a sentence.
    #[block(label = "Captioning (short)")]
    Caption,
    /// Describe the image at length.
    #[block(label = "Captioning")]
    DetailedCaption,
    /// Find objects of the given classes, each with a box.
    #[block(label = "Unprompted Object Detection")]
    ObjectDetection,
}

/// How a task is put to a model.
struct Wording {
    /// The rules of the task; none for prompts of one's own.
    system: Option<&'static str>,
    /// What to do, for servers that need words beside the image where the task has none of the user's.
    plain: &'static str,
}

impl Task {
    fn wording(self) -> Wording {
        let (system, plain) = match self {
            Self::Unconstrained => (None, ""),
            Self::Ocr => (
                Some(
                    "Write out all text that you can read in the image. Keep its order, its lines and its paragraphs. \
                     Add nothing of your own: no heading, no remark, no translation.",
                ),
                "What text stands in this image?",
            ),
            Self::StructuredAnswering => (
                Some(
                    "The user sends an image and a JSON object whose members name fields and describe what belongs in \
                     them. Answer with one JSON object that has exactly these fields, each filled in from the image as \
                     described, inside a Markdown code block:\n\
                     ```json\n{\"field\": \"value\"}\n```\n\
                     Write nothing before or after the code block.",
                ),
                "",
            ),
            Self::Classification => (
                Some(
                    "The user sends an image and a list of classes. Choose the one class that fits the image best. \
                     Answer with one JSON object inside a Markdown code block:\n\
                     ```json\n{\"class_name\": \"chosen class\", \"confidence\": 0.87}\n```\n\
                     `class_name` repeats the class exactly as it is listed. `confidence` says how sure you are, from \
                     0.0 to 1.0. Even if several classes fit, answer with a single object, never with a list. Write \
                     nothing before or after the code block.",
                ),
                "",
            ),
            Self::MultiLabelClassification => (
                Some(
                    "The user sends an image and a list of classes. Choose every class that can be seen in the image. \
                     Answer with one JSON object inside a Markdown code block:\n\
                     ```json\n{\"predicted_classes\": [{\"class\": \"chosen class\", \"confidence\": 0.87}]}\n```\n\
                     `class` repeats a class exactly as it is listed. `confidence` says how sure you are that it can be \
                     seen, from 0.0 to 1.0. Leave out classes that cannot be seen; the list may be empty. Write nothing \
                     before or after the code block.",
                ),
                "",
            ),
            Self::VisualQuestionAnswering => (
                Some(
                    "Answer the user's question about the image in a few sentences at most. If the question offers \
                     answers marked with letters or numbers, reply with the mark of the right one alone.",
                ),
                "",
            ),
            Self::Caption => (
                Some("Write a caption for the image: one short sentence that names what matters most in it."),
                "Caption this image.",
            ),
            Self::DetailedCaption => (
                Some(
                    "Write a long description of the image: its subjects and what they do, the setting, colours, light, \
                     legible text, and how things lie to each other.",
                ),
                "Describe this image in detail.",
            ),
            Self::ObjectDetection => (
                Some(
                    "The user sends an image and a list of classes. Find every single object of these classes. Answer \
                     with one JSON object inside a Markdown code block:\n\
                     ```json\n{\"detections\": [{\"x_min\": 0.12, \"y_min\": 0.34, \"x_max\": 0.56, \"y_max\": 0.78, \
                     \"class_name\": \"class of the object\", \"confidence\": 0.87}]}\n```\n\
                     The coordinates are the edges of the box around the object as fractions of the width (x) and the \
                     height (y) of the image, from 0.0 to 1.0, counted from its top left corner. `class_name` repeats a \
                     class exactly as it is listed. `confidence` says how sure you are, from 0.0 to 1.0. If there is no \
                     such object, the list is empty. Write nothing before or after the code block.",
                ),
                "",
            ),
        };
        Wording { system, plain }
    }
}

/// A task needs a property that the step leaves out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the task `{task}` needs `{property}`, which is missing; give the step a value for it")]
pub struct MissingProperty {
    /// The task, as a workflow names it.
    pub task: &'static str,
    /// What is missing.
    pub property: &'static str,
}

/// A task with all that it needs, ready to be asked about any image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    task: Task,
    /// What the user contributes to the prompt.
    text: Option<String>,
}

/// What a step may give a task.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// A prompt or a question.
    pub prompt: Option<&'a str>,
    /// Classes to choose from or to look for.
    pub classes: Option<&'a [String]>,
    /// Fields of a structured answer with their descriptions.
    pub output_structure: Option<&'a IndexMap<String, String>>,
}

impl Ask {
    /// A task with what it needs of what the step gives.
    ///
    /// # Errors
    /// [`MissingProperty`] when the step does not give it.
    pub fn new(task: Task, given: Given<'_>) -> Result<Self, MissingProperty> {
        let missing = |property| MissingProperty { task: task.as_str(), property };
        let text = match task {
            Task::Unconstrained => Some(given.prompt.ok_or_else(|| missing("prompt"))?.to_owned()),
            Task::VisualQuestionAnswering => {
                Some(format!("Question: {}", given.prompt.ok_or_else(|| missing("prompt"))?))
            }
            Task::Classification | Task::MultiLabelClassification | Task::ObjectDetection => {
                let classes = given.classes.ok_or_else(|| missing("classes"))?;
                Some(format!("Classes: {}", serde_json::Value::from(classes)))
            }
            Task::StructuredAnswering => {
                let fields = given.output_structure.ok_or_else(|| missing("output_structure"))?;
                let fields = fields.iter().map(|(name, description)| (name.clone(), description.clone().into()));
                Some(format!("Fields: {:#}", serde_json::Value::Object(fields.collect())))
            }
            Task::Ocr | Task::Caption | Task::DetailedCaption => None,
        };
        Ok(Self { task, text })
    }

    /// The conversation for a chat server, about the image at this address.
    pub fn messages(&self, image: String) -> Vec<Message> {
        let rules = self.task.wording().system.map(|rules| chat::text_message(Role::System, rules));
        rules.into_iter().chain([chat::user_message(self.text.clone(), [image])]).collect()
    }

    /// The prompt for the inference server: what is asked, then the rules of the task, or `persona` where the task has
    /// none.
    pub fn native(&self, persona: &str) -> String {
        let Wording { system, plain } = self.task.wording();
        format!("{}<system_prompt>{}", self.text.as_deref().unwrap_or(plain), system.unwrap_or(persona))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> (Vec<String>, IndexMap<String, String>) {
        let fields = [("total".to_owned(), "sum of the bill".to_owned())];
        (vec!["cat".to_owned(), "dog, wet".to_owned()], fields.into_iter().collect())
    }

    #[test]
    fn a_task_without_its_companion_says_what_is_missing() {
        for (task, property) in [
            (Task::Unconstrained, Some("prompt")),
            (Task::Ocr, None),
            (Task::StructuredAnswering, Some("output_structure")),
            (Task::Classification, Some("classes")),
            (Task::MultiLabelClassification, Some("classes")),
            (Task::VisualQuestionAnswering, Some("prompt")),
            (Task::Caption, None),
            (Task::DetailedCaption, None),
            (Task::ObjectDetection, Some("classes")),
        ] {
            let missing = Ask::new(task, Given::default()).err();
            assert_eq!(missing.as_ref().map(|missing| missing.property), property);
            if let Some(missing) = missing {
                assert!(missing.to_string().contains(task.as_str()));
            }
        }
    }

    #[test]
    fn prompts_name_the_members_that_parsers_read() {
        for (task, members) in [
            (Task::Classification, &["class_name", "confidence"][..]),
            (Task::MultiLabelClassification, &["predicted_classes", "class", "confidence"]),
            (Task::ObjectDetection, &["detections", "x_min", "y_min", "x_max", "y_max", "class_name", "confidence"]),
        ] {
            let rules = task.wording().system.unwrap();
            let (_, example) = rules.split_once("```json\n").unwrap();
            let (example, _) = example.split_once("```").unwrap();
            assert!(serde_json::from_str::<serde_json::Value>(example).is_ok(), "{example}");
            for member in members {
                assert!(example.contains(&format!("\"{member}\":")), "{member} in {example}");
            }
        }
    }

    #[test]
    fn what_the_user_gives_is_in_the_prompt() {
        let (classes, fields) = everything();
        let given = Given { prompt: Some("How many?"), classes: Some(&classes), output_structure: Some(&fields) };
        let text = |task| Ask::new(task, given).unwrap().text;
        assert_eq!(text(Task::Unconstrained).as_deref(), Some("How many?"));
        assert_eq!(text(Task::VisualQuestionAnswering).as_deref(), Some("Question: How many?"));
        assert_eq!(text(Task::ObjectDetection).as_deref(), Some(r#"Classes: ["cat","dog, wet"]"#));
        assert_eq!(text(Task::StructuredAnswering).as_deref(), Some("Fields: {\n  \"total\": \"sum of the bill\"\n}"));
        assert_eq!(text(Task::Ocr), None);
    }

    #[test]
    fn the_inference_server_gets_one_text() {
        let ask = |task| Ask::new(task, Given { prompt: Some("Hi"), ..Given::default() }).unwrap().native("You are Q.");
        assert_eq!(ask(Task::Unconstrained), "Hi<system_prompt>You are Q.");
        assert!(ask(Task::Ocr).starts_with("What text stands in this image?<system_prompt>Write out"));
    }
}
