//! VLM As Classifier.

use block_runtime::prelude::*;

use crate::vlm_answer::{self, Classes};

/// Read a classification out of the answer of a vision-language model.
///
/// Models such as those of [OpenRouter](block:openrouter) or [Qwen-VL](block:qwen_vl) answer with text. Ask one for
/// `classification` or `multi-label-classification`, bind its `output` and `classes` here, and go on with `predictions`
/// as with those of any other classifier.
///
/// The answer has to be JSON, alone or in a Markdown code block that begins with ```` ```json ````; of several such
/// blocks the first one counts. Two forms are read:
///
/// - **One class**: `{"class_name": "cat", "confidence": 0.9}`. The result has `top` and `confidence`, and all other
///   classes with the confidence 0. A class that is not in `classes` is listed first.
/// - **Any number of classes**: `{"predicted_classes": [{"class": "cat", "confidence": 0.9}]}`. The result has
///   `predicted_classes`, which may be empty, and all classes with their confidences. Of a class that is named twice
///   the greater confidence counts.
///
/// Classes are numbered by their places in `classes`, from 0; one that is not there has the number -1. Upper and lower
/// case count. Confidences below 0 and above 1 become 0 and 1.
///
/// An answer that is neither, such as an excuse or one that was cut off, does not stop the workflow: `error_status` is
/// then true, and `predictions` is empty, so that steps which need it are passed over.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/vlm_as_classifier@v2",
    name = "VLM As Classifier",
    section = Advanced,
    block_type = Formatter,
    outputs = Classified,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-tags",
    priority = 5
)]
pub(crate) struct VlmAsClassifier {
    /// The image that the model was asked about: the same one, since the result names it and its size.
    #[block(example = "$inputs.image", example = "$steps.cropping.crops")]
    image: In<Image>,

    /// The answer of the model.
    #[block(title = "VLM Output", example = "$steps.vlm.output")]
    vlm_output: In<LanguageModelOutput>,

    /// The classes that the model was given, in the same order.
    #[block(example = "$steps.vlm.classes", example = "$inputs.classes", example = ["dog", "cat", "bird"])]
    classes: Or<Vec<String>>,
}

/// What was read out of an answer.
#[derive(Debug, Outputs)]
pub(crate) struct Classified {
    /// True when the answer cannot be read.
    error_status: Out<Boolean>,
    /// The classification; empty when the answer cannot be read.
    predictions: Option<Out<ClassificationPrediction>>,
    /// A new identifier for this answer, which the classification has too.
    inference_id: Out<InferenceId>,
}

impl Run for VlmAsClassifier {
    fn run(&self, context: &mut Context<'_, ()>) -> Result<Classified, BlockError> {
        let inference_id = context.new_id();
        let classes = Classes::new(&self.classes);
        let predictions = vlm_answer::json(&self.vlm_output)
            .and_then(|answer| vlm_answer::classification(&answer, &classes, &self.image, &inference_id));
        Ok(Classified {
            error_status: Out(predictions.is_none()),
            predictions: predictions.map(Out),
            inference_id: Out(inference_id),
        })
    }
}

#[cfg(test)]
mod tests {
    use block_runtime::block::Environment;
    use image::RgbImage;

    use super::*;

    fn classified(answer: &str) -> Classified {
        let block = VlmAsClassifier {
            image: In::new(Picture::from_pixels(RgbImage::new(4, 3), "photo")),
            vlm_output: In::new(answer.to_owned()),
            classes: vec!["cat".to_owned(), "dog".to_owned()].into(),
        };
        block.run(&mut Context::new(&mut (), &Environment::default())).unwrap()
    }

    #[test]
    fn an_answer_becomes_a_classification_with_the_identifier_of_the_inference() {
        let Classified { error_status, predictions, inference_id } =
            classified("```json\n{\"class_name\": \"dog\", \"confidence\": 0.75}\n```");
        let predictions = predictions.unwrap();
        let members = predictions.as_map().unwrap();
        assert!(!*error_status);
        assert_eq!(members["top"].as_str(), Some("dog"));
        assert_eq!(members["inference_id"].as_str(), Some(inference_id.as_str()));
    }

    #[test]
    fn an_answer_that_cannot_be_read_is_told() {
        for answer in ["It is a dog.", "42", "[]", "{}", "```json\n{\"class_name\": \"dog\"}\n```"] {
            let Classified { error_status, predictions, inference_id } = classified(answer);
            assert!(*error_status && predictions.is_none() && !inference_id.is_empty(), "{answer}");
        }
    }
}
