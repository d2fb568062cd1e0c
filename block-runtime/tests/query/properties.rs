//! What holds of all queries: of random chains and statements on random values and detections.

use block_runtime::query::{CasesDefinition, Chain, QueryErrorClass, Scope, StatementGroup};
use block_runtime::value::{Detections, Map, Value};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map as JsonMap, Value as Json, json};

use crate::notation::{shown, value};

/// Detections in the notation of vectors, with ties, and confidences that are not numbers.
fn detections() -> impl Strategy<Value = Json> {
    let half = (-40_i32..400).prop_map(|halves| f64::from(halves) / 2.0);
    let confidence =
        prop_oneof![4 => select(&[0.1, 0.5, 0.5, 0.9][..]).prop_map(Json::from), 1 => Just(json!({"$num": "nan"}))];
    let row =
        (half.clone(), half.clone(), half.clone(), half, select(&["cat", "dog", "car"][..]), 0_i64..4, confidence);
    prop::collection::vec(row, 0..30).prop_map(|rows| {
        let rows = rows.into_iter().zip(0..).map(|((x, y, right, lower, class, number, sure), place)| {
            json!([x, y, right, lower, class, number, sure, place.to_string()])
        });
        json!({"$det": {"size": [200, 200], "rows": rows.collect::<Json>()}})
    })
}

/// Plain values, some of which operations take and others not.
fn plain() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (-3_i64..12).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        select(&[0.1, 0.5, 0.9, 50.0][..]).prop_map(Json::from),
        select(&["cat", "dog", "12", " 1_0 ", "é", ""][..]).prop_map(Json::from),
        ".{0,6}".prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec(("[a-c]{0,2}", inner), 0..4)
                .prop_map(|members| Json::Object(members.into_iter().collect())),
        ]
    })
}

const PROPERTIES: &[&str] =
    &["confidence", "class_name", "x_min", "x_max", "y_min", "y_max", "size", "class_id", "center", "velocity"];

const COMPARATORS: &[&str] = &[
    "==",
    "(Number) ==",
    "!=",
    "(Number) !=",
    "(Number) >",
    "(Number) >=",
    "(Number) <",
    "(Number) <=",
    "(Number) in range",
    "(String) startsWith",
    "(String) endsWith",
    "(String) contains",
    "in (Sequence)",
    "any in (Sequence)",
    "all in (Sequence)",
    "(Detection) in zone",
];

const OPERATORS: &[&str] = &[
    "Exists",
    "DoesNotExist",
    "(Boolean) is True",
    "(Boolean) is False",
    "(Sequence) is empty",
    "(Sequence) is not empty",
];

fn property() -> impl Strategy<Value = Json> {
    select(PROPERTIES).prop_map(|name| json!({"type": "ExtractDetectionProperty", "property_name": name}))
}

fn operand() -> impl Strategy<Value = Json> {
    prop_oneof![
        4 => property().prop_map(|operation| json!({"type": "DynamicOperand", "operations": [operation]})),
        1 => (property(), operation()).prop_map(|(one, other)| json!({"type": "DynamicOperand", "operations": [one, other]})),
        4 => plain().prop_map(|value| json!({"type": "StaticOperand", "value": value})),
        1 => Just(json!({"type": "StaticOperand", "value": [[0, 0], [50, 0], [50, 50], [0, 50]]})),
        1 => select(&["a", "_", "missing"][..]).prop_map(|name| json!({"type": "DynamicOperand", "operand_name": name})),
    ]
}

fn group() -> impl Strategy<Value = Json> {
    let binary = (operand(), select(COMPARATORS), operand(), any::<bool>()).prop_map(|(left, name, right, negate)| {
        json!({"type": "BinaryStatement", "left_operand": left, "comparator": {"type": name}, "right_operand": right, "negate": negate})
    });
    let unary = (operand(), select(OPERATORS), any::<bool>()).prop_map(|(operand, name, negate)| {
        json!({"type": "UnaryStatement", "operand": operand, "operator": {"type": name}, "negate": negate})
    });
    let joined = |statements: BoxedStrategy<Json>| {
        (prop::collection::vec(statements, 1..4), select(&["and", "or"][..])).prop_map(
            |(statements, operator)| json!({"type": "StatementGroup", "statements": statements, "operator": operator}),
        )
    };
    let statement = prop_oneof![4 => binary, 1 => unary].boxed();
    let within = joined(statement.clone());
    joined(prop_oneof![5 => statement, 1 => within].boxed())
}

fn operation() -> impl Strategy<Value = Json> {
    let plain_ones = select(
        &[
            "StringToLowerCase",
            "StringToUpperCase",
            "ToString",
            "ToBoolean",
            "SequenceLength",
            "SequenceElementsCount",
            "SequenceJoin",
            "ConvertDictionaryToJSON",
            "TimestampToISOFormat",
            "DetectionsToDictionary",
            "StringSubSequence",
        ][..],
    );
    prop_oneof![
        plain_ones.prop_map(|name| json!({"type": name})),
        select(&["first", "last", "most_common", "least_common"][..])
            .prop_map(|mode| json!({"type": "SequenceAggregate", "mode": mode})),
        select(&["min", "max", "sum"][..])
            .prop_map(|function| json!({"type": "NumericSequenceAggregate", "function": function})),
        select(&["int", "float"][..]).prop_map(|to| json!({"type": "ToNumber", "cast_to": to})),
        any::<i64>().prop_map(|digits| json!({"type": "NumberRound", "decimal_digits": digits})),
        (-400_i64..400).prop_map(|digits| json!({"type": "NumberRound", "decimal_digits": digits})),
        prop_oneof![
            (-2_i64..2000).prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            any::<f64>().prop_map(Json::from)
        ]
        .prop_flat_map(
            |other| select(&["Multiply", "Divide"][..]).prop_map(move |name| json!({"type": name, "other": other}))
        ),
        (any::<i64>(), any::<i64>())
            .prop_map(|(start, end)| json!({"type": "StringSubSequence", "start": start, "end": end})),
        ".{0,8}|(\\(a[*+]\\)[*+]){1,3}|[a-z]\\{[0-9]{1,4}\\}"
            .prop_map(|regex| json!({"type": "StringMatches", "regex": regex})),
        select(&["top_class", "top_class_confidence_single", "all_classes", "all_confidences"][..])
            .prop_map(|name| json!({"type": "ClassificationPropertyExtract", "property_name": name})),
        select(PROPERTIES).prop_map(|name| json!({"type": "DetectionsPropertyExtract", "property_name": name})),
        select(&["left_most", "right_most", "top_confidence", "first", "last"][..])
            .prop_map(|mode| json!({"type": "DetectionsSelection", "mode": mode})),
        (any::<i64>(), any::<i64>()).prop_map(|(x, y)| json!({"type": "DetectionsShift", "shift_x": x, "shift_y": y})),
    ]
}

fn chain() -> impl Strategy<Value = Json> {
    let nested = operation().prop_recursive(3, 12, 3, |inner| {
        prop::collection::vec(inner, 0..3)
            .prop_map(|operations| json!({"type": "SequenceApply", "operations": operations}))
    });
    prop::collection::vec(nested, 0..5).prop_map(Json::from)
}

/// Any JSON, with words of the language among its texts and names.
fn any_json() -> impl Strategy<Value = Json> {
    let word = prop_oneof![
        select(
            &[
                "type",
                "operations",
                "statements",
                "operator",
                "comparator",
                "left_operand",
                "right_operand",
                "value",
                "cases",
                "default",
                "condition",
                "result",
                "regex",
                "StatementGroup",
                "BinaryStatement",
                "StaticOperand",
                "SequenceApply",
                "DetectionsFilter",
                "CasesDefinition",
                "StringMatches",
                "==",
            ][..]
        )
        .prop_map(str::to_owned),
        ".{0,5}",
    ];
    let leaf = prop_oneof![Just(Json::Null), any::<i64>().prop_map(Json::from), word.clone().prop_map(Json::from)];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Json::from),
            prop::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|members| Json::Object(members.into_iter().collect::<JsonMap<_, _>>())),
        ]
    })
}

fn read(chain: &Json) -> Chain {
    serde_json::from_value(chain.clone()).unwrap()
}

fn applied(chain: &Json, all: &Value) -> Detections {
    match read(chain).apply(all.clone(), &Scope::default()).unwrap() {
        Value::Detections(all) => all,
        other => panic!("{other:?} are no detections"),
    }
}

fn set(json: &Json) -> Detections {
    match value(json) {
        Value::Detections(all) => all,
        other => panic!("{other:?} are no detections"),
    }
}

fn ids(all: &Detections) -> Vec<String> {
    all.ids().iter().map(|id| id.as_ref().to_owned()).collect()
}

fn by(property: &str, ascending: bool) -> Json {
    json!([{"type": "SortDetections", "mode": property, "ascending": ascending}])
}

proptest! {
    #[test]
    fn filters_keep_the_detections_of_which_the_statements_are_true(set_json in detections(), group in group(), a in plain()) {
        let all = set(&set_json);
        let filter = read(&json!([{"type": "DetectionsFilter", "filter_operation": group}]));
        let statements: StatementGroup = serde_json::from_value(group).unwrap();
        let parameters: Map = [("a".to_owned(), value(&a)), ("_".to_owned(), Value::Null)].into_iter().collect();
        let one_by_one = all.iter().map(|entry| {
            let mut parameters = parameters.clone();
            parameters.insert("_".to_owned(), entry.clone().into());
            let holds = statements.holds(&Scope::default().with_parameters(&parameters)).map_err(|error| error.class)?;
            Ok(holds.then(|| entry.id().as_ref().to_owned()))
        });
        let expected: Result<Vec<Option<String>>, QueryErrorClass> = one_by_one.collect();
        let scope = Scope::default().with_parameters(&parameters);
        let found = filter.apply(all.clone().into(), &scope).map_err(|error| error.class);
        match (found, expected) {
            (Ok(Value::Detections(found)), Ok(expected)) => {
                prop_assert_eq!(ids(&found), expected.into_iter().flatten().collect::<Vec<_>>());
            }
            (Err(found), Err(expected)) => prop_assert_eq!(found, expected),
            (found, expected) => prop_assert!(false, "{:?} instead of {:?}", found, expected),
        }
    }

    #[test]
    fn the_opposite_offset_takes_an_offset_back(set_json in detections(), x in -1000_i64..1000, y in -1000_i64..1000) {
        let offset = |x: i64, y: i64| json!({"type": "DetectionsOffset", "offset_x": x, "offset_y": y});
        let there_and_back = applied(&json!([offset(x, y), offset(-x, -y)]), &value(&set_json));
        let before = set(&set_json);
        prop_assert_eq!(there_and_back.bounds(), before.bounds());
    }

    #[test]
    fn sorting_is_stable_and_descending_is_the_reverse(
        set_json in detections(),
        mode in select(&["confidence", "x_min", "x_max", "y_min", "y_max", "size", "center_x", "center_y"][..]),
    ) {
        let all = value(&set_json);
        let ascending = applied(&by(mode, true), &all);
        let mut reversed = ids(&applied(&by(mode, false), &all));
        reversed.reverse();
        prop_assert_eq!(&reversed, &ids(&ascending));
        prop_assert_eq!(ids(&applied(&by(mode, true), &ascending.clone().into())), ids(&ascending));
        if mode == "confidence" {
            let place = |id: &str| id.parse::<usize>().unwrap();
            let keys: Vec<(bool, f64, usize)> = ascending
                .iter()
                .map(|it| (it.confidence().is_nan(), if it.confidence().is_nan() { 0.0 } else { it.confidence() }, place(it.id())))
                .collect();
            prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", keys);
        }
    }

    #[test]
    fn arbitrary_json_is_read_or_refused(json in any_json()) {
        let _ = serde_json::from_value::<Chain>(json.clone());
        let _ = serde_json::from_value::<StatementGroup>(json.clone());
        let _ = serde_json::from_value::<CasesDefinition>(json);
    }

    #[test]
    fn chains_end_in_a_value_or_an_error(chain in chain(), json in prop_oneof![plain(), detections()]) {
        if let Ok(result) = read(&chain).apply(value(&json), &Scope::default()) {
            let _ = shown(&result, &Json::Null);
        }
    }
}

/// Short queries that would do without end what they do, or fill any memory.
#[test]
fn queries_that_do_too_much_are_stopped() {
    let multiply = |times: i64| json!({"type": "Multiply", "other": times});
    let apply = |operations: Json| json!({"type": "SequenceApply", "operations": operations});
    let thousand = "a".repeat(1000);
    let grow = json!([multiply(1000)]);
    for (value, chain) in [
        (json!("a"), Json::from(vec![multiply(1000); 50])),
        (json!([1]), Json::from(vec![multiply(1000); 50])),
        (json!(thousand), json!([apply(json!([multiply(1_000_000)]))])),
        (json!(thousand), json!([apply(json!([multiply(1000), apply(json!([multiply(1000), apply(grow)]))]))])),
        (json!([[thousand]]), json!([apply(grow_list(4)), {"type": "ToString"}])),
        (
            json!(thousand),
            json!([multiply(1000), {"type": "SequenceMap", "lookup_table": {"a": vec![thousand.clone(); 100]}}, {"type": "ToString"}]),
        ),
    ] {
        let error = read(&chain).apply(Value::from_json(&value), &Scope::default()).unwrap_err();
        assert_eq!(error.class, QueryErrorClass::Operation, "{chain}: {error}");
    }
}

/// Operations each of which makes a list a thousand times as long.
fn grow_list(times: usize) -> Json {
    Json::from(vec![json!({"type": "Multiply", "other": 1000}); times])
}

#[test]
fn filters_within_filters_are_stopped() {
    let rows: Vec<Json> = (0..600).map(|place| json!([0, 0, 1, 1, "a", 0, 0.5, place.to_string()])).collect();
    let filter = |statement: Json| {
        json!([{
            "type": "DetectionsFilter",
            "filter_operation": {"type": "StatementGroup", "statements": [statement]}
        }])
    };
    let about = |operations: Json| {
        json!({
            "type": "UnaryStatement",
            "operand": {"type": "DynamicOperand", "operand_name": "all", "operations": operations},
            "operator": {"type": "(Sequence) is empty"}
        })
    };
    let innermost = json!({
        "type": "UnaryStatement",
        "operand": {"type": "DynamicOperand"},
        "operator": {"type": "Exists"}
    });
    let chain = (0..6).fold(filter(innermost), |inner, _| filter(about(inner)));
    let all = value(&json!({"$det": {"size": [9, 9], "rows": rows}}));
    let parameters: Map = [("all".to_owned(), all.clone())].into_iter().collect();
    let error = read(&chain).apply(all, &Scope::default().with_parameters(&parameters)).unwrap_err();
    assert_eq!(error.class, QueryErrorClass::Operation);
}
