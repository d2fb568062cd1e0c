//! Giving classes of detections other names and numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;

use super::AnyDetections;
use super::detections::{DETECTIONS, detections};
use crate::Tagged;
use crate::block::Either;
use crate::kind::ObjectDetectionPrediction;
use crate::query::error::Failure;
use crate::query::operation::{Example, Family, Operate};
use crate::query::scope::Scope;
use crate::value::{Detections, FromValue, Value};

/// Give classes other names.
///
/// Where every class has to be in the map (`strict`), a class gets as its number the place of its new name among all new
/// names in alphabetical order. Otherwise classes that are not in the map keep name and number, a class that is renamed
/// to one that exists gets the number of that one, and new names are numbered from `new_classes_id_offset`.
#[derive(Debug, Clone, Tagged)]
pub struct DetectionsRename {
    /// New names by old ones, or the name of the parameter that has them.
    pub class_map: Either<IndexMap<String, String>, String>,
    /// Whether a class that is not in the map is an error, or the name of the parameter that says so.
    #[block(default = true)]
    pub strict: Either<bool, String>,
    /// The first number of classes with new names, where not all classes have to be in the map.
    #[block(default = 1024)]
    pub new_classes_id_offset: i64,
}

impl Operate for DetectionsRename {
    const FAMILY: Family = Family::Detections;
    type Takes = AnyDetections;
    type Gives = AnyDetections;
    const EXAMPLES: &'static [Example] = &[Example::of::<ObjectDetectionPrediction>(
        DETECTIONS,
        r#"[{"type": "DetectionsRename", "class_map": {"car": "vehicle"}, "strict": false}, {"type": "DetectionsPropertyExtract", "property_name": "class_name"}]"#,
    )];

    fn apply(&self, value: Value, scope: &Scope<'_>) -> Result<Value, Failure> {
        let all = detections(&value)?;
        let names = self.names(scope)?;
        let strict = self.strict(scope)?;
        let (names, numbers) =
            if strict { strictly(all, &names)? } else { leniently(all, &names, self.new_classes_id_offset) };
        let renamed = all.clone().with_classes(names, numbers);
        renamed.map(Value::from).map_err(|error| Failure::Operation(error.to_string()))
    }
}

/// New names by old ones.
type Names = IndexMap<String, Arc<str>>;

/// The names and the numbers of the classes of each detection.
type Classes = (Vec<Arc<str>>, Vec<i64>);

impl DetectionsRename {
    fn names(&self, scope: &Scope<'_>) -> Result<Names, Failure> {
        match &self.class_map {
            Either::First(names) => Ok(names.iter().map(|(old, new)| (old.clone(), Arc::from(new.as_str()))).collect()),
            Either::Second(name) => {
                let value = parameter(name, scope)?;
                let names = IndexMap::<String, String>::from_value(value);
                let names = names.map_err(|error| Failure::Input(format!("parameter `{name}`: {error}")))?;
                Ok(names.into_iter().map(|(old, new)| (old, Arc::from(new))).collect())
            }
        }
    }

    fn strict(&self, scope: &Scope<'_>) -> Result<bool, Failure> {
        match &self.strict {
            Either::First(strict) => Ok(*strict),
            Either::Second(name) => match parameter(name, scope)? {
                Value::Bool(strict) => Ok(*strict),
                other => Err(Failure::input(format!("true or false as parameter `{name}`"), other)),
            },
        }
    }
}

fn parameter<'a>(name: &str, scope: &Scope<'a>) -> Result<&'a Value, Failure> {
    scope.get(name).ok_or_else(|| Failure::Undeclared(format!("there is no parameter `{name}`")))
}

fn strictly(all: &Detections, names: &Names) -> Result<Classes, Failure> {
    let sorted: BTreeSet<&Arc<str>> = names.values().collect();
    let numbers: BTreeMap<&Arc<str>, i64> = sorted.into_iter().zip(0..).collect();
    let mut classes = Classes::default();
    for old in all.class_names().iter() {
        let known = names.get(old.as_ref()).and_then(|new| Some((new, numbers.get(new)?)));
        let (name, number) = known.ok_or_else(|| {
            Failure::Operation(format!("the class `{old}` is not in the map; add it, or set `strict` to false"))
        })?;
        classes.0.push(Arc::clone(name));
        classes.1.push(*number);
    }
    Ok(classes)
}

fn leniently(all: &Detections, names: &Names, offset: i64) -> Classes {
    let known = all.class_names().iter().zip(all.class_ids());
    let mut numbers: HashMap<&Arc<str>, i64> = known.map(|(name, number)| (name, *number)).collect();
    let new: BTreeSet<&Arc<str>> = names.values().filter(|name| !numbers.contains_key(name)).collect();
    numbers.extend(new.into_iter().zip(0..).map(|(name, place): (_, i64)| (name, offset.saturating_add(place))));
    let renamed = all.class_names().iter().zip(all.class_ids()).map(|(old, number)| {
        let name = names.get(old.as_ref()).unwrap_or(old);
        (Arc::clone(name), numbers.get(name).copied().unwrap_or(*number))
    });
    renamed.unzip()
}
