//! Small workflows, run through the engine.

use block_runtime::block::Environment;
use block_runtime::compile::compile;
use block_runtime::error::WorkflowError;
use block_runtime::value::{Map, Picture, Value};
use image::{Rgb, RgbImage};
use serde_json::{Map as JsonMap, Value as Json, json};

/// Steps, the inputs that they may refer to, and the outputs of interest.
pub struct Workflow {
    text: String,
    inputs: Map,
}

impl Workflow {
    /// A workflow of this step, which need not say `name`. Its inputs are `image`, `$inputs.value` and `$inputs.key`.
    pub fn new(step: Json, outputs: &[&str]) -> Self {
        Self::of([("model", step)], outputs.iter().map(|name| ("model", *name)))
    }

    /// A workflow of these steps by name, with the same inputs and with outputs of these steps.
    pub fn of<'a>(
        steps: impl IntoIterator<Item = (&'a str, Json)>,
        outputs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let steps = steps.into_iter().map(|(name, mut step)| {
            step["name"] = json!(name);
            step
        });
        let outputs = outputs.into_iter().map(
            |(step, name)| json!({ "type": "JsonField", "name": name, "selector": format!("$steps.{step}.{name}") }),
        );
        let text = json!({
            "version": "1.0",
            "inputs": [
                { "type": "WorkflowImage", "name": "image" },
                { "type": "WorkflowParameter", "name": "value" },
                { "type": "WorkflowParameter", "name": "key" },
            ],
            "steps": steps.collect::<Vec<_>>(),
            "outputs": outputs.collect::<Vec<_>>(),
        });
        let inputs = Map::from([
            ("image".to_owned(), Value::Image(picture(0))),
            ("value".to_owned(), Value::Null),
            ("key".to_owned(), Value::from("sk-hunter2")),
        ]);
        Self { text: text.to_string(), inputs }
    }

    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.inputs.insert(name.to_owned(), value.into());
        self
    }

    pub fn with_images(self, count: u8) -> Self {
        self.with("image", (0..count).map(picture).map(Value::Image).collect::<Value>())
    }

    pub async fn run(self, environment: &Environment) -> Result<Vec<JsonMap<String, Json>>, WorkflowError> {
        let plan = compile(&blocks::catalogue(), &self.text).unwrap_or_else(|error| panic!("{error:?}"));
        plan.run(self.inputs, environment).await
    }

    /// Runs and expects one row.
    pub async fn row(self, environment: &Environment) -> Json {
        let mut rows = self.run(environment).await.unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        Json::Object(rows.remove(0))
    }

    /// Runs and expects a failure; everything that is shown of it.
    pub async fn failure(self, environment: &Environment) -> String {
        let error = self.run(environment).await.unwrap_err();
        format!("{error}\n{error:?}\n{}", error.to_json())
    }
}

/// A small image of one shade of grey.
pub fn picture(shade: u8) -> Picture {
    Picture::from_pixels(RgbImage::from_pixel(8, 8, Rgb([shade; 3])), "image")
}

/// The shade of an image in a data URL, or in Base64 alone.
pub fn shade(encoded: &str) -> u8 {
    use base64::Engine as _;
    let encoded = encoded.strip_prefix("data:image/jpeg;base64,").unwrap_or(encoded);
    let bytes = base64::engine::general_purpose::STANDARD.decode(encoded).unwrap();
    let decoded = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).unwrap();
    decoded.to_luma8().get_pixel(4, 4).0[0]
}
