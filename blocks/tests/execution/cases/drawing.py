BOXES = "roboflow_core/bounding_box_visualization@v1"
LABELS = "roboflow_core/label_visualization@v1"
MODEL = ["object_detection_prediction"]

FOUND = predictions(
    detection(50, 60, 41, 33, "coin", 0, 0.875, tracker_id=3),
    detection(100.5, 40.25, 30, 52.5, "old coin", 1, 0.5049, tracker_id=24),
    detection(180, 150, 60, 60, "coin", 0, 0.125, tracker_id=7),
    detection(30, 10, 80, 60, "łódź?", 22, 1.0, tracker_id=0),
    detection(120, 120, 5, 4, "speck", 7, 0.333, tracker_id=1),
)


def drawing(name, block, found=FOUND, kinds=MODEL, picture="coins", **properties):
    """`properties` that begin with `_` come as parameters."""
    given = {name: value for name, value in properties.items() if name.startswith("_")}
    written = {name: value for name, value in properties.items() if name not in given}
    referred = {name[1:]: f"$inputs.{name[1:]}" for name in given}
    case(
        name,
        step={"type": block, "image": "$inputs.image", "predictions": "$inputs.predictions", **written, **referred},
        inputs={
            "image": images(photo(picture)),
            "predictions": batch(kinds, found),
            **{name[1:]: parameter(value) for name, value in given.items()},
        },
    )


drawing("boxes", BOXES)
drawing("boxes_thick_by_index", BOXES, thickness=5, color_axis="INDEX", color_palette="Matplotlib Viridis", palette_size=4)
drawing("boxes_round", BOXES, roundness=0.6, color_axis="TRACK", color_palette="ROBOFLOW")
drawing("boxes_round_thin", BOXES, roundness=1.0, thickness=1, picture="coffee", color_palette="Matplotlib Tab20c")
drawing(
    "boxes_of_parameters",
    BOXES,
    _roundness=0.25,
    _thickness=3,
    _color_palette="CUSTOM",
    _custom_colors=["#123", "rgb(250, 120, 3)", "bgr(250, 120, 3)", "green"],
    _color_axis="INDEX",
)
drawing("boxes_filled", BOXES, thickness=-1)
drawing("boxes_without_tracks", BOXES, found=predictions(detection(9, 9, 9, 9)), color_axis="TRACK")
drawing("boxes_without_detections", BOXES, found=predictions(), color_axis="TRACK")

drawing("labels", LABELS)
drawing("labels_small", LABELS, text="Class and Confidence", text_scale=0.5, text_padding=4, text_position="BOTTOM_CENTER")
drawing(
    "labels_round",
    LABELS,
    text="Confidence",
    text_thickness=2,
    border_radius=6,
    text_color="#102030",
    text_position="CENTER",
    color_axis="TRACK",
)
drawing("labels_of_tracks", LABELS, text="Tracker Id", text_position="CENTER_RIGHT", color_axis="INDEX")
drawing("labels_of_size", LABELS, text="Dimensions", text_scale=0.4, text_padding=0, text_position="TOP_CENTER")
drawing("labels_of_area", LABELS, text="Area", text_scale=0.7, text_position="BOTTOM_RIGHT", picture="coffee")
drawing("labels_without_time", LABELS, text="Time In Zone", text_scale=0.5, border_radius=100)
drawing("labels_without_detections", LABELS, found=predictions())
drawing(
    "labels_of_masks",
    LABELS,
    kinds=["instance_segmentation_prediction"],
    found=predictions(
        detection(60, 50, 60, 60, points=[{"x": 30, "y": 20}, {"x": 90, "y": 20}, {"x": 30, "y": 80}]),
        detection(140, 100, 40, 40, points=[{"x": 120, "y": 80}, {"x": 160, "y": 85}, {"x": 150, "y": 120}]),
    ),
    text="Area",
    text_position="CENTER_OF_MASS",
    text_scale=0.5,
)
case(
    "boxes_and_labels",
    steps=[
        {"type": BOXES, "name": "boxes", "image": "$inputs.image", "predictions": "$inputs.predictions", "copy_image": False},
        {"type": LABELS, "name": "labels", "image": "$steps.boxes.image", "predictions": "$inputs.predictions"},
    ],
    outputs={"image": "$steps.labels.image"},
    inputs={"image": images(photo("coffee")), "predictions": batch(MODEL, FOUND)},
)
