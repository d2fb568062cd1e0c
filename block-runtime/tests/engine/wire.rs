//! Statements 77 to 80 and 85 to 89: how data comes in and goes out, by its kinds.

use serde_json::{Value as Json, json};

use crate::{output, outs, plan, refusal, run, runtime, single, try_run, workflow};
use block_runtime::block::Environment;
use block_runtime::execute::{Session, inputs_from_json};
use block_runtime::value::Value;

/// A workflow that gives back what it is given, by these kinds.
fn of_kind(kinds: &[&str]) -> Json {
    let input = json!([{"type": "WorkflowBatchInput", "name": "b", "kind": kinds}]);
    workflow(input, json!([]), json!([output("out", "$inputs.b")]))
}

#[test]
fn s77_elements_are_read_by_their_kinds() {
    let message = refusal(&of_kind(&["integer"]), &json!({"b": ["a"]}));
    assert!(message.contains("b.[0]"), "{message}");
    refusal(&of_kind(&["image", "*"]), &json!({"b": [2]}));
    assert_eq!(outs(&run(&of_kind(&["embedding"]), &json!({"b": ["anything"]}))), ["anything"]);
}

#[test]
fn s78_numbers_by_kind() {
    assert_eq!(outs(&run(&of_kind(&["float"]), &json!({"b": [2, true]}))), [json!(2.0), json!(1.0)]);
    refusal(&of_kind(&["integer"]), &json!({"b": 2.0}));
    refusal(&of_kind(&["float_zero_to_one"]), &json!({"b": 2}));
    assert_eq!(outs(&run(&of_kind(&["integer", "string"]), &json!({"b": "x"}))), ["x"]);
}

/// A batch of detections: the input of `of_kind`.
fn cats(number: usize) -> Json {
    let cat = json!({"x": 2, "y": 1, "width": 2, "height": 2, "confidence": 0.5, "class_id": 3, "class": "cat"});
    json!({"image": {"width": 4, "height": 3}, "predictions": vec![cat; number]})
}

#[test]
fn s78_detections_are_read_in_the_form_of_a_model() {
    let rows = run(&of_kind(&["object_detection_prediction"]), &json!({"b": [cats(1), cats(0)]}));
    let entry = &outs(&rows)[0]["predictions"][0];
    assert_eq!((&entry["width"], &entry["parent_id"]), (&json!(2.0), &json!("b.[0]")));
    assert_eq!(entry["detection_id"].as_str().map(str::len), Some(36));

    let message =
        refusal(&of_kind(&["object_detection_prediction"]), &json!({"b": {"image": {}, "predictions": [{}]}}));
    assert!(message.contains("`image.width` is missing"), "{message}");

    let input = json!([{"type": "WorkflowBatchInput", "name": "b", "kind": ["object_detection_prediction"]}]);
    let classes = single(input, json!({"type": "test/classes@v1", "predictions": "$inputs.b"}));
    assert_eq!(outs(&run(&classes, &json!({"b": [cats(2), cats(0)]}))), [json!(["cat", "cat"]), json!([])]);
}

#[test]
fn s78_classifications_get_the_identifiers_that_they_lack() {
    let given = json!({"image": {}, "predictions": [], "predicted_classes": [], "parent_id": "crop"});
    let out = &outs(&run(&of_kind(&["classification_prediction"]), &json!({"b": given})))[0];
    assert_eq!((&out["parent_id"], &out["root_parent_id"]), (&json!("crop"), &json!("b")));
    assert_eq!(out["prediction_type"], "classification");
    assert_eq!(out["inference_id"].as_str().map(str::len), Some(36));
    refusal(&of_kind(&["classification_prediction"]), &json!({"b": {"image": {}, "predictions": [], "top": "a"}}));
}

#[test]
fn s78_facts_about_frames_are_read() {
    let input = json!([{"type": "WorkflowVideoMetadata", "name": "b"}]);
    let frame = json!({"video_identifier": "v", "frame_number": "7", "frame_timestamp": 0, "more": 1});
    let definition = single(input.clone(), json!({"type": "test/frame@v1", "metadata": "$inputs.b"}));
    assert_eq!(outs(&run(&definition, &json!({"b": frame}))), [7]);
    let back = workflow(input, json!([]), json!([output("out", "$inputs.b")]));
    let written = json!({
        "video_identifier": "v", "frame_number": 7, "frame_timestamp": "1970-01-01T00:00:00+00:00",
        "fps": null, "measured_fps": null, "comes_from_video_file": null,
    });
    assert_eq!(outs(&run(&back, &json!({"b": frame}))), [written]);
    let message = refusal(&back, &json!({"b": {"video_identifier": "v", "frame_number": 1}}));
    assert!(message.contains("`frame_timestamp` is missing"), "{message}");
}

#[test]
fn data_that_only_the_engine_makes_is_no_parameter() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["object_detection_prediction"]}]);
    let definition = single(input, json!({"type": "test/classes@v1", "predictions": "$inputs.p"}));
    let message = refusal(&definition, &json!({"p": cats(1)}));
    assert!(message.contains("expected detections, found an object"), "{message}");
}

/// Differs from the reference on purpose: no part of a secret is shown.
#[test]
fn s85_secrets_are_eight_asterisks() {
    let hide = json!({"type": "test/hide@v1", "name": "h", "text": "abcdefgh"});
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["string", "secret"]}]);
    let outputs = json!([
        output("secret", "$steps.h.secret"),
        output("list", "$steps.h.list"),
        output("all", "$steps.h.*"),
        output("p", "$inputs.p"),
    ]);
    let rows = run(&workflow(input, json!([hide]), outputs), &json!({"p": "abc"}));
    let hidden = "********";
    let all = json!({"secret": hidden, "list": [hidden]});
    assert_eq!(rows, json!([{"secret": hidden, "list": [hidden], "all": all, "p": hidden}]));
}

#[test]
fn s85_a_secret_among_other_kinds_is_hidden() {
    for kinds in [["string", "secret"], ["secret", "string"], ["image", "secret"]] {
        assert_eq!(outs(&run(&unread(&kinds), &json!({"p": "abcdefgh"}))), ["********"], "{kinds:?}");
    }
}

#[test]
fn what_can_only_be_a_secret_stays_one_on_its_way() {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": ["secret"]}]);
    let definition = single(input, json!({"type": "test/echo@v1", "data": "$inputs.p"}));
    assert_eq!(outs(&run(&definition, &json!({"p": "abcdefgh"}))), ["********"]);
}

/// A workflow that gives back a parameter, which is not read by its kinds.
fn unread(kinds: &[&str]) -> Json {
    let input = json!([{"type": "WorkflowParameter", "name": "p", "kind": kinds}]);
    workflow(input, json!([]), json!([output("out", "$inputs.p")]))
}

#[test]
fn s86_what_none_of_the_kinds_can_write() {
    for (kinds, value) in [
        (vec!["timestamp"], json!("noon")),
        (vec!["image"], json!(1)),
        (vec!["timestamp", "object_detection_prediction"], cats(1)),
        (vec![], json!(1)),
    ] {
        let error = try_run(&unread(&kinds), &json!({"p": value})).unwrap_err();
        assert_eq!(error.error_type(), "ExecutionEngineRuntimeError", "{kinds:?}");
        assert_eq!(error.to_json()["context"], "workflow_execution | output_construction");
        assert!(error.to_string().contains("`out`"), "{error}");
    }
}

#[test]
fn s86_kinds_of_any_form_leave_values_as_they_are() {
    for kinds in [vec!["timestamp", "string"], vec!["embedding"], vec!["image", "a_kind_of_ones_own"], vec!["*"]] {
        assert_eq!(outs(&run(&unread(&kinds), &json!({"p": "noon"}))), ["noon"], "{kinds:?}");
    }
}

#[test]
fn s86_points_in_time_are_written_in_one_way() {
    let times = json!(["2024-01-02 03:04", "2024-01-02T03:04:05Z", "2024-W01-2"]);
    let written = ["2024-01-02T03:04:00", "2024-01-02T03:04:05+00:00", "2024-01-02T00:00:00"];
    assert_eq!(outs(&run(&of_kind(&["timestamp"]), &json!({"b": times}))), written);
    let message = refusal(&of_kind(&["timestamp"]), &json!({"b": "noon"}));
    assert!(message.contains("as timestamp: expected a date and time"), "{message}");
}

#[test]
fn runs_are_written_as_outlines_where_there_are_none() {
    let kinds = ["rle_instance_segmentation_prediction", "instance_segmentation_prediction"];
    let mut with_runs = cats(1);
    with_runs["predictions"][0]["rle_mask"] = json!({"size": [3, 4], "counts": "0P14"});
    let outs = outs(&run(&of_kind(&kinds), &json!({"b": [with_runs, cats(1)]})));
    assert_eq!(outs[0]["predictions"][0]["rle_mask"], with_runs["predictions"][0]["rle_mask"]);
    assert_eq!(outs[1]["predictions"][0].get("rle_mask"), None);
    let message = try_run(&of_kind(&kinds[..1]), &json!({"b": cats(1)})).unwrap_err().to_string();
    assert!(message.contains("no run-length masks"), "{message}");
}

#[test]
fn s87_nothing_found_has_no_size() {
    let nothing = json!({"image": {"width": null, "height": null}, "predictions": []});
    let definition = detections(json!({"image": "$inputs.image", "class": "nothing"}), "parent");
    let rows = run(&definition, &json!({"image": red()}));
    assert_eq!(rows[0]["predictions"], nothing);
    assert_eq!(rows[0]["nested"], json!([{"found": nothing}]));
    for kind in ["keypoint_detection_prediction", "semantic_segmentation_prediction"] {
        assert_eq!(run(&of_kind(&[kind]), &json!({"b": cats(0)})), json!([{"out": nothing}]));
    }
}

#[test]
fn s88_an_image_that_is_missing_is_null() {
    let steps = json!([
        {"type": "test/none_if@v1", "name": "n", "data": 0},
        {"type": "test/crop@v1", "name": "s", "image": "$steps.n.out"},
    ]);
    let definition = workflow(json!([]), steps, json!([output("out", "$steps.s.crop")]));
    assert_eq!(run(&definition, &json!({})), json!([{"out": null}]));
    assert_eq!(outs(&run(&of_kind(&["image"]), &json!({"b": [null]}))), [Json::Null]);
}

/// A red image of 3 by 4 pixels, as base64 of a PNG file.
fn red() -> String {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(3, 4, image::Rgb([255, 0, 0])).write_to(&mut file, image::ImageFormat::Png).unwrap();
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, file.into_inner())
}

fn image_workflow() -> Json {
    let input = json!([{"type": "WorkflowImage", "name": "image"}]);
    single(input, json!({"type": "test/image_in@v1", "image": "$inputs.image"}))
}

/// Found by fuzzing: the kinds of an output were taken for those of the lists around its elements.
#[test]
fn elements_within_lists_are_written_by_their_kinds() {
    let deep = |name: &str, kind: &str| json!({"type": "WorkflowBatchInput", "name": name, "dimensionality": 2, "kind": [kind]});
    let step = json!({"type": "test/text_in@v1", "name": "s", "text": "$inputs.text"});
    let outputs =
        json!([output("image", "$inputs.image"), output("time", "$inputs.time"), output("step", "$steps.s.*"),]);
    let inputs = json!([deep("image", "image"), deep("time", "timestamp"), deep("text", "string")]);
    let time = "2024-01-02T03:04:05";
    let given = json!({"image": [[red(), null], []], "time": [[], [time, null]], "text": [["a"], [null, "b"]]});
    let rows = run(&workflow(inputs, json!([step]), outputs), &given);
    assert_eq!((&rows[0]["image"][0]["type"], &rows[0]["image"][1]), (&json!("base64"), &Json::Null));
    assert_eq!(rows[1]["image"], json!([]));
    assert_eq!((&rows[0]["time"], &rows[1]["time"]), (&json!([]), &json!([time, null])));
    assert_eq!(rows[0]["step"], json!([{"out": "a"}]));
    assert_eq!(rows[1]["step"], json!([{"out": null}, {"out": "b"}]));
}

#[test]
fn s79_images_come_as_text_or_as_objects() {
    let red = red();
    let forms = json!([
        red,
        format!("data:image/png;base64,{red}"),
        {"value": red},
        {"type": "anything", "value": red},
    ]);
    let rows = run(&image_workflow(), &json!({"image": forms}));
    assert_eq!(outs(&rows).len(), 4);
    for image in outs(&rows) {
        assert_eq!(image["type"], "base64");
        assert!(image["value"].as_str().unwrap().ends_with(&red));
    }
    for refused in [json!(5), json!({"type": "base64"}), json!("!!"), json!("Cargo.toml")] {
        let message = refusal(&image_workflow(), &json!({"image": refused}));
        assert!(message.contains("`image`"), "{message}");
    }
}

/// The pixels that every step sees are the same memory, so that nobody can have decoded them again.
#[test]
fn s79_an_image_is_decoded_once() {
    let step = |name: &str, image: &str| json!({"type": "test/image_in@v1", "name": name, "image": image});
    let definition = workflow(
        json!([{"type": "WorkflowImage", "name": "image"}]),
        json!([step("a", "$inputs.image"), step("b", "$inputs.image"), step("c", "$steps.b.out")]),
        json!([output("a", "$steps.a.out"), output("c", "$steps.c.out"), output("image", "$inputs.image")]),
    );
    let mut session = Session::new(plan(&definition), Environment::default());
    let rows = runtime().block_on(session.run(inputs_from_json(&json!({"image": red()})))).unwrap();
    let pixels: Vec<_> = rows.rows()[0]
        .values()
        .map(|value| match value {
            Value::Image(picture) => std::ptr::from_ref(picture.pixels()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(pixels, [pixels[0]; 3]);
}

#[test]
fn s80_images_know_where_they_come_from() {
    let names = |inputs: Json| -> Vec<Json> {
        outs(&run(&image_workflow(), &inputs))
            .iter()
            .map(|image| image["video_metadata"]["video_identifier"].clone())
            .collect()
    };
    assert_eq!(names(json!({"image": red()})), ["image"]);
    assert_eq!(names(json!({"image": [red(), red()]})), ["image.[0]", "image.[1]"]);
    let object = json!({"value": red(), "parent_id": "crop", "root_parent_id": "photo"});
    let rows = run(&image_workflow(), &json!({"image": object}));
    assert_eq!((&outs(&rows)[0]["parent_id"], &outs(&rows)[0]["root_parent_id"]), (&json!("crop"), &json!("photo")));
}

#[test]
fn s80_what_an_image_says_about_itself_goes_both_ways() {
    let origin = |x: i64, width: u32| json!({"offset_x": x, "offset_y": 1, "width": width, "height": 9});
    let said = json!({
        "type": "base64",
        "value": red(),
        "video_metadata": {
            "video_identifier": "v", "frame_number": 5, "frame_timestamp": "2024-01-02T03:04:05",
            "fps": 24.0, "measured_fps": null, "comes_from_video_file": true,
        },
        "parent_id": "crop", "parent_origin": origin(1, 10), "root_parent_id": "photo", "root_parent_origin": origin(4, 20),
    });
    assert_eq!(run(&image_workflow(), &json!({"image": said})), json!([{"out": said}]));
    for (member, wrong) in [
        ("video_metadata", Json::Null),
        ("video_metadata", json!({"video_identifier": "v", "frame_number": 1})),
        ("parent_origin", json!({"offset_x": 0, "offset_y": 0, "width": 0, "height": 1})),
        ("parent_origin", json!("left")),
        ("parent_id", json!(7)),
    ] {
        let mut image = said.clone();
        image[member] = wrong;
        let message = refusal(&image_workflow(), &json!({"image": image}));
        assert!(message.contains(member), "{message}");
    }
}

/// Detections on the image of a workflow, with the coordinates of the image that `coordinates` names.
fn detections(step: Json, coordinates: &str) -> Json {
    let crop = json!({"type": "test/crop@v1", "name": "crop", "image": "$inputs.image"});
    let mut detect = json!({"type": "test/detect@v1", "name": "detect"});
    detect.as_object_mut().unwrap().extend(step.as_object().unwrap().clone());
    let mut outputs =
        json!([output("predictions", "$steps.detect.predictions"), output("nested", "$steps.detect.nested")]);
    for output in outputs.as_array_mut().unwrap() {
        output["coordinates_system"] = coordinates.into();
    }
    workflow(json!([{"type": "WorkflowImage", "name": "image"}]), json!([crop, detect]), outputs)
}

#[test]
fn s89_detections_on_a_crop_in_their_own_pixels() {
    let rows = run(&detections(json!({"image": "$steps.crop.crop"}), "own"), &json!({"image": red()}));
    let predictions = json!({
        "image": {"width": 2, "height": 2},
        "predictions": [{
            "width": 2.0, "height": 2.0, "x": 1.0, "y": 1.0, "confidence": 0.5, "class_id": 3, "class": "cat",
            "detection_id": "d", "parent_id": "crop",
            "parent_origin": {"offset_x": 1, "offset_y": 2, "width": 3, "height": 4},
            "root_parent_id": "image",
            "root_parent_origin": {"offset_x": 1, "offset_y": 2, "width": 3, "height": 4},
        }],
    });
    assert_eq!(rows, json!([{"predictions": predictions, "nested": [{"found": predictions}]}]));
}

#[test]
fn s89_detections_on_a_crop_in_the_pixels_of_the_image() {
    let rows = run(&detections(json!({"image": "$steps.crop.crop"}), "parent"), &json!({"image": red()}));
    let predictions = json!({
        "image": {"width": 3, "height": 4},
        "predictions": [{
            "width": 2.0, "height": 2.0, "x": 2.0, "y": 3.0, "confidence": 0.5, "class_id": 3, "class": "cat",
            "detection_id": "d", "parent_id": "image",
        }],
    });
    assert_eq!(rows, json!([{"predictions": predictions, "nested": [{"found": predictions}]}]));
}
