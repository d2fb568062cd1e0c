use block_runtime::block::Environment;
use block_runtime::value::Pixels;
use block_runtime::value::detections::{ImageSize, Mask};
use image::{GrayImage, Rgb, RgbImage};

use super::*;
use crate::drawing::ColorAxis;
use crate::visualization::found::{found, on};

fn label_texts(text: impl Into<Open<LabelText>>, predictions: &Detections) -> Vec<String> {
    let text = text.into();
    predictions.iter().map(|entry| text::label(&text, &entry).unwrap()).collect()
}

fn column(name: &str) -> Open<LabelText> {
    Open::Other(name.to_owned())
}

#[test]
fn labels_tell_what_is_known() {
    let predictions = found([(3, on(1.0, 2.0, 11.9, 7.0)), (0, on(-5.5, 0.0, 0.0, 4.0))]);
    for (text, expected) in [
        (LabelText::Class, ["class 3", "class 0"]),
        (LabelText::Confidence, ["0.12", "0.25"]),
        (LabelText::ClassAndConfidence, ["class 3 0.12", "class 0 0.25"]),
        (LabelText::Index, ["0", "1"]),
        (LabelText::Dimensions, ["6, 4 10x5", "-2, 2 5x4"]),
        (LabelText::Area, ["54", "22"]),
        (LabelText::AreaMask, ["Area (mask): N/A"; 2]),
        (LabelText::AreaConverted, ["Area (conv): N/A"; 2]),
        (LabelText::TrackerId, ["No Tracker ID"; 2]),
        (LabelText::TimeInZone, ["In zone: N/A"; 2]),
    ] {
        assert_eq!(label_texts(text, &predictions), expected, "{text:?}");
    }
}

#[test]
fn labels_tell_what_steps_have_found_out() {
    let predictions = found([(0, on(0.0, 0.0, 4.0, 4.0)), (0, on(0.0, 0.0, 4.0, 4.0)), (0, on(0.0, 0.0, 4.0, 4.0))])
        .with_tracker_ids(vec![7, -1, 0])
        .unwrap()
        .with_data("time_in_zone", vec![1.115.into(), 0.0.into(), 12.0.into()])
        .unwrap()
        .with_data("area_px", vec![4.125.into(), Value::Null, f64::NAN.into()])
        .unwrap()
        .with_data("area_converted", vec![9.into(), Value::Null, 0.5.into()])
        .unwrap()
        .with_data("speed", vec![1.5.into(), 0.0.into(), 1e-5.into()])
        .unwrap();
    for (text, expected) in [
        (LabelText::TrackerId.into(), ["7", "-1", "0"]),
        (LabelText::TimeInZone.into(), ["In zone: 1.12s", "In zone: N/A", "In zone: 12.0s"]),
        (LabelText::AreaMask.into(), ["Area (mask): 4.12", "Area (mask): N/A", "Area (mask): nan"]),
        (LabelText::AreaConverted.into(), ["Area (conv): 9.00", "Area (conv): N/A", "Area (conv): 0.50"]),
        (column("speed"), ["1.5", "", "1e-05"]),
        (column("detection_id"), ["id 1", "id 2", "id 3"]),
        (column("parent_id"), ["image"; 3]),
    ] {
        assert_eq!(label_texts(text.clone(), &predictions), expected, "{text:?}");
    }
}

#[test]
fn vectors_are_lists() {
    let velocity = [1.5, -2.0].map(Value::from).into_iter().collect::<Value>();
    let predictions = found([(0, on(0.0, 0.0, 4.0, 4.0))]).with_data("velocity", vec![velocity]).unwrap();
    assert_eq!(label_texts(column("velocity"), &predictions), ["[1.5, -2.0]"]);
}

#[test]
fn the_area_is_that_of_the_mask_or_of_the_oriented_box() {
    let predictions = found([(0, on(0.0, 0.0, 4.0, 4.0))]);
    let corners = Value::from_json(&serde_json::json!([[[0, 2], [2, 4], [4, 2], [2, 0]]]));
    let Value::List(column) = corners else { unreachable!("it is a list") };
    let oriented = predictions.with_data("xyxyxyxy", column.to_vec()).unwrap();
    assert_eq!(label_texts(LabelText::Area, &oriented), ["8"]);

    let mask = Mask::from_bytes(&[0, 1, 1, 1], ImageSize { width: 2, height: 2 }).unwrap();
    let masked = oriented.with_masks(vec![mask]).unwrap();
    assert_eq!(label_texts(LabelText::Area, &masked), ["3"]);
}

#[test]
fn unknown_columns_are_errors() {
    let predictions = found([(0, on(0.0, 0.0, 4.0, 4.0))]);
    let error = text::label(&column("sped"), &predictions.iter().next().unwrap()).unwrap_err();
    assert!(error.to_string().contains("`sped`"), "{error}");
}

fn block(pixels: impl Into<Pixels>, predictions: Detections) -> LabelVisualization {
    LabelVisualization {
        scene: Scene::new(Picture::from_pixels(pixels, "image")),
        predictions: In::new(predictions),
        colouring: Colouring::by(ColorAxis::Index),
        text: Open::from(LabelText::Class).into(),
        text_position: Position::BottomLeft.into(),
        text_color: "WHITE".to_owned().into(),
        text_scale: 0.5.into(),
        text_thickness: 1.into(),
        text_padding: 4.into(),
        border_radius: 0.into(),
    }
}

fn drawn(block: &LabelVisualization) -> Result<RgbImage, String> {
    let labelled = block.run(&mut Context::new(&mut (), &Environment::default())).map_err(|error| error.to_string())?;
    Ok(labelled.image.0.pixels().to_rgb().into_owned())
}

const VIOLET: Rgb<u8> = Rgb([0xa3, 0x51, 0xfb]);

#[test]
fn labels_lie_on_a_background() {
    let image = drawn(&block(RgbImage::new(90, 40), found([(0, on(5.0, 2.0, 20.0, 10.0))]))).unwrap();
    assert_eq!(image.get_pixel(5, 10), &VIOLET);
    assert_eq!((image.get_pixel(4, 10), image.get_pixel(5, 9)), (&Rgb([0; 3]), &Rgb([0; 3])));
    assert!(image.pixels().any(|pixel| pixel.0.iter().all(|channel| *channel > 200)));
}

#[test]
fn corners_are_rounded() {
    let mut block = block(RgbImage::new(90, 40), found([(0, on(5.0, 2.0, 20.0, 10.0))]));
    block.border_radius = 1_000.into();
    let image = drawn(&block).unwrap();
    assert_eq!(image.get_pixel(5, 10), &Rgb([0; 3]));
    assert_eq!(image.get_pixel(15, 10), &VIOLET);
}

#[test]
fn images_without_detections_stay_as_they_are() {
    let grey = GrayImage::new(9, 9);
    let labelled =
        block(grey.clone(), Detections::default()).run(&mut Context::new(&mut (), &Environment::default())).unwrap();
    assert_eq!(labelled.image.0.pixels(), &grey.into());
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    type Change = fn(&mut LabelVisualization);
    let changes: [(Change, &str); 8] = [
        (|block| block.text_color = "mauve".to_owned().into(), "no colour"),
        (|block| block.text_scale = f64::NAN.into(), "NaN times"),
        (|block| block.text_scale = 1e300.into(), "scale"),
        (|block| block.text_thickness = (-1).into(), "thick"),
        (|block| block.text_padding = i64::MAX.into(), "text_padding"),
        (|block| block.text_padding = (-50).into(), "nothing is left"),
        (|block| block.border_radius = (-1).into(), "border_radius"),
        (|block| block.text_position = Position::CenterOfMass.into(), "masks"),
    ];
    for (change, expected) in changes {
        let mut block = block(RgbImage::new(9, 9), found([(0, on(1.0, 1.0, 4.0, 4.0))]));
        change(&mut block);
        let error = drawn(&block).unwrap_err();
        assert!(error.contains(expected), "{error}");
    }
}
