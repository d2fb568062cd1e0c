//! Whatever data a block is given, it answers: with a result or with an error, in bounded time, and without showing
//! secrets.
//!
//! The example of each block is the only step of a workflow. Properties that take references are bound to inputs, and
//! the inputs get values of the right type or of any other.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use block_runtime::block::{BlockDef, Entry, Environment, InferenceServer, PropertyDef, WriteAccess};
use block_runtime::compile::compile;
use block_runtime::describe::{Binding, binding, example_step};
use block_runtime::execute::Session;
use block_runtime::image_io::{ImageLimits, ImagePolicy, ImageReader};
use block_runtime::net::{GuardedClient, UrlPolicy};
use block_runtime::value::detections::{BoundingBox, Detection, ImageSize, Mask, Provenance};
use block_runtime::value::{Detections, Map, Picture, Secret, Value};
use image::{GrayImage, RgbImage};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Text of secrets, which nothing may show.
const SECRET: &str = "open-sesame";

/// Runs that take longer count as endless.
const LIMIT: Duration = Duration::from_mins(1);

/// How many runs each block has.
const RUNS: u32 = 48;

/// Decisions of a case, each taken once.
struct Choices<'a>(std::slice::Iter<'a, Index>);

impl Choices<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.0.next().map_or(0, |index| index.index(count))
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// An input of the workflow, bound to the property of the same name.
struct Bound {
    name: &'static str,
    /// Literals that the property shows as examples.
    literals: Vec<Json>,
    kinds: Vec<&'static str>,
    /// How many lists are around the elements.
    levels: usize,
}

fn is_reference(example: &Json) -> bool {
    example.as_str().is_some_and(|text| text.starts_with('$'))
}

/// The example of a block as a workflow, with an input for each property that takes references.
fn workflow(def: &'static BlockDef) -> (Json, Vec<Bound>) {
    let mut step = example_step(def);
    let mut inputs = vec![json!({"type": "WorkflowParameter", "name": "other"})];
    let mut bound = Vec::new();
    let mut next = BTreeSet::new();
    for property in def.properties() {
        let Some(shown) = step.get(property.name).cloned() else { continue };
        let Some(binding) = binding(property).filter(|binding| !binding.in_list && !binding.in_object) else {
            if let Some(value) = step.get_mut(property.name) {
                lead_elsewhere(value, &mut next);
            }
            continue;
        };
        let (input, levels) = input(property, &binding);
        step[property.name] = json!(format!("$inputs.{}", property.name));
        inputs.push(input);
        let kinds = binding.kinds.into_iter().collect();
        let literals = property.examples.iter().filter_map(|text| serde_json::from_str(text).ok());
        let literals = std::iter::once(shown).chain(literals).filter(|example| !is_reference(example)).collect();
        bound.push(Bound { name: property.name, literals, kinds, levels });
    }
    step["name"] = json!("step");
    let names = def.outputs.iter().map(|output| output.name);
    let outputs =
        names.map(|name| json!({"type": "JsonField", "name": name, "selector": format!("$steps.step.{name}")}));
    let outputs: Vec<Json> = outputs.collect();
    let next = next.iter().map(
        |name| json!({"type": "roboflow_core/first_non_empty_or_default@v1", "name": name, "data": ["$inputs.other"]}),
    );
    let steps: Vec<Json> = std::iter::once(step).chain(next).collect();
    (json!({"version": "1.0", "inputs": inputs, "steps": steps, "outputs": outputs}), bound)
}

/// An input for a property, and how many lists are around its elements.
fn input(property: &PropertyDef, binding: &Binding) -> (Json, usize) {
    let name = property.name;
    if binding.kinds.contains("image") {
        return (json!({"type": "WorkflowImage", "name": name}), 1);
    }
    let levels = 1 + usize::try_from(property.depth.unwrap_or_default()).unwrap_or_default();
    if levels > 1 || property.cast_to_batch || property.depth_reference {
        return (json!({"type": "WorkflowBatchInput", "name": name, "dimensionality": levels}), levels);
    }
    (json!({"type": "WorkflowParameter", "name": name}), 0)
}

/// Lets references to data lead to an input, and notes the steps that references to steps name.
fn lead_elsewhere(value: &mut Json, steps: &mut BTreeSet<String>) {
    match value {
        Json::String(text) if text.starts_with('$') => match text.strip_prefix("$steps.") {
            Some(step) if !step.contains('.') => drop(steps.insert(step.to_owned())),
            _ => "$inputs.other".clone_into(text),
        },
        Json::Array(items) => items.iter_mut().for_each(|item| lead_elsewhere(item, steps)),
        Json::Object(members) => members.values_mut().for_each(|member| lead_elsewhere(member, steps)),
        _ => {}
    }
}

static PICTURES: LazyLock<Vec<Picture>> = LazyLock::new(|| {
    vec![
        Picture::from_pixels(RgbImage::from_pixel(40, 30, image::Rgb([9, 200, 90])), "image"),
        Picture::from_pixels(GrayImage::new(1, 1), "dot"),
        Picture::from_pixels(RgbImage::new(4_000, 1), "line"),
        Picture::from_pixels(GrayImage::new(1, 4_000), "column"),
    ]
});

const NUMBERS: [f64; 18] = [
    0.0,
    -0.0,
    0.5,
    1.0,
    2.0,
    7.0,
    30.0,
    -1.0,
    -40.5,
    1e-300,
    1e9,
    2_147_483_648.0,
    9.3e18,
    1e300,
    -1e300,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

const INTEGERS: [i64; 12] = [0, 1, 2, 3, 90, -1, -7, 32_767, 32_768, 1_000_000_000, i64::MAX, i64::MIN];

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let deep = "[".repeat(5_000);
    let texts = [
        "",
        "cat",
        "../..",
        "a/../../b",
        "/etc/passwd",
        "nul\0byte",
        "two\r\nlines: yes",
        "\u{2028}größe 🐈",
        "#12",
        "rgb(1, 2, 3)",
        "https://user:open@10.0.0.1/hook?key=1",
        "file:///etc/passwd",
        "```json\n{\"detections\": [{\"x_min\": 1e308}]}\n```",
        "{\"class_name\": \"cat\", \"confidence\": 1e400}",
        "9999999999999999999999999",
        "NaN",
        "$steps.step.output",
    ];
    let long = ["x".repeat(1 << 20), "y\n".repeat(5_000), format!("{{\"a\": {deep}")];
    texts.into_iter().map(str::to_owned).chain(long).collect()
});

fn detections(choices: &mut Choices<'_>) -> Detections {
    let picture = choices.of(&PICTURES);
    let provenance = Arc::new(Provenance::of(&picture));
    let count = choices.of(&[0, 1, 2, 5]);
    let is_sane = choices.below(2) == 0;
    let detections = (0..count).map(|place| {
        let mut side = |sane: f64| if is_sane { sane } else { choices.of(&NUMBERS) };
        let bounds = BoundingBox { x_min: side(1.0), y_min: side(2.5), x_max: side(22.0), y_max: side(19.0) };
        let confidence = side(0.75);
        Detection {
            bounds,
            confidence,
            class_id: if is_sane { place } else { choices.of(&INTEGERS) },
            class_name: if is_sane { "cat".into() } else { choices.of(&TEXTS).into() },
            id: format!("id {place}").into(),
            provenance: Arc::clone(&provenance),
        }
    });
    let mut detections: Detections = detections.collect();
    let count = detections.len();
    if choices.below(3) == 0 {
        let tracks = (0..count).map(|_| choices.of(&INTEGERS)).collect();
        detections = detections.with_tracker_ids(tracks).unwrap();
    }
    if choices.below(3) == 0 {
        let size = ImageSize { width: picture.width(), height: picture.height() };
        let bytes = vec![u8::from(choices.below(2) == 0); size.width as usize * size.height as usize];
        let masks = (0..count).map(|_| Mask::from_bytes(&bytes, size).unwrap()).collect();
        detections = detections.with_masks(masks).unwrap();
    }
    if choices.below(3) == 0 {
        let column = (0..count).map(|_| plain(choices)).collect();
        detections = detections.with_data("cat", column).unwrap();
    }
    detections
}

fn plain(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => Value::Null,
        1 => Value::from(choices.below(2) == 0),
        2 | 3 => Value::from(choices.of(&INTEGERS)),
        4 | 5 => Value::from(choices.of(&NUMBERS)),
        6 => Value::Secret(Secret::from(SECRET)),
        _ => Value::from(choices.of(&TEXTS)),
    }
}

/// Any value.
fn any_value(choices: &mut Choices<'_>) -> Value {
    match choices.below(10) {
        0 => Value::from(choices.of(&PICTURES)),
        1 => Value::from(detections(choices)),
        2 => (0..choices.below(4)).map(|_| plain(choices)).collect(),
        3 => {
            [("class_name".to_owned(), plain(choices)), ("confidence".to_owned(), plain(choices))].into_iter().collect()
        }
        4 => (0..100).fold(plain(choices), |inner, _| [inner].into_iter().collect()),
        5 => Value::Bytes(Arc::from([0xff, 0xd8].as_slice())),
        _ => plain(choices),
    }
}

/// A value of a type that the property takes, whatever it is.
fn suitable_value(bound: &Bound, choices: &mut Choices<'_>) -> Value {
    let is_of = |part: &str| bound.kinds.iter().any(|kind| kind.contains(part));
    let keeps_example = !bound.literals.is_empty() && choices.below(2) == 0;
    match () {
        () if is_of("image") => choices.of(&PICTURES).into(),
        () if is_of("detection_prediction") => detections(choices).into(),
        () if keeps_example => Value::from_json(&choices.of(&bound.literals)),
        () if is_of("integer") => choices.of(&INTEGERS).into(),
        () if is_of("float") => choices.of(&NUMBERS).into(),
        () if is_of("boolean") => (choices.below(2) == 0).into(),
        () if is_of("list_of_values") => (0..choices.below(4)).map(|_| Value::from(choices.of(&TEXTS))).collect(),
        () if is_of("string") || is_of("language_model_output") => choices.of(&TEXTS).into(),
        () => any_value(choices),
    }
}

/// Elements in so many lists, two in each.
fn listed(levels: usize, element: &mut impl FnMut() -> Value) -> Value {
    match levels.checked_sub(1) {
        Some(levels) => (0..2).map(|_| listed(levels, element)).collect(),
        None => element(),
    }
}

/// Values for all inputs. One of them at most is of any type.
fn values(bound: &[Bound], choices: &mut Choices<'_>) -> Map {
    let strange = choices.below(2 * bound.len() + 1);
    let mut values: Map = std::iter::once(("other".to_owned(), any_value(choices))).collect();
    for (place, bound) in bound.iter().enumerate() {
        let is_strange = place == strange;
        let mut element = || if is_strange { any_value(choices) } else { suitable_value(bound, choices) };
        values.insert(bound.name.to_owned(), listed(bound.levels, &mut element));
    }
    values
}

/// Servers that refuse every connection, no URLs, and a folder to write to.
fn environment(folder: &TempDir) -> Environment {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let nowhere: url::Url = format!("http://{port}").parse().unwrap();
    let urls = UrlPolicy { allow_urls: false, ..UrlPolicy::default() };
    let mut environment =
        Environment { writing: WriteAccess::Below(folder.path().to_owned()), ..Environment::default() };
    let limits = ImageLimits { max_pixels: 1 << 16, ..ImageLimits::default() };
    environment.images = ImageReader::new(ImagePolicy { limits, urls: urls.clone(), ..ImagePolicy::default() });
    let services = &mut environment.services;
    services.platform = nowhere.clone();
    services.openrouter = nowhere.clone();
    services.inference = InferenceServer::SelfHosted(nowhere);
    services.named_by_workflows = Arc::new(GuardedClient::new(urls));
    services.retries.attempts = 1;
    environment
}

/// What is wrong with what a run gives back, if anything.
fn fault(runtime: &Runtime, session: &mut Session, inputs: Map) -> Option<String> {
    let outcome = runtime.block_on(async {
        let rows = session.run(inputs).await?;
        rows.serialise().await
    });
    let told = match outcome {
        Ok(rows) => json!(rows).to_string(),
        Err(error) => {
            let told = error.to_string();
            if told.contains("panicked") || told.contains("the run took longer") {
                return Some(told);
            }
            told
        }
    };
    told.contains(SECRET).then(|| format!("it shows a secret: {told:.2000}"))
}

/// Blocks that are not tried: one that asks a server which the workflow names, and one that is other steps.
const LEFT_OUT: [&str; 2] = ["roboflow_core/openai_compatible@v1", "roboflow_core/inner_workflow@v1"];

fn try_out(entry: &Entry) -> Result<(), String> {
    let (definition, bound) = workflow(entry.def);
    let plan = compile(&blocks::catalogue(), &definition.to_string());
    let plan = plan.map_err(|error| format!("it does not compile: {} {definition:#}", error.error))?;
    let folder = TempDir::new().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let session = RefCell::new(Session::new(plan, environment(&folder)).with_deadline(LIMIT));
    let mut runner = TestRunner::new(Config { cases: RUNS, failure_persistence: None, ..Config::default() });
    let decisions = prop::collection::vec(any::<Index>(), 250);
    let outcome = runner.run(&decisions, |decisions| {
        let mut choices = Choices(decisions.iter());
        let inputs = values(&bound, &mut choices);
        let shown = format!("{inputs:?}");
        match fault(&runtime, &mut session.borrow_mut(), inputs) {
            Some(fault) => Err(TestCaseError::fail(format!("{fault}\n{shown:.3000}"))),
            None => Ok(()),
        }
    });
    outcome.map_err(|error| match error {
        TestError::Fail(reason, _) => reason.to_string(),
        TestError::Abort(reason) => format!("proptest gave up: {reason}"),
    })
}

#[test]
fn no_data_is_too_much_for_any_block() {
    let entries = blocks::entries();
    let tried = entries.iter().filter(|entry| !LEFT_OUT.contains(&entry.def.id));
    let faults = tried.filter_map(|entry| try_out(entry).err().map(|fault| format!("{}: {fault}", entry.def.id)));
    let faults: Vec<String> = faults.collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Runs steps with two images, several times in a session, until a run fails.
fn failure(steps: &[Json], output: &str, runs: usize) -> Option<String> {
    let definition = json!({
        "version": "1.0",
        "inputs": [{"type": "WorkflowImage", "name": "image"}],
        "steps": steps,
        "outputs": [{"type": "JsonField", "name": "out", "selector": output}],
    });
    let plan = compile(&blocks::catalogue(), &definition.to_string()).unwrap_or_else(|error| panic!("{}", error.error));
    let mut session = Session::new(plan, Environment::default());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let images: Value = vec![Value::from(PICTURES[1].clone()); 2].into_iter().collect();
    let inputs: Map = [("image".to_owned(), images)].into_iter().collect();
    (0..runs).find_map(|_| runtime.block_on(session.run(inputs.clone())).err()).map(|error| error.to_string())
}

#[test]
fn a_list_that_is_put_into_itself_again_and_again_comes_to_an_end() {
    let steps = [
        json!({"type": "roboflow_core/cache_get@v1", "name": "get", "image": "$inputs.image", "key": "k"}),
        json!({"type": "roboflow_core/dimension_collapse@v1", "name": "list", "data": "$steps.get.output"}),
        json!({
            "type": "roboflow_core/cache_set@v1", "name": "set", "image": "$inputs.image", "key": "k",
            "value": "$steps.list.output",
        }),
    ];
    let failure = failure(&steps, "$steps.set.output", 40).expect("the list is doubled in each run");
    assert!(failure.contains("gather less"), "{failure}");
}

#[test]
fn tables_of_tables_come_to_an_end() {
    let table = |place: usize| {
        let content = if place == 0 { "\"".to_owned() } else { format!("$steps.table_{}.csv_content", place - 1) };
        json!({
            "type": "roboflow_core/csv_formatter@v1", "name": format!("table_{place}"),
            "columns_data": {"one": content, "other": content},
        })
    };
    let steps: Vec<Json> = (0..20).map(table).collect();
    let failure = failure(&steps, "$steps.table_19.csv_content", 1).expect("each table is four times as long");
    assert!(failure.contains("fewer columns"), "{failure}");
}
