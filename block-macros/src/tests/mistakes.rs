//! Every mistake that the macros find, with the token that is blamed.

use super::{assert_errors, tokens};
use crate::{block, choice, literal, outputs, properties, tagged};

/// The errors of a block with these words and fields.
#[track_caller]
fn of_block(words: &str, fields: &str, expected: &[(&str, &str)]) {
    let text = format!("/// Does.\n#[block({words})]\nstruct Subject {{ {fields} }}");
    assert_errors(block::expand(tokens(&text)), expected);
}

/// The errors of a block with one field that has these words.
#[track_caller]
fn of_field(words: &str, expected: &[(&str, &str)]) {
    let other = "/// Other.\nother: String,";
    of_block(r#"id = "a@v1""#, &format!("{other}\n/// Doc.\n#[block({words})]\nvalue: i64"), expected);
}

#[test]
fn tagged_objects() {
    let of = |text: &str, expected: &[(&str, &str)]| assert_errors(tagged::expand(tokens(text)), expected);
    of("/// Does.\nstruct Sound;", &[]);
    of("/// Does.\n#[block(tag = \"a\", tag = \"b\")]\nstruct Sound { /// Doc.\nname: String }", &[]);
    of(
        "struct Silent;",
        &[(
            "object `Silent` has no documentation: add a `///` comment, it becomes the description in the schema and the docs",
            "Silent",
        )],
    );
    of(
        "/// Does.\n#[block(tags = \"a\")]\nstruct A;",
        &[("unknown object attribute `tags`, did you mean `tag`?", "tags")],
    );
    of(
        "/// Does.\nstruct A { /// Doc.\n#[block(rename = \"type\")]\nkind: String }",
        &[("`type` belongs to every object: choose another name for the property", "\"type\"")],
    );
    of("/// Does.\nenum A { B }", &[("`Tagged` needs a struct with named fields", "enum")]);
}

#[test]
fn properties_that_are_operated_on_exist() {
    let there = "`operates_on` names no property `othr`, did you mean `other`?";
    of_field("operates_on = othr", &[(there, "othr")]);
    of_field("operates_on = other", &[]);
    let example = "`operates_on` needs the name of a property: write `operates_on = data`";
    of_field("operates_on = 5", &[(example, "5")]);
}

#[test]
fn identifiers() {
    let missing = "missing type identifier: add `#[block(id = \"namespace/name@v1\")]`";
    of_block("", "", &[(missing, "Subject")]);
    for (id, fault) in [
        ("a/b", "type identifier `a/b` has no version: identifiers end in `@v` and a number, as in `a/b@v1`"),
        ("a/b@v", "version `v` is not `v` and a number, as in `a/b@v1`"),
        ("a/b@vx", "version `vx` is not `v` and a number, as in `a/b@v1`"),
        ("a/b@v1.0", "version `v1.0` is not `v` and a number, as in `a/b@v1`"),
        ("a/b/c@v1", "`a/b/c` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"),
        ("a b@v1", "`a b` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"),
        ("/b@v1", "`/b` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"),
        ("ä/ü@v1", "`ä/ü` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"),
        ("@v1", "`` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`"),
    ] {
        of_block(&format!("id = {id:?}"), "", &[(fault, &format!("{id:?}"))]);
    }
    for id in ["a@v1", "mqtt_writer_sink@v1", "a/camera-calibration@v12"] {
        of_block(&format!("id = {id:?}"), "", &[]);
    }
}

#[test]
fn words_of_blocks() {
    let with_id = |words: &str| format!(r#"id = "a@v1", {words}"#);
    for (words, message, place) in [
        ("secton = Model", "unknown block attribute `secton`, did you mean `section`?", "secton"),
        (r#"id = "b@v1""#, "duplicate `id`", "id"),
        ("flow = true", "`flow` takes no value", "flow"),
        ("section", "write `section = Model`", "section"),
        ("section = 5", "`section` needs a name: write `section = Model`", "5"),
        ("outputs = 5", "`outputs` needs a type: write `outputs = Blurred`", "5"),
        ("name = Blur", "`name` needs text in double quotation marks: write `name = \"…\"`", "Blur"),
        ("name = \"a\" icon = \"b\"", "a `,` is missing before this", "icon"),
        ("batch flow", "a `,` is missing before this", "flow"),
        ("priority = x", "`priority` needs a number: write `priority = 1.5`", "x"),
        ("priority = 1e999", "`priority` needs a number: write `priority = 1.5`", "1e999"),
        ("priority =", "`priority =` needs a value", "priority"),
        ("5", "this is not a word such as `default`", "5"),
        ("keywords(5)", "texts in double quotation marks, separated by commas, belong here", "5"),
        ("ui(a = b)", NOT_JSON, "b"),
        ("extra(a(1))", "write `a = value`", "a"),
        (
            "restriction(severity = Soft)",
            "a restriction needs `severity = Soft` or `Hard` and `note = \"…\"`",
            "(severity = Soft)",
        ),
        (
            "output_depth = 0.5",
            "`output_depth` is 1 (a batch for each element), 0 or -1 (one value for each batch)",
            "0.5",
        ),
        ("flow, outputs = A", "a block with `flow` has no `outputs`: it decides which steps run next", "A"),
    ] {
        of_block(&with_id(words), "", &[(message, place)]);
    }
}

const NOT_JSON: &str = "this is not JSON: write text, a number, `true`, `false`, `null`, `[…]` or `{\"name\": …}`";

#[test]
fn one_that_cannot_be_read_does_not_hide_the_others() {
    of_block(
        r#"5, secton = Model, id = "A@v1", name ="#,
        "value: i64",
        &[
            ("this is not a word such as `default`", "5"),
            ("`name =` needs a value", "name"),
            ("`A` is not `namespace/name` or `name` in lower-case letters, digits, `_` and `-`", "\"A@v1\""),
            ("unknown block attribute `secton`, did you mean `section`?", "secton"),
            (
                "field `value` has no documentation: add a `///` comment, it becomes the description in the schema and the docs",
                "value",
            ),
        ],
    );
}

#[test]
fn words_of_fields() {
    for (words, message, place) in [
        ("defualt = 5", "unknown field attribute `defualt`, did you mean `default`?", "defualt"),
        ("min = 1, min = 2", "duplicate `min`", "min"),
        ("hidden = true", "`hidden` takes no value", "hidden"),
        ("required, default = 5", "a property with a `default` is never `required`: remove one of them", "default"),
        ("default(5)", "write `default` or `default = 5`", "default"),
        ("default = 5 +", "`default` needs an expression, such as `5`", "5 +"),
        ("default = 5 6", "a `,` is missing before this", "6"),
        ("default = 0, min = 1", "default `0` is below `min = 1`", "0"),
        ("default = -1, above = -1", "default `-1` is not within `above = -1`", "-1"),
        ("example = 2, max = 1", "example `2` is above `max = 1`", "2"),
        ("min = 0, above = 0", "`min` and `above` limit the same side: keep one of them", "0"),
        ("above = 1, max = 1", "`max = 1` leaves no number above `above = 1`", "1"),
        ("min_len = 2, max_len = 1", "`max_len = 1` is below `min_len = 2`", "1"),
        ("min_len = -1", "`min_len` needs a whole number from 0: write `min_len = 3`", "-1"),
        ("depth = -1", "`depth` needs 0 or 1: write `depth = 1`", "-1"),
        ("depth = 2", "`depth` is 0 or 1, counted from the shallowest batch of the block", "2"),
        (
            "depth = 1, depth_reference",
            "a `depth_reference` is the shallowest data of the block: remove its `depth`",
            "1",
        ),
        ("origin = 5", "`origin` needs a name: write `origin = AnyData`", "5"),
        ("rename = \"name\"", "`name` belongs to every step: choose another name for the property", "\"name\""),
        ("alias = \"other\"", "two properties have the name `other`", "\"other\""),
        ("relevant_for(othr = 5)", "`relevant_for` names no property `othr`, did you mean `other`?", "othr"),
        (
            "relevant_for(required = true)",
            "`relevant_for` needs another property: `relevant_for(backend = \"native\")`",
            "(required = true)",
        ),
        ("required_if(zzzz = 5)", "`required_if` names no property `zzzz`, known are `other`, `value`", "zzzz"),
        ("required_if()", "`required_if` needs a condition: `required_if(backend = \"native\")`", "()"),
        ("example = [1 2]", "a `,` belongs here", "2"),
        ("example = {1: 2}", "names of members are texts: `\"name\": …`", "1"),
    ] {
        of_field(words, &[(message, place)]);
    }
}

#[test]
fn depths_have_one_reference() {
    let fields =
        "/// A.\n#[block(depth_reference)]\none: In<Image>,\n/// B.\n#[block(depth_reference)]\nother: In<Image>";
    of_block(r#"id = "a@v1""#, fields, &[("`one` is the `depth_reference` already: remove one", "other")]);
}

#[test]
fn conditions_may_name_properties_of_groups() {
    let fields = "#[block(flatten)]\ngroup: Group,\n/// Doc.\n#[block(required_if(inside = 5))]\nvalue: i64";
    of_block(r#"id = "a@v1""#, fields, &[]);
}

#[test]
fn groups() {
    let fields = "#[block(flatten, default = 5)]\ngroup: Group";
    let message = "`flatten` takes no `default`: it belongs to a property of the group";
    of_block(r#"id = "a@v1""#, fields, &[(message, "default")]);
    let group = "#[block(id = 5)] struct Group { /// Doc.\n value: i64 }";
    assert_errors(properties::expand(tokens(group)), &[("unknown group attribute `id`, there are none", "id")]);
}

#[test]
fn forms() {
    for (item, message, place) in [
        ("enum Subject {}", "`Block` needs a struct with named fields", "enum"),
        ("struct Subject(i64);", "`Block` needs a struct with named fields", "(i64)"),
        ("struct Subject<T> { }", "`Block` needs a struct without generics or lifetimes", "<T>"),
    ] {
        let text = format!("/// Does.\n#[block(id = \"a@v1\")] {item}");
        assert_errors(block::expand(tokens(&text)), &[(message, place)]);
    }
}

#[test]
fn choices() {
    for (item, expected) in [
        ("enum Subject {}", ("`Choice` needs at least one variant", "Subject")),
        ("struct Subject;", ("`Choice` needs an enum whose variants have no fields", "Subject")),
        ("enum Subject { /// Doc.\n One(i64) }", ("variants of a `Choice` have no fields", "(i64)")),
        (
            "enum Subject { /// Doc.\n #[block(lable = \"1\")] One }",
            ("unknown variant attribute `lable`, did you mean `label`?", "lable"),
        ),
        (
            "enum Subject { /// Doc.\n One, /// Doc.\n #[block(rename = \"one\")] Uno }",
            ("two variants have the value `one`", "\"one\""),
        ),
        (
            "#[block(rename_all = \"kebap-case\")] enum Subject { /// Doc.\n One }",
            ("unknown case `kebap-case`, did you mean `kebab-case`?", "\"kebap-case\""),
        ),
    ] {
        assert_errors(choice::expand(tokens(item)), &[expected]);
    }
}

#[test]
fn outputs_and_literals() {
    let taken = "struct Subject { /// Doc.\n one: Out<Str>, /// Doc.\n #[block(rename = \"one\")] two: Out<Str> }";
    assert_errors(outputs::expand(tokens(taken)), &[("two outputs have the name `one`", "\"one\"")]);
    let empty = "a block without outputs needs no struct for them: leave `outputs = …` out";
    assert_errors(outputs::expand(tokens("struct Subject {}")), &[(empty, "Subject")]);
    let wraps = "`Literal` needs a struct around one value, such as `struct Percent(f64);`";
    assert_errors(literal::expand(tokens("struct Subject(f64, f64);")), &[(wraps, "Subject")]);
    let kind = "unknown literal attribute `kind`, did you mean `kinds`?";
    assert_errors(literal::expand(tokens("#[block(kind = Float)] struct Subject(f64);")), &[(kind, "kind")]);
}
