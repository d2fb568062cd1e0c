//! Telling what a piece of text stands for: a URL, a file, or the image itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::engine::general_purpose::{GeneralPurpose, STANDARD};
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use base64::{DecodeError, Engine};

use super::error::ImageError;
use super::policy::{ImageLimits, ImagePolicy};
use crate::value::Value;

/// Where the bytes of an image are.
pub(super) enum Source {
    Url(Arc<str>),
    File(PathBuf),
    Base64(Arc<str>),
    Bytes(Arc<[u8]>),
}

impl Source {
    /// The source that a value names; nothing when the value is neither text nor bytes.
    pub(super) fn of(value: &Value, policy: &ImagePolicy) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::of_text(text, policy)),
            Value::Bytes(bytes) => Some(Self::Bytes(Arc::clone(bytes))),
            _ => None,
        }
    }

    fn of_text(text: &Arc<str>, policy: &ImagePolicy) -> Self {
        if has_scheme(text) {
            Self::Url(Arc::clone(text))
        } else if policy.allow_local_files && is_path(text) {
            Self::File(PathBuf::from(text.as_ref()))
        } else {
            Self::Base64(Arc::clone(text))
        }
    }
}

/// True for `https://…` and the like. The colon is not in the alphabet of base64.
fn has_scheme(text: &str) -> bool {
    text.trim_start()
        .split_once("://")
        .is_some_and(|(scheme, _)| !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The longest path that is looked for; longer text is base64.
const LONGEST_PATH: usize = 4096;

fn is_path(text: &str) -> bool {
    text.len() <= LONGEST_PATH && Path::new(text).exists()
}

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What base64 text stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Base64 {
    pub(super) bytes: Vec<u8>,
    /// Where the base64 begins that anybody else can read too, up to the end of the text: in the standard alphabet,
    /// with padding and nothing in between.
    pub(super) standard_from: Option<usize>,
}

/// Reads base64, with or without `data:image/…;base64,` before it. Characters that are not in the alphabet, such as
/// line breaks, are skipped.
pub(super) fn decode_base64(text: &str, policy: &ImagePolicy) -> Result<Base64, ImageError> {
    let ImageLimits { max_encoded_bytes: limit, .. } = policy.limits;
    let payload = payload(text);
    let trimmed = payload.trim();
    // Four characters are three bytes; the rest of the room is for line breaks.
    if trimmed.len() / 2 > limit {
        return Err(ImageError::TooManyBytes { limit });
    }
    let (bytes, standard_from) = match STANDARD.decode(trimmed) {
        Ok(bytes) => (Ok(bytes), (trimmed.len() == payload.len()).then(|| text.len() - payload.len())),
        Err(_) => (decode_leniently(trimmed), None),
    };
    match bytes {
        Ok(bytes) if !bytes.is_empty() => Ok(Base64 { bytes, standard_from }),
        _ => Err(ImageError::NotBase64 { local_files: policy.allow_local_files }),
    }
}

fn decode_leniently(payload: &str) -> Result<Vec<u8>, DecodeError> {
    let known = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    LENIENT.decode(payload.bytes().filter(known).collect::<Vec<u8>>())
}

fn payload(text: &str) -> &str {
    let Some(data) = text.trim_start().strip_prefix("data:image/") else { return text };
    match data.split_once(";base64,") {
        Some((kind, payload)) if !kind.contains(',') => payload,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        decode_base64(text, &ImagePolicy::default()).ok().map(|decoded| decoded.bytes)
    }

    #[test]
    fn base64_is_read_leniently() {
        for text in [
            "aGVsbG8=",
            " aGVs\r\nbG8=\n",
            "aGVsbG8",
            "data:image/png;base64,aGVsbG8=",
            "data:image/svg+xml;charset=utf-8;base64,aGVsbG8=",
        ] {
            assert_eq!(decoded(text).as_deref(), Some(b"hello".as_slice()), "{text}");
        }
        for text in ["", "=", "!!", "a", "data:image/png;base64,", "not base64!!"] {
            assert_eq!(decoded(text), None, "{text}");
        }
    }

    #[test]
    fn base64_that_anybody_can_read_is_found() {
        let standard = |text: &str| decode_base64(text, &ImagePolicy::default()).unwrap().standard_from;
        assert_eq!(standard("aGVsbG8="), Some(0));
        assert_eq!(standard("data:image/png;base64,aGVsbG8="), Some(22));
        for text in ["aGVsbG8", "aGVs bG8=", "aGVsbG8=\n", " aGVsbG8=", "aGVsbG9="] {
            assert_eq!(standard(text), None, "{text}");
        }
    }

    #[test]
    fn text_is_sniffed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("photo.jpg");
        std::fs::write(&path, b"x").unwrap();
        let path = Value::from(path.to_str().unwrap());
        let open = ImagePolicy { allow_local_files: true, ..ImagePolicy::default() };
        let closed = ImagePolicy::default();

        assert!(matches!(Source::of(&"HTTPS://a.example/b".into(), &closed), Some(Source::Url(_))));
        assert!(matches!(Source::of(&"file:///etc/passwd".into(), &open), Some(Source::Url(_))));
        assert!(matches!(Source::of(&path, &open), Some(Source::File(_))));
        assert!(matches!(Source::of(&path, &closed), Some(Source::Base64(_))));
        assert!(matches!(Source::of(&"data:image/png;base64,//8=".into(), &open), Some(Source::Base64(_))));
        assert!(Source::of(&Value::from(5), &open).is_none());
    }
}
