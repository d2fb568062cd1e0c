//! Blocks that make data of one kind out of data of another, to be put between two steps that do not fit.

use crate::block::BlockDef;
use crate::catalogue::Catalogue;
use crate::kind::KindInfo;
use crate::suggest::alternatives;
use crate::workflow::Kinds;

/// More blocks than these are no help in choosing one.
const FEW: usize = 3;

/// Which blocks could stand between, as a list for people; nothing where there is none, or no telling which.
///
/// A block counts when it works on such data, rather than on data of any kind or with it as a setting, and when it does
/// not need itself what is wanted.
pub(super) fn blocks_between(catalogue: &Catalogue, given: &Kinds, wanted: &[&KindInfo]) -> Option<String> {
    let names = |kinds: &[&KindInfo], other: &[&str]| kinds.iter().any(|kind| other.contains(&kind.name));
    let given: Vec<&str> = given.names().collect();
    let wanted: Vec<&str> = wanted.iter().map(|kind| kind.name).collect();
    let takes = |def: &BlockDef, data: &[&str]| {
        def.properties().any(|property| {
            property.selectors().iter().any(|selector| names(selector.kinds, data)) && !property.shape.takes_literals()
        })
    };
    let makes = |def: &BlockDef| def.outputs.iter().any(|output| names(output.kinds, &wanted));
    let current = catalogue.runnable().map(|entry| entry.def).filter(|def| def.deprecated.is_none());
    let found: Vec<&str> =
        current.filter(|def| makes(def) && takes(def, &given) && !takes(def, &wanted)).map(|def| def.id).collect();
    (1..=FEW).contains(&found.len()).then(|| alternatives(found))
}
