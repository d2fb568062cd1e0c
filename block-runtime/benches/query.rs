//! Queries over 10,000 detections, beside loops that a person would write over the same arrays.

use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;

use block_runtime::query::{Chain, Scope};
use block_runtime::value::detections::{BoundingBox, Detection, ImageSize, Provenance, Scale};
use block_runtime::value::{Detections, Map, Value};
use divan::Bencher;
use serde_json::{Value as Json, json};

fn main() {
    divan::main();
}

const COUNT: u32 = 10_000;

/// Boxes all over an image, of five classes, with confidences in no order.
fn detections() -> Detections {
    let provenance = Arc::new(Provenance {
        image: ImageSize { width: 4000, height: 3000 },
        parent_id: "image".into(),
        parent_origin: None,
        parent_scale: Scale::ONE,
        root_id: "image".into(),
        root_origin: None,
        root_scale: Scale::ONE,
    });
    let classes: Vec<Arc<str>> = ["car", "truck", "bus", "person", "bicycle"].map(Arc::from).to_vec();
    let mut chance = 1_u32;
    let mut next = |most: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(chance >> 8) / f64::from(1 << 24) * f64::from(most)
    };
    let mut all = Vec::new();
    for number in 0..COUNT {
        let (x, y) = (next(3900), next(2900));
        let class = (number % 5) as usize;
        all.push(Detection {
            bounds: BoundingBox { x_min: x, y_min: y, x_max: x + next(100), y_max: y + next(100) },
            confidence: next(1),
            class_id: i64::from(number % 5),
            class_name: Arc::clone(&classes[class]),
            id: number.to_string().into(),
            provenance: Arc::clone(&provenance),
        });
    }
    all.into_iter().collect()
}

fn chain(json: &Json) -> Chain {
    serde_json::from_value(json.clone()).expect("a chain")
}

fn bench_chain(bencher: Bencher, json: &Json) {
    let (chain, all) = (chain(json), Value::from(detections()));
    let parameters = Map::from([("classes".to_owned(), Value::from(vec!["car", "bus"]))]);
    let scope = Scope::default().with_parameters(&parameters);
    bencher.bench(|| chain.apply(all.clone(), &scope).expect("it succeeds"));
}

fn fact(name: &str) -> Json {
    json!({"type": "DynamicOperand", "operations": [{"type": "ExtractDetectionProperty", "property_name": name}]})
}

/// Of these classes, and surer than this.
fn filter() -> Json {
    json!([{"type": "DetectionsFilter", "filter_operation": {
        "type": "StatementGroup", "operator": "and", "statements": [
            {
                "type": "BinaryStatement", "left_operand": fact("class_name"), "comparator": {"type": "in (Sequence)"},
                "right_operand": {"type": "DynamicOperand", "operand_name": "classes"}
            },
            {
                "type": "BinaryStatement", "left_operand": fact("confidence"), "comparator": {"type": "(Number) >="},
                "right_operand": {"type": "StaticOperand", "value": 0.5}
            }
        ]
    }}])
}

#[divan::bench]
fn filter_query(bencher: Bencher) {
    bench_chain(bencher, &filter());
}

#[divan::bench]
fn filter_by_hand(bencher: Bencher) {
    let all = detections();
    let classes: HashSet<&str> = HashSet::from(["car", "bus"]);
    bencher.bench(|| {
        let all = black_box(&all);
        let rows = all.class_names().iter().zip(all.confidences()).enumerate();
        let kept = rows.filter(|(_, (name, confidence))| classes.contains(name.as_ref()) && **confidence >= 0.5);
        let places: Vec<usize> = kept.map(|(place, _)| place).collect();
        all.select(&places).expect("they are there")
    });
}

/// A statement that compares two facts about each detection.
#[divan::bench]
fn filter_by_two_facts_query(bencher: Bencher) {
    let statement = json!({
        "type": "BinaryStatement", "left_operand": fact("x_max"), "comparator": {"type": "(Number) <"},
        "right_operand": fact("y_max")
    });
    let group = json!({"type": "StatementGroup", "statements": [statement]});
    bench_chain(bencher, &json!([{"type": "DetectionsFilter", "filter_operation": group}]));
}

#[divan::bench]
fn filter_by_two_facts_by_hand(bencher: Bencher) {
    let all = detections();
    bencher.bench(|| {
        let all = black_box(&all);
        let kept = all.bounds().iter().enumerate().filter(|(_, bounds)| bounds.x_max < bounds.y_max);
        let places: Vec<usize> = kept.map(|(place, _)| place).collect();
        all.select(&places).expect("they are there")
    });
}

#[divan::bench]
fn sort_query(bencher: Bencher) {
    bench_chain(bencher, &json!([{"type": "SortDetections", "mode": "confidence", "ascending": false}]));
}

#[divan::bench]
fn sort_by_hand(bencher: Bencher) {
    let all = detections();
    bencher.bench(|| {
        let all = black_box(&all);
        let mut places: Vec<usize> = (0..all.len()).collect();
        places.sort_by(|one, other| all.confidences()[*other].total_cmp(&all.confidences()[*one]));
        all.select(&places).expect("they are there")
    });
}

#[divan::bench(args = ["confidence", "class_name", "size", "center"])]
fn extract_query(bencher: Bencher, name: &str) {
    bench_chain(bencher, &json!([{"type": "DetectionsPropertyExtract", "property_name": name}]));
}

#[divan::bench(args = ["confidence", "class_name", "size", "center"])]
fn extract_by_hand(bencher: Bencher, name: &str) {
    let all = detections();
    #[expect(clippy::cast_possible_truncation, reason = "places within an image fit")]
    let middle = |low: f64, high: f64| Value::Integer(low.midpoint(high).round_ties_even() as i64);
    bencher.bench(|| -> Value {
        let all = black_box(&all);
        let bounds = all.bounds().iter();
        match name {
            "confidence" => all.confidences().iter().map(|confidence| Value::Float(*confidence)).collect(),
            "class_name" => all.class_names().iter().map(|name| Value::Text(Arc::clone(name))).collect(),
            "size" => bounds.map(|it| Value::Float((it.x_max - it.x_min) * (it.y_max - it.y_min))).collect(),
            _ => bounds
                .map(|it| [middle(it.x_min, it.x_max), middle(it.y_min, it.y_max)].into_iter().collect::<Value>())
                .collect(),
        }
    });
}
