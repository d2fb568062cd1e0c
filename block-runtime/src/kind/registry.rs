//! Every kind of the project, declared once.

use schemas::kind_schemas as wire;

use super::{KindInfo, Reader, predictions, shapes, simple, time, write};
use crate::value::{self, DateTime, Detections, Picture, Secret, Value};

/// Declares kinds: a marker type each, and a list of them all sorted by name.
///
/// `wire` and `memory` tell clients what the data looks like, `schema` is its JSON Schema and `example` a piece of it, both
/// as JSON text. `read`, a [`Reader`](crate::kind::Reader) with a text for people about what it accepts, says how it enters a
/// workflow; without it anything is accepted as it is. `write`, a [`Writer`](crate::kind::Writer), says how it leaves one; without it every value is written as what
/// it is.
///
/// ```
/// use block_runtime::kind::Kind;
///
/// block_runtime::kinds! {
///     /// All kinds of this plug-in.
///     pub const MY_KINDS;
///
///     /// Temperature of the camera's housing, in degrees Celsius.
///     Temperature = "temperature": f64, wire "float", memory "float",
///         "Cameras report it once a minute.",
///         schema r#"{"type": "number"}"#,
///         example "36.5";
/// }
///
/// assert_eq!(Temperature::INFO.description, "Temperature of the camera's housing, in degrees Celsius.");
/// assert_eq!(MY_KINDS.len(), 1);
/// ```
#[macro_export]
macro_rules! kinds {
    (
        $(#[$list_meta:meta])* $vis:vis const $list:ident;
        $(
            #[doc = $doc:literal]
            $marker:ident = $name:literal: $data:ty, wire $wire:literal, memory $memory:literal,
                $details:expr, schema $schema:expr, example $example:expr $(, read $read:expr => $reading:expr)? $(, write $write:expr)?;
        )+
    ) => {
        $(
            #[doc = $doc]
            #[doc = concat!("\n\nKind `", $name, "`.")]
            #[derive(Debug)]
            $vis enum $marker {}

            impl $crate::kind::Kind for $marker {
                const INFO: $crate::kind::KindInfo = $crate::kind::KindInfo {
                    name: $name,
                    description: $doc.trim_ascii(),
                    details: $details,
                    serialised_type: $wire,
                    internal_type: $memory,
                    marker: stringify!($marker),
                    data: stringify!($data),
                    schema: $schema,
                    example: $example,
                    holds: |value| <$data as $crate::value::FromValue>::from_value(value).map(drop),
                    read: $crate::kinds!(@optional $($read)?),
                    reading: $crate::kinds!(@text $($reading)?),
                    write: $crate::kinds!(@optional $($write)?),
                };
                type Data = $data;
            }

            // One implementation a kind rather than one for all: what is not a kind is then refused in one step, which
            // the compiler reports once.
            impl $crate::kind::KindSet for $marker {
                const KINDS: &'static [&'static $crate::kind::KindInfo] = &[&<$marker as $crate::kind::Kind>::INFO];
                type Data = $data;
            }
        )+

        $(#[$list_meta])*
        $vis const $list: &[&$crate::kind::KindInfo] = &[$(&<$marker as $crate::kind::Kind>::INFO),+];
    };
    (@optional) => { None };
    (@optional $given:expr) => { Some($given) };
    (@text) => { "" };
    (@text $given:expr) => { $given };
}

const TEXT: &str = "Text only; numbers are not turned into it.";
const TEXT_OR_NULL: &str = "Text, or null for none.";
const DETECTIONS: &str = "\
- Numbers may be given as text (`\"0.5\"`), whole numbers with a decimal point (`3.0`).
- Where `predictions` is empty or null there are no detections; `image` must be there and may be null.
- An entry whose outline has fewer than three points is left out.
- If one entry lacks `points`, a mask, `tracker_id` or an origin, that member is dropped from all entries.
- `points` are filled to a mask on whole pixels; results have its outline traced anew, so that there may be \
more or fewer points, in another order. A detection whose outline encloses nothing is dropped.
- The first entry decides about measurements, corners and the text of codes: what it has, all must have; what it lacks is \
dropped from all. Key points that it has may be missing in later entries.
- An `rle` or `rle_mask` that cannot be decoded is ignored, and `points` are used.
- Members of other names are passed over; what is described here and is of another type is refused.";

kinds! {
    /// The kinds of the catalogue, sorted by name.
    pub const KINDS;

    /// Any data at all.
    Wildcard = "*": Value, wire "Any", memory "Any",
        "Connects with every other kind. A property of this kind takes whatever a step produces; an output of this kind can be bound anywhere, and is checked when the value arrives.",
        schema wire::WILDCARD,
        example r#"{"anything": [1, true, null]}"#,
        write write::anything;
    /// A stand-in for a platform key: the key itself stays with the platform.
    ManagedKey = "ROBOFLOW_MANAGED_KEY": Secret, wire "str", memory "str",
        "`rf_key:account` names the key of the account, `rf_key:user:<id>` one that a user has stored. Requests with such a key go through the platform, which puts the real key in.",
        schema wire::ROBOFLOW_MANAGED_KEY,
        example r#""rf_key:account""#,
        read Reader::Now(simple::text_or_null) => TEXT_OR_NULL;
    /// Boxes of bar codes, with the text that each code holds.
    BarCodeDetection = "bar_code_detection": Detections, wire "dict", memory "sv.Detections",
        "An object detection prediction whose entries have a `data` field with the decoded text.",
        schema wire::BAR_CODE_DETECTION,
        example include_str!("examples/bar_code_detection.json"),
        read Reader::Now(predictions::detections) => DETECTIONS, write write::detections;
    /// True or false.
    Boolean = "boolean": bool, wire "bool", memory "bool", "",
        schema wire::BOOLEAN,
        example "true",
        read Reader::Now(simple::boolean) => "True or false; neither 1 and 0 nor text.";
    /// Raw bytes; base64 text in JSON.
    Bytes = "bytes": Value, wire "str", memory "bytes", "",
        schema wire::BYTES,
        example r#""aGVsbG8=""#,
        read Reader::Now(simple::bytes) => "Base64 text; characters that do not belong there, such as line breaks, are passed over. Missing padding is refused.";
    /// What a classifier says about an image, for one label or several.
    ClassificationPrediction = "classification_prediction": Value, wire "dict", memory "dict",
        "A single-label result has `top` and `confidence` beside a list of `predictions`; a multi-label result has `predicted_classes` and a map of `predictions`. Both have `image` with `width` and `height` in pixels.",
        schema wire::CLASSIFICATION_PREDICTION,
        example include_str!("examples/classification_prediction.json"),
        read Reader::Now(predictions::classification) => "`image`, `predictions`, and either `predicted_classes` or `top` and `confidence` must be there; what they contain is not looked at. What identifies the result is added where it is missing.";
    /// Outlines found in an image, each a list of points.
    Contours = "contours": Value, wire "List[list]", memory "List[np.ndarray]", "",
        schema wire::CONTOURS,
        example "[[[10, 10], [10, 40], [60, 40]], [[80, 12], [80, 30], [95, 30], [95, 12]]]";
    /// One entry of a detections prediction, as the query language sees it.
    Detection = "detection": Value, wire "Tuple[list, Optional[list], Optional[float], Optional[float], Optional[int], dict]",
        memory "Tuple[np.ndarray, Optional[np.ndarray], Optional[float], Optional[float], Optional[int], dict]",
        "Box, mask, confidence, class id, tracker id and further data of a single detection. It appears inside operations of the query language, never between steps.",
        schema wire::DETECTION,
        example include_str!("examples/detection.json");
    /// Which detections overlap, pair by pair.
    DetectionsOverlaps = "detections_overlaps": Value, wire "List[Dict[str, Any]]", memory "List[Dict[str, Any]]", "",
        schema wire::DETECTIONS_OVERLAPS,
        example include_str!("examples/detections_overlaps.json");
    /// An object with text keys.
    Dictionary = "dictionary": Value, wire "dict", memory "dict", "",
        schema wire::DICTIONARY,
        example r#"{"name": "gate 3", "open": true}"#,
        read Reader::Now(simple::object) => "Any object.";
    /// A vector that places an image or a text in a model's space.
    Embedding = "embedding": Value, wire "List[float]", memory "List[float]", "",
        schema wire::EMBEDDING,
        example "[0.125, -0.5, 0.0625]";
    /// A floating-point number.
    Float = "float": f64, wire "float", memory "float", "",
        schema wire::FLOAT,
        example "0.5",
        read Reader::Now(simple::number) => "Numbers; true and false count as 1 and 0. Text is refused.";
    /// A floating-point number from 0 to 1, both included.
    FloatZeroToOne = "float_zero_to_one": f64, wire "float", memory "float",
        "Used for confidences, overlaps and opacities.",
        schema wire::FLOAT_ZERO_TO_ONE,
        example "0.4",
        read Reader::Now(simple::fraction) => "Numbers from 0 to 1; true and false count as 1 and 0. Text is refused.";
    /// An image, with the place that it was cut from.
    Image = "image": Picture, wire "dict", memory "WorkflowImageData",
        "In JSON an image is an object with `type` and `value`; `value` holds base64 text of an encoded file. An image that a step has cut out of another names its parent and its offset within it.",
        schema wire::IMAGE,
        example include_str!("examples/image.json"),
        read Reader::Image => "An object, or text in its place. An address begins with `http://` or `https://`; text is a path where files of the machine may be read and there is one; anything else is base64 text, in which characters that do not belong there are passed over. JPEG, PNG, WebP, BMP, TIFF and GIF (the first frame) are read, turned as their EXIF data says. Identifiers and origins may be null or missing, `video_metadata` may be missing.",
        write write::image;
    /// Key points that a classical algorithm found in an image.
    ImageKeypoints = "image_keypoints": Value, wire "dict", memory "dict", "",
        schema wire::IMAGE_KEYPOINTS,
        example include_str!("examples/image_keypoints.json");
    /// Width and height of an image, in pixels.
    ImageMetadata = "image_metadata": Value, wire "dict", memory "dict", "",
        schema wire::IMAGE_METADATA,
        example r#"{"width": 640, "height": 480}"#;
    /// Identifier of one call of a model.
    InferenceId = "inference_id": String, wire "str", memory "str", "",
        schema wire::INFERENCE_ID,
        example r#""2c1f0a51-5f0e-4b0b-8a53-1f5d6c1f3f6e""#,
        read Reader::Now(simple::text) => TEXT;
    /// Detections with the outline of each object.
    InstanceSegmentationPrediction = "instance_segmentation_prediction": Detections, wire "dict", memory "sv.Detections",
        "An object detection prediction whose entries have `points`, the polygon of the object's mask in pixels.",
        schema wire::INSTANCE_SEGMENTATION_PREDICTION,
        example include_str!("examples/instance_segmentation_prediction.json"),
        read Reader::Now(predictions::detections) => DETECTIONS, write write::detections;
    /// A whole number.
    Integer = "integer": i64, wire "int", memory "int", "",
        schema wire::INTEGER,
        example "3",
        read Reader::Now(simple::integer) => "Whole numbers, true and false. `3.0` and text are refused.";
    /// Detections with the key points of each object.
    KeypointDetectionPrediction = "keypoint_detection_prediction": Detections, wire "dict", memory "sv.Detections",
        "An object detection prediction whose entries have `keypoints`, each with a place in pixels, a class and a confidence.",
        schema wire::KEYPOINT_DETECTION_PREDICTION,
        example include_str!("examples/keypoint_detection_prediction.json"),
        read Reader::Now(predictions::detections) => DETECTIONS, write write::detections;
    /// Points that tell a model where an object is and where it is not.
    LabeledPoints = "labeled_points": Value, wire "List[Dict[str, Any]]", memory "List[Dict[str, Any]]",
        "Each point has `x`, `y` in pixels and `positive`, false for a point outside the object.",
        schema wire::LABELED_POINTS,
        example r#"[{"x": 120.5, "y": 80.0, "positive": true}, {"x": 15.0, "y": 15.0, "positive": false}]"#,
        read Reader::Now(shapes::labelled_points) => "Objects and lists may stand side by side. What counts as true in Python counts so for `positive`: text that is not empty, a number that is not 0. Members of other names are left out.";
    /// Text that a language model or a vision-language model wrote.
    LanguageModelOutput = "language_model_output": String, wire "str", memory "str",
        "Parsers turn it into predictions: `vlm_as_classifier`, `vlm_as_detector`, `json_parser`.",
        schema wire::LANGUAGE_MODEL_OUTPUT,
        example r#""```json\n{\"class_name\": \"cat\", \"confidence\": 0.9}\n```""#,
        read Reader::Now(simple::text) => TEXT;
    /// A list of values of any kind.
    ListOfValues = "list_of_values": Vec<Value>, wire "List[Any]", memory "List[Any]", "",
        schema wire::LIST_OF_VALUES,
        example r#"["a", 1, {"b": null}]"#,
        read Reader::Now(simple::list) => "Any list.";
    /// A numeric array of any shape.
    NumpyArray = "numpy_array": Value, wire "list", memory "np.ndarray",
        "Nested lists of numbers in JSON.",
        schema wire::NUMPY_ARRAY,
        example "[[1, 2], [3, 4]]",
        read Reader::Now(shapes::array) => "Lists of lists must have the same length at each level.";
    /// Boxes around objects, with class and confidence.
    ObjectDetectionPrediction = "object_detection_prediction": Detections, wire "dict", memory "sv.Detections",
        "`image` gives the size of the image in pixels. Each of `predictions` has the centre (`x`, `y`), `width` and `height` of a box in pixels, `class`, `class_id`, `confidence` and `detection_id`.",
        schema wire::OBJECT_DETECTION_PREDICTION,
        example include_str!("examples/object_detection_prediction.json"),
        read Reader::Now(predictions::detections) => DETECTIONS, write write::detections;
    /// Identifier of the image that a prediction or a crop comes from.
    ParentId = "parent_id": String, wire "str", memory "str", "",
        schema wire::PARENT_ID,
        example r#""image""#,
        read Reader::Now(simple::text) => TEXT;
    /// A point of an image, in pixels.
    Point = "point": Value, wire "Tuple[int, int]", memory "Tuple[int, int]", "",
        schema wire::POINT,
        example "[120, 80]",
        read Reader::Now(shapes::point) => "A list of two or more items, of which the first two, numbers, count.";
    /// Name of the family that a prediction belongs to.
    PredictionType = "prediction_type": String, wire "str", memory "str",
        "For example `object-detection` or `classification`.",
        schema wire::PREDICTION_TYPE,
        example r#""object-detection""#,
        read Reader::Now(simple::text) => TEXT;
    /// Boxes of QR codes, with the text that each code holds.
    QrCodeDetection = "qr_code_detection": Detections, wire "dict", memory "sv.Detections",
        "An object detection prediction whose entries have a `data` field with the decoded text.",
        schema wire::QR_CODE_DETECTION,
        example include_str!("examples/qr_code_detection.json"),
        read Reader::Now(predictions::detections) => DETECTIONS, write write::detections;
    /// A colour as red, green and blue from 0 to 255.
    RgbColor = "rgb_color": Value, wire "Tuple[int, int, int]", memory "Tuple[int, int, int]", "",
        schema wire::RGB_COLOR,
        example "[255, 128, 0]",
        read Reader::Now(shapes::colour) => "Any text, and lists of three or more items, of which the first three count. Whether it is a colour shows where it is used.";
    /// Detections with masks in run-length encoding.
    RleInstanceSegmentationPrediction = "rle_instance_segmentation_prediction": Detections, wire "dict", memory "sv.Detections",
        "An object detection prediction whose entries have `rle_mask`: `size` as height and width, and `counts` in COCO's compressed run-length text.",
        schema wire::RLE_INSTANCE_SEGMENTATION_PREDICTION,
        example include_str!("examples/rle_instance_segmentation_prediction.json"),
        read Reader::Now(predictions::run_length_detections) => DETECTIONS, write write::run_length_detections;
    /// Key of the Roboflow platform.
    RoboflowApiKey = "roboflow_api_key": Secret, wire "str", memory "str", "",
        schema wire::ROBOFLOW_API_KEY,
        example r#""my-key""#,
        read Reader::Now(simple::text_or_null) => TEXT_OR_NULL;
    /// Identifier of a model on the Roboflow platform.
    RoboflowModelId = "roboflow_model_id": String, wire "str", memory "str",
        "`project/version`, or an alias such as `yolov8n-640`.",
        schema wire::ROBOFLOW_MODEL_ID,
        example r#""my-project/3""#,
        read Reader::Now(simple::text) => TEXT;
    /// Name of a project on the Roboflow platform.
    RoboflowProject = "roboflow_project": String, wire "str", memory "str", "",
        schema wire::ROBOFLOW_PROJECT,
        example r#""my-project""#,
        read Reader::Now(simple::text) => TEXT;
    /// Identifier of a vision-events use case on the Roboflow platform.
    RoboflowSolution = "roboflow_solution": String, wire "str", memory "str", "",
        schema wire::ROBOFLOW_SOLUTION,
        example r#""my-use-case""#,
        read Reader::Now(simple::text) => TEXT;
    /// A password, a token or a key.
    SecretText = "secret": Secret, wire "str", memory "str",
        "Its text is never printed: results show eight asterisks.",
        schema wire::SECRET,
        example r#""my-password""#,
        write write::secret;
    /// One region of pixels for each class.
    SemanticSegmentationPrediction = "semantic_segmentation_prediction": Detections, wire "dict", memory "sv.Detections",
        "An entry for each class, with `rle_mask` that covers all pixels of the class.",
        schema wire::SEMANTIC_SEGMENTATION_PREDICTION,
        example include_str!("examples/semantic_segmentation_prediction.json"),
        read Reader::Now(predictions::run_length_detections) => DETECTIONS, write write::run_length_detections;
    /// Payloads that are ready to be sent or stored.
    SerialisedPayloads = "serialised_payloads": Value, wire "List[Union[str, dict]]", memory "List[Union[str, bytes, dict]]", "",
        schema wire::SERIALISED_PAYLOADS,
        example r#"["a,b\n1,2\n", {"camera": "gate 3"}]"#;
    /// Text.
    Str = "string": String, wire "str", memory "str", "",
        schema wire::STRING,
        example r#""hello""#,
        read Reader::Now(simple::text) => TEXT;
    /// A point in time.
    Timestamp = "timestamp": DateTime, wire "str", memory "datetime",
        "ISO 8601 text in JSON.",
        schema wire::TIMESTAMP,
        example r#""2024-08-21T11:13:44.313999+02:00""#,
        read Reader::Now(time::timestamp) => "Text only. Unix times are refused.", write write::timestamp;
    /// Name of the class with the highest confidence.
    TopClass = "top_class": String, wire "str", memory "str", "",
        schema wire::TOP_CLASS,
        example r#""cat""#,
        read Reader::Now(simple::text) => TEXT;
    /// Where a video frame comes from: source, number, time and rate.
    VideoMetadata = "video_metadata": value::VideoMetadata, wire "dict", memory "VideoMetadata",
        "Superseded: an image carries its own video metadata.",
        schema wire::VIDEO_METADATA,
        example include_str!("examples/video_metadata.json"),
        read Reader::Now(time::video_metadata) => "Whole numbers may be given as text or with a decimal point (`3.0`), rates as text. Members of other names are passed over.", write write::video_metadata;
    /// A polygon in an image, in pixels.
    Zone = "zone": Value, wire "List[Tuple[int, int]]", memory "List[Tuple[int, int]]",
        "At least three points.",
        schema wire::ZONE,
        example "[[0, 0], [640, 0], [640, 240], [0, 240]]",
        read Reader::Now(shapes::zone) => "A list of three or more lists of exactly two numbers.";
}

/// The kind with the given name.
pub fn find(name: &str) -> Option<&'static KindInfo> {
    KINDS.binary_search_by(|kind| kind.name.cmp(name)).ok().map(|index| KINDS[index])
}
