//! Switches: which schema an object must match, by the text of its `type`.

use serde_json::{Value as Json, json};

use super::pattern;

/// A case of a switch.
pub(super) struct Case {
    /// The texts of `type` that mean it.
    pub(super) types: Vec<&'static str>,
    /// What the object must match.
    pub(super) then: Json,
}

/// The conditions of a switch, for an `allOf`.
///
/// Where there are many cases, each object is first compared with patterns that stand for several of them, so that the
/// number of comparisons grows with the square root of the number of cases.
pub(super) fn switch(cases: &[Case]) -> Vec<Json> {
    const FEW: usize = 8;
    if cases.len() <= FEW {
        return cases.iter().map(condition).collect();
    }
    let size = cases.len().isqrt().max(1);
    let bucket = |cases: &[Case]| {
        let types = cases.iter().flat_map(|case| case.types.iter().copied());
        let inner: Vec<Json> = cases.iter().map(condition).collect();
        when_type_is(&one_of(types), &json!({ "allOf": inner }))
    };
    cases.chunks(size).map(bucket).collect()
}

fn condition(case: &Case) -> Json {
    let test = match case.types.as_slice() {
        [only] => json!({ "const": only }),
        several => one_of(several.iter().copied()),
    };
    when_type_is(&test, &case.then)
}

/// That text is one of these. Not an enum: hovering would list it.
fn one_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Json {
    json!({ "type": "string", "pattern": pattern::texts(texts) })
}

/// Holds of objects with a `type` alone, so that nothing is said twice of what is none or has none.
fn when_type_is(test: &Json, then: &Json) -> Json {
    json!({ "if": { "type": "object", "required": ["type"], "properties": { "type": test } }, "then": then })
}
