//! VLM As Detector.

use block_runtime::block::Choice;
use block_runtime::prelude::*;
use block_runtime::step::Check;
use block_runtime::value::detections::ImageSize;

use crate::vlm_answer::{self, Classes, FlorenceTask, Object};

/// Read detections out of the answer of a vision-language model.
///
/// Models such as those of [OpenRouter](block:openrouter) or [Qwen-VL](block:qwen_vl) answer with text. Ask one for
/// `object-detection`, bind its `output` and `classes` here, and go on with `predictions` as with those of any other
/// detector. The answer has to be JSON, alone or in a Markdown code block that begins with ```` ```json ````; of several
/// such blocks the first one counts.
///
/// `model_type` is the form of the answer rather than the maker of the model:
///
/// - **`openai`, `anthropic-claude`**: `{"detections": [{"x_min": 0.1, "y_min": 0.2, "x_max": 0.3, "y_max": 0.4,
///   "class_name": "cat", "confidence": 0.9}]}`, with sides as fractions of the image. All blocks for large models ask
///   for this form, so it is the right one for Qwen, Llama, Gemma and Kimi as well.
/// - **`google-gemini`**: the same, or Gemini's own `[{"box_2d": [200, 100, 400, 300], "label": "cat"}]`, with
///   `y_min`, `x_min`, `y_max` and `x_max` in thousandths of the image.
/// - **`florence-2`**: what Florence-2 gives for each of its tasks, with places in pixels.
///
/// The task has to be one that the model has: `object-detection` for all, the others for `florence-2` only.
///
/// **Classes** are numbered by their places in `classes`, from 0; one that is not there has the number -1. Upper and
/// lower case count. Florence-2 takes `classes` for `open-vocabulary-object-detection` only. Its other tasks name what
/// they find as they like, and the number is one of four digits that is always the same for a name
/// (`object-detection`, `phrase-grounded-object-detection`), or 0. Regions of `region-proposal` are all called `roi`.
///
/// **Boxes** of large models are rounded to whole pixels. They are not cut off at the edges of the image.
/// **Confidences** below 0 and above 1 become 0 and 1; a missing one is 1, as are all of Florence-2.
///
/// An answer that cannot be read, even if only one of its objects is at fault, does not stop the workflow:
/// `error_status` is then true, and `predictions` is empty, so that steps which need it are passed over. An answer that
/// finds nothing is no error.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/vlm_as_detector@v2",
    name = "VLM As Detector",
    section = Advanced,
    block_type = Formatter,
    outputs = Detected,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-object-ungroup",
    priority = 5,
    check = form_is_known
)]
pub(crate) struct VlmAsDetector {
    /// The image that the model was asked about: the same one, since its size is the measure of the boxes.
    #[block(example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,

    /// The answer of the model.
    #[block(title = "VLM Output", example = "$steps.vlm.output")]
    vlm_output: In<LanguageModelOutput>,

    /// The classes that the model was given, in the same order. May be `null` for tasks of Florence-2 other than
    /// `open-vocabulary-object-detection`.
    #[block(
        required,
        example = "$steps.vlm.classes",
        example = "$inputs.classes",
        example = ["dog", "cat", "bird"],
        relevant_for(model_type = ["openai", "google-gemini", "anthropic-claude"], required = true),
        required_if(model_type = ["openai", "google-gemini", "anthropic-claude"])
    )]
    classes: Option<Or<Vec<String>>>,

    /// Form of the answer, by the model that it is typical of.
    #[block(example = "openai", example = "google-gemini", example = "anthropic-claude", example = "florence-2")]
    model_type: ModelType,

    /// What the model was asked to do.
    #[block(example = "object-detection")]
    task_type: TaskType,
}

/// Forms of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
pub(crate) enum ModelType {
    /// Sides as fractions of the image, as all blocks for large models ask for.
    #[block(rename = "openai")]
    OpenAi,
    /// Boxes in thousandths of the image, or sides as fractions of it.
    #[block(rename = "google-gemini")]
    GoogleGemini,
    /// Sides as fractions of the image.
    #[block(rename = "anthropic-claude")]
    AnthropicClaude,
    /// Places in pixels, in a structure of its own for each task.
    #[block(rename = "florence-2")]
    Florence2,
}

/// Tasks whose answers have places in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(rename_all = "kebab-case")]
pub(crate) enum TaskType {
    /// Pieces of text, each with the corners around it.
    #[block(label = "Text Detection & Recognition (OCR)")]
    OcrWithTextDetection,
    /// Regions, each with a description.
    #[block(label = "Detection & Captioning")]
    ObjectDetectionAndCaption,
    /// Objects that a phrase names.
    #[block(label = "Prompted Object Detection")]
    PhraseGroundedObjectDetection,
    /// Objects of classes that were given to Florence-2.
    #[block(label = "Object Detection")]
    OpenVocabularyObjectDetection,
    /// Objects of the given classes; of Florence-2, of those that it knows.
    #[block(label = "Unprompted Object Detection")]
    ObjectDetection,
    /// Regions that hold anything of interest.
    #[block(label = "Regions of Interest proposal")]
    RegionProposal,
}

/// What was read out of an answer.
#[derive(Debug, Outputs)]
pub(crate) struct Detected {
    /// True when the answer cannot be read.
    error_status: Out<Boolean>,
    /// The detections; empty when the answer cannot be read.
    predictions: Option<Out<ObjectDetectionPrediction>>,
    /// A new identifier for this answer.
    inference_id: Out<InferenceId>,
}

/// How answers are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Relative,
    Gemini,
    Florence(FlorenceTask),
}

impl Form {
    /// The form in which a model answers to a task; nothing where it does not know the task.
    fn of(model: ModelType, task: TaskType) -> Option<Self> {
        match (model, task) {
            (ModelType::OpenAi | ModelType::AnthropicClaude, TaskType::ObjectDetection) => Some(Self::Relative),
            (ModelType::GoogleGemini, TaskType::ObjectDetection) => Some(Self::Gemini),
            (ModelType::Florence2, task) => Some(Self::Florence(match task {
                TaskType::OcrWithTextDetection => FlorenceTask::OcrWithRegion,
                TaskType::ObjectDetectionAndCaption => FlorenceTask::DenseRegionCaption,
                TaskType::PhraseGroundedObjectDetection => FlorenceTask::PhraseGrounding,
                TaskType::OpenVocabularyObjectDetection => FlorenceTask::OpenVocabularyDetection,
                TaskType::ObjectDetection => FlorenceTask::ObjectDetection,
                TaskType::RegionProposal => FlorenceTask::RegionProposal,
            })),
            _ => None,
        }
    }

    fn read(self, answer: &Value, image: ImageSize, classes: Option<&Classes<'_>>) -> Option<Vec<Object>> {
        match self {
            Self::Relative => vlm_answer::relative_boxes(answer, image, classes?),
            Self::Gemini => vlm_answer::gemini_boxes(answer, image, classes?),
            Self::Florence(task) => vlm_answer::florence(task, answer, classes),
        }
    }
}

/// The choice that the step makes for a property, where it makes one.
fn chosen<C: Choice + Copy>(check: &Check<'_>, property: &str) -> Option<C> {
    let text = check.step.text(property)?;
    C::VARIANTS.iter().copied().find(|choice| choice.as_str() == text)
}

/// Refuses tasks that the model does not know.
fn form_is_known(check: &mut Check<'_>) {
    let models = chosen::<ModelType>(check, "model_type").zip(chosen::<TaskType>(check, "task_type"));
    if let Some((model, task)) = models.filter(|(model, task)| Form::of(*model, *task).is_none()) {
        let message = format!("`{}` has no task `{}`", model.as_str(), task.as_str());
        check.report("task_type", message, "choose `object-detection`, or `florence-2` as `model_type`");
    }
}

impl VlmAsDetector {
    fn objects(&self) -> Option<Vec<Object>> {
        let answer = vlm_answer::json(&self.vlm_output)?;
        let image = ImageSize { width: self.image.width(), height: self.image.height() };
        let classes = self.classes.as_ref().map(|classes| Classes::new(classes));
        Form::of(self.model_type, self.task_type)?.read(&answer, image, classes.as_ref())
    }
}

impl Run for VlmAsDetector {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Detected, BlockError> {
        let inference_id = context.new_id();
        let detected = |objects| vlm_answer::detections(objects, &self.image, &inference_id, || context.new_id());
        let predictions = self.objects().map(detected).transpose()?;
        Ok(Detected {
            error_status: Out(predictions.is_none()),
            predictions: predictions.map(Out),
            inference_id: Out(inference_id),
        })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use block_runtime::document::{Document, Pointer};
    use block_runtime::step;
    use block_runtime::value::detections::column;
    use image::RgbImage;
    use serde_json::json;

    use super::*;

    fn detected(model_type: ModelType, task_type: TaskType, answer: &str) -> Detected {
        let block = VlmAsDetector {
            image: In::new(Picture::from_pixels(RgbImage::new(200, 100), "photo")),
            vlm_output: In::new(answer.to_owned()),
            classes: Some(vec!["cat".to_owned(), "dog".to_owned()].into()),
            model_type,
            task_type,
        };
        block.run(&mut Context::new(&mut (), &Environment::default())).unwrap()
    }

    #[test]
    fn objects_become_detections_on_the_image() {
        let answer = "```json\n{\"detections\": [{\"x_min\": 0.1, \"y_min\": 0.2, \"x_max\": 0.3, \"y_max\": 0.4, \
                      \"class_name\": \"dog\"}]}\n```";
        for model in [ModelType::OpenAi, ModelType::AnthropicClaude, ModelType::GoogleGemini] {
            let Detected { error_status, predictions, inference_id } =
                detected(model, TaskType::ObjectDetection, answer);
            let entry = predictions.unwrap().get(0).unwrap();
            assert!(!*error_status);
            assert_eq!((entry.class_name().as_ref(), entry.class_id()), ("dog", 1));
            assert_eq!((entry.bounds().x_min, entry.bounds().y_max), (20.0, 40.0));
            assert_eq!(entry.provenance().parent_id.as_ref(), "photo");
            assert_eq!(entry.data(column::INFERENCE_ID).and_then(Value::as_str), Some(inference_id.as_str()));
        }
    }

    #[test]
    fn florence_has_a_form_for_each_task() {
        for (task, members) in [
            (TaskType::ObjectDetection, r#""bboxes": [[1, 2, 3, 4]], "labels": ["cat"]"#),
            (TaskType::PhraseGroundedObjectDetection, r#""bboxes": [[1, 2, 3, 4]], "labels": ["cat"]"#),
            (TaskType::ObjectDetectionAndCaption, r#""bboxes": [[1, 2, 3, 4]], "labels": ["cat"]"#),
            (TaskType::OpenVocabularyObjectDetection, r#""bboxes": [[1, 2, 3, 4]], "bboxes_labels": ["cat"]"#),
            (TaskType::RegionProposal, r#""bboxes": [[1, 2, 3, 4]]"#),
            (TaskType::OcrWithTextDetection, r#""quad_boxes": [[1, 2, 3, 2, 3, 4, 1, 4]], "labels": ["cat"]"#),
        ] {
            let predictions = detected(ModelType::Florence2, task, &format!("{{{members}}}")).predictions.unwrap();
            let corners = predictions.data(column::ORIENTED_BOX).is_some();
            assert_eq!((predictions.len(), corners), (1, task == TaskType::OcrWithTextDetection), "{task:?}");
        }
    }

    #[test]
    fn tasks_that_a_model_does_not_know_are_refused() {
        for (model, task, classes, places) in [
            ("openai", "object-detection", json!(["cat"]), &[][..]),
            ("openai", "region-proposal", json!(["cat"]), &["/task_type"]),
            ("google-gemini", "object-detection", json!(null), &["/classes"]),
            ("florence-2", "region-proposal", json!(null), &[]),
        ] {
            let step = json!({
                "type": "roboflow_core/vlm_as_detector@v2", "name": "detector", "image": "$inputs.image",
                "vlm_output": "$inputs.answer", "classes": classes, "model_type": model, "task_type": task,
            });
            let document = Document::parse_json(step.to_string()).unwrap();
            let mut found = Vec::new();
            step::parse(block::<VlmAsDetector>().def, &document.root, &Pointer::root(), &mut found);
            let found: Vec<String> = found.iter().map(|diagnostic| diagnostic.pointer.to_string()).collect();
            assert_eq!(found, places, "{model}, {task}");
        }
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_told_and_one_without_objects_is_not() {
        for answer in ["I see two dogs.", "5", "{}", r#"{"detections": [{"class_name": "dog"}]}"#] {
            let found = detected(ModelType::OpenAi, TaskType::ObjectDetection, answer);
            assert!(*found.error_status && found.predictions.is_none(), "{answer}");
        }
        let found = detected(ModelType::OpenAi, TaskType::ObjectDetection, r#"{"detections": []}"#);
        assert!(!*found.error_status && found.predictions.unwrap().is_empty());
    }
}
