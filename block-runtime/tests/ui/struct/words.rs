//! Words of a block: unknown, repeated, without value, with a wrong one.
use block_runtime::block::{Block as _, BlockDef, DynamicOutput};
use block_runtime::prelude::*;
use block_runtime::step::{Check, Configuration};

/// Words that do not exist.
#[derive(Block)]
#[block(
    id = "test/unknown@v1",
    secton = Model, //~ unknown block attribute `secton`, did you mean `section`?
    quux, //~ unknown block attribute `quux`, known are
)]
struct Unknown;

/// The same word again.
#[derive(Block)]
#[block(
    id = "test/again@v1",
    id = "test/again@v2", //~ duplicate `id`
    name = "One",
    name = "Two", //~ duplicate `name`
    engine = ">=1.0.0",
)]
#[block(engine = ">=1.1.0")] //~ duplicate `engine`
struct Again;

/// Words without the value that they need, or with one that they do not take.
#[derive(Block)]
#[block(
    id = "test/values@v1",
    name, //~ write `name = "…"`
    section, //~ write `section = Model`
    block_type = "model", //~ `block_type` needs a name
    keywords = "blur", //~ write `keywords("blur", "smooth")`
    license = 5, //~ `license` needs text in double quotation marks
    deprecated, //~ write `deprecated = "…"`
    engine = 1.5, //~ `engine` needs text in double quotation marks
    icon(far), //~ write `icon = "…"`
    priority = "high", //~ `priority` needs a number
    outputs = 5, //~ `outputs` needs a type
    state, //~ write `state = TrackerState`
    accepts_empty = true, //~ `accepts_empty` takes no value
    requires_internet = true, //~ `requires_internet` takes no value
    output_depth = 2, //~ `output_depth` is 1
    check = 5, //~ `check` needs the path of a function
    dynamic_outputs, //~ write `dynamic_outputs = outputs_function`
)]
struct Values;

/// Lists and pairs.
#[derive(Block)]
#[block(
    id = "test/lists@v1",
    keywords(blur), //~ texts in double quotation marks, separated by commas, belong here
    ui(opencv = yes), //~ this is not JSON
    ui(nested(1)), //~ write `nested = value`
    extra = 5, //~ write `extra(key = "value")`
    restriction = "slow", //~ write `restriction(severity = Soft, note = "…")`
    restriction(note = "slow"), //~ a restriction needs `severity = Soft` or `Hard` and `note = "…"`
    restriction(severity = Soft, note = "slow", runtime(SelfHostedCpu)), //~ unknown `restriction` attribute `runtime`, did you mean `runtimes`?
    restriction(severity = Soft, note = "slow", input = Video), //~ write `input(Video)`
)]
struct Lists;

/// Names that no enum has.
#[derive(Block)]
#[block(
    id = "test/names@v1",
    section = Modl, //~ named `Modl` found for enum `Section`
    block_type = Modl, //~ named `Modl` found for enum `BlockType`
    restriction(severity = Medium, note = "slow"), //~ named `Medium` found for enum `RestrictionSeverity`
    restriction(severity = Hard, note = "slow", runtimes(Laptop)), //~ named `Laptop` found for enum `Runtime`
    restriction(severity = Hard, note = "slow", execution(Near)), //~ named `Near` found for enum `ExecutionMode`
    restriction(severity = Hard, note = "slow", input(Sound)), //~ named `Sound` found for enum `InputMode`
)]
struct Names;

/// Functions of the wrong kind.
#[derive(Block)]
#[block(
    id = "test/functions@v1",
    check = wrong_check, //~ mismatched types
    dynamic_outputs = wrong_outputs, //~ mismatched types
    outputs = DynamicOutputs,
)]
struct Functions;

fn wrong_check(_: &Configuration<'_>) {}

fn wrong_outputs(_: &mut Check<'_>) -> Vec<DynamicOutput> {
    Vec::new()
}

fn main() {
    let _: [&BlockDef; 3] = [Unknown::DEF, Again::DEF, Values::DEF];
}
