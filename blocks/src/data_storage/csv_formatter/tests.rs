use std::sync::Arc;

use block_runtime::block::{Block as _, Clock, Environment};
use block_runtime::document::Pointer;
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A clock that goes on by a second and a half each time that it is looked at.
#[derive(Default)]
struct Ticking(std::sync::atomic::AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let ticks = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Timestamp::from_millisecond(1_729_260_597_000 + 1500 * ticks).unwrap()
    }
}

type Data = Either<InMixed<Wildcard>, Scalar>;

fn batch(cells: impl IntoIterator<Item = Value>) -> Data {
    Either::First(InMixed::new(Mixed::Batch(cells.into_iter().collect())))
}

fn written(
    columns: impl IntoIterator<Item = (&'static str, Data)>,
    operations: &str,
) -> Result<Vec<Option<String>>, BlockError> {
    let block = CsvFormatter {
        columns_data: columns.into_iter().map(|(name, data)| (name.to_owned(), data)).collect(),
        columns_operations: serde_json::from_str(operations).unwrap(),
    };
    let environment = Environment { clock: Arc::new(Ticking::default()), ..Environment::default() };
    let documents = block.run(&mut Context::new(&mut (), &environment))?;
    Ok(documents.into_iter().map(|document| document.csv_content.map(|content| content.0)).collect())
}

#[test]
fn a_batch_is_one_document_at_its_last_element() {
    let columns = [("class", batch(["cat", "dog"].map(Value::from))), ("camera", Either::Second(Scalar::Integer(7)))];
    let documents = written(columns, r#"{"class": [{"type": "StringToUpperCase"}]}"#).unwrap();
    let expected = "class,camera,timestamp\n\
                    CAT,7,2024-10-18T14:09:57+00:00\n\
                    DOG,7,2024-10-18T14:09:58.500000+00:00\n";
    assert_eq!(documents, [None, Some(expected.to_owned())]);
}

#[test]
fn without_a_batch_there_is_one_row() {
    let one = Either::First(InMixed::new(Mixed::One(Value::from(0.5))));
    let documents = written([("share", one)], "{}").unwrap();
    assert_eq!(documents, [Some("share,timestamp\n0.5,2024-10-18T14:09:57+00:00\n".to_owned())]);
    assert_eq!(written([], "{}").unwrap(), [Some("timestamp\n2024-10-18T14:09:57+00:00\n".to_owned())]);
}

#[test]
fn a_batch_of_one_fills_every_row() {
    let columns = [("a", batch([Value::from(1)])), ("b", batch([1, 2, 3].map(Value::from)))];
    assert_eq!(written(columns, "{}").unwrap().len(), 3);
    let columns = [("a", batch([1, 2].map(Value::from))), ("b", batch([1, 2, 3].map(Value::from)))];
    assert!(written(columns, "{}").unwrap_err().to_string().contains("`a` has 2 elements"));
    assert!(written([("a", batch([]))], "{}").unwrap().is_empty());
}

fn time(text: &str) -> Value {
    Value::from(text.parse::<DateTime>().unwrap())
}

fn cells(column: &[Value]) -> Vec<String> {
    let rows: Vec<Map> = column.iter().map(|cell| Map::from([("a".to_owned(), cell.clone())])).collect();
    let column = table::Column::of(&column.iter().collect::<Vec<_>>());
    rows.iter().map(|row| column.cell(&row["a"])).collect()
}

/// The expected cells are those that pandas 2.3 writes.
#[test]
fn cells_depend_on_their_columns() {
    let null = || Value::Null;
    let nan = || Value::from(f64::NAN);
    let list = |json| Value::from_json(&json);
    for (column, expected) in [
        (vec![1.into(), 2.into()], &["1", "2"][..]),
        (vec![1.into(), null()], &["1.0", ""]),
        (vec![1.into(), nan()], &["1.0", ""]),
        (vec![1.into(), 2.5.into()], &["1.0", "2.5"]),
        (vec![9_007_199_254_740_993_i64.into(), null()], &["9007199254740992.0", ""]),
        (vec![i64::MAX.into(), i64::MIN.into()], &["9223372036854775807", "-9223372036854775808"]),
        (vec![i64::MAX.into(), 1.5.into()], &["9.223372036854776e+18", "1.5"]),
        (vec![1e16.into(), 1e15.into(), 1e-5.into()], &["1e+16", "1000000000000000.0", "1e-05"]),
        (vec![f64::INFINITY.into(), f64::NEG_INFINITY.into(), (-0.0).into()], &["inf", "-inf", "-0.0"]),
        (vec![true.into(), null()], &["True", ""]),
        (vec![true.into(), 1.into(), 1.5.into()], &["True", "1", "1.5"]),
        (vec![1.into(), "x".into(), null(), nan(), 2.5.into()], &["1", "x", "", "", "2.5"]),
        (vec![null(), null()], &["", ""]),
        (vec![list(json!([1, null, "x"])), list(json!({"a": 1.0}))], &["[1, None, 'x']", "{'a': 1.0}"]),
        (vec![time("2024-01-02T03:04:05Z"), null()], &["2024-01-02 03:04:05+00:00", ""]),
        (
            vec![time("2024-01-02T03:04:05.0006Z"), time("2024-01-02T03:04:05+02:00")],
            &["2024-01-02 03:04:05.000600+00:00", "2024-01-02 03:04:05+02:00"],
        ),
        (vec![time("2024-01-02"), nan()], &["2024-01-02", ""]),
        (vec![time("2024-01-02"), time("2024-01-02T01:00")], &["2024-01-02 00:00:00", "2024-01-02 01:00:00"]),
        (
            vec![time("2024-01-02T00:00:00.001"), time("2024-01-02")],
            &["2024-01-02 00:00:00.001", "2024-01-02 00:00:00.000"],
        ),
        (vec![time("2024-01-02T00:00:00.000001"), null()], &["2024-01-02 00:00:00.000001", ""]),
        (vec![time("2024-01-02"), "x".into()], &["2024-01-02 00:00:00", "x"]),
        (vec![time("3024-01-02"), time("2024-01-02")], &["3024-01-02 00:00:00", "2024-01-02 00:00:00"]),
    ] {
        assert_eq!(cells(&column), expected, "{column:?}");
    }
}

#[test]
fn images_are_only_named() {
    let picture = Picture::from_pixels(image::GrayImage::new(1, 1), "image");
    assert_eq!(cells(&[picture.into(), Value::from("x")]), ["<an image>", "x"]);
}

#[test]
fn only_text_that_needs_them_gets_quotation_marks() {
    let text = ["a\nb", "a,b", "q\"q", " x ", "", "'s"].map(Value::from);
    let content = written([("name, \"quoted\"", batch(text))], "{}").unwrap().pop().flatten().unwrap();
    let rows: Vec<&str> = content.split(",2024").collect();
    assert_eq!(rows[0], "\"name, \"\"quoted\"\"\",timestamp\n\"a\nb\"");
    let cells: Vec<&str> =
        rows[1..6].iter().filter_map(|row| row.split_once("00:00\n")).map(|(_, cell)| cell).collect();
    assert_eq!(cells, ["\"a,b\"", "\"q\"\"q\"", " x ", "", "'s"]);
}

#[test]
fn the_time_has_its_own_column() {
    let step = json!({
        "type": "csv", "name": "report", "columns_data": { "timestamp": 1 }, "columns_operations": { "timestamp": [] }
    });
    let document = block_runtime::document::Document::parse_json(step.to_string()).unwrap();
    let mut found = Vec::new();
    block_runtime::step::parse(CsvFormatter::DEF, &document.root, &Pointer::root(), &mut found);
    let places: Vec<String> = found.iter().map(|diagnostic| diagnostic.pointer.to_string()).collect();
    assert_eq!(places, ["/columns_data", "/columns_operations"]);
}

fn cell() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~äß,\"\r\n]{0,8}".prop_map(Value::from),
        prop::collection::vec("[a-c,\"']{0,4}".prop_map(Value::from), 0..3).prop_map(Value::from),
    ]
}

proptest! {
    #[test]
    fn reading_back_gives_the_cells(column in prop::collection::vec(cell(), 1..6), name in "[a-z,\"\r\n]{1,6}") {
        let rows: Vec<Map> = column.iter().map(|cell| {
            Map::from([(name.clone(), cell.clone()), ("last".to_owned(), Value::from(true))])
        }).collect();
        let content = table::csv(&rows).unwrap();
        let mut reader = csv::Reader::from_reader(content.as_bytes());
        prop_assert_eq!(reader.headers().unwrap(), vec![name.as_str(), "last"]);
        let read: Vec<String> = reader.records().map(|record| record.unwrap()[0].to_owned()).collect();
        prop_assert_eq!(read, cells(&column));
    }
}
