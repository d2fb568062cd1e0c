//! Bodies of requests: JSON, forms, and forms with files, as Python's `requests` writes them.
//!
//! Servers were set up with the reference's requests, so ours have the same bytes. That is also why the multipart form
//! is written here: other writers escape names in other ways.

use std::borrow::Cow;
use std::fmt;

use block_runtime::kind::{WriteError, write_with_secrets};
use block_runtime::value::{DEFAULT_JPEG_QUALITY, Map, Value, python_json};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use reqwest::header::{HeaderName, HeaderValue};

use super::SendError;

/// A body and what it is.
pub struct Body {
    /// What is sent.
    pub bytes: Vec<u8>,
    /// The value of its `Content-Type`.
    pub content_type: String,
    /// Whether a header that the workflow gives may say otherwise.
    pub may_be_renamed: bool,
}

impl fmt::Debug for Body {
    /// Without the bytes, which may hold keys.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes of {}", self.bytes.len(), self.content_type)
    }
}

/// The members as a JSON object.
///
/// # Errors
/// [`SendError::Value`] when one of them has no JSON form.
pub fn json(members: &Map, now: Timestamp) -> Result<Body, SendError> {
    let members = members.iter().map(|(name, value)| {
        let json = write_with_secrets(value, now).map_err(unwritable(name))?;
        Ok((name.clone(), json))
    });
    let object = serde_json::Value::Object(members.collect::<Result<_, SendError>>()?);
    let bytes = python_json(&object).into_bytes();
    Ok(Body { bytes, content_type: "application/json".to_owned(), may_be_renamed: true })
}

/// The fields as HTML forms are sent.
///
/// # Errors
/// [`SendError::Value`] when one of them has no text.
pub fn form(fields: &Map, now: Timestamp) -> Result<Body, SendError> {
    let bytes = url_encoded(fields, now)?.into_bytes();
    Ok(Body { bytes, content_type: "application/x-www-form-urlencoded".to_owned(), may_be_renamed: true })
}

/// Names and values as they stand in queries and forms. Lists are values of one name; null is left out.
///
/// # Errors
/// [`SendError::Value`] when one of them has no text.
pub fn url_encoded(fields: &Map, now: Timestamp) -> Result<String, SendError> {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        for value in several(value) {
            let texts = match value {
                Value::List(items) => items.as_ref(),
                single => std::slice::from_ref(single),
            };
            for value in texts {
                let text = text(value, now).map_err(unwritable(name))?;
                pairs.push(format!("{}={}", quoted(name.as_bytes()), quoted(&text)));
            }
        }
    }
    Ok(pairs.join("&"))
}

/// The fields and files as forms with files are sent; `boundary` must not occur in them.
///
/// # Errors
/// [`SendError::Value`] when one of them cannot be written, [`SendError::Header`] when a header of a file cannot.
pub fn multipart(fields: &Map, files: &Map, boundary: &str, now: Timestamp) -> Result<Body, SendError> {
    let mut bytes = Vec::new();
    let mut part = |name: &str, headers: &str, content: &[u8]| {
        let name = escaped(name);
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{headers}\r\n\r\n");
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        for value in several(value) {
            part(name, "", &text(value, now).map_err(unwritable(name))?);
        }
    }
    for (name, value) in files.iter().filter(|(_, value)| !value.is_null()) {
        let file = File::of(name, value)?;
        let headers = format!("; filename=\"{}\"{}", escaped(file.name), file.headers);
        part(name, &headers, &content(file.content, now).map_err(unwritable(name))?);
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let content_type = format!("multipart/form-data; boundary={boundary}");
    Ok(Body { bytes, content_type, may_be_renamed: false })
}

/// A file of a form.
struct File<'a> {
    name: &'a str,
    content: &'a Value,
    /// Further lines of its head, each with a line break before it.
    headers: String,
}

impl<'a> File<'a> {
    /// A list may say how the file is called, what is in it, of which type that is, and further headers; anything else
    /// is content, called like the part.
    fn of(part: &'a str, value: &'a Value) -> Result<Self, SendError> {
        let Value::List(items) = value else { return Ok(Self { name: part, content: value, headers: String::new() }) };
        let (name, content, media_type, headers) = match items.as_ref() {
            [Value::Text(name), content] => (name, content, None, None),
            [Value::Text(name), content, Value::Text(media_type)] => (name, content, Some(media_type), None),
            [Value::Text(name), content, Value::Text(media_type), Value::Map(headers)] => {
                (name, content, Some(media_type), Some(headers))
            }
            _ => return Ok(Self { name: part, content: value, headers: String::new() }),
        };
        let mut lines = String::new();
        let media_type = media_type.map(|media_type| ("Content-Type", Value::Text(media_type.clone())));
        let further = headers.iter().flat_map(|headers| headers.iter());
        let further = further.map(|(name, value)| (name.as_str(), value.clone()));
        for (header, value) in media_type.into_iter().chain(further) {
            let refused = || SendError::Header(header.to_owned());
            let value = value.python().to_string();
            HeaderName::from_bytes(header.as_bytes()).map_err(|_| refused())?;
            HeaderValue::from_str(&value).map_err(|_| refused())?;
            lines.extend(["\r\n", header, ": ", &value]);
        }
        Ok(Self { name, content, headers: lines })
    }
}

fn unwritable(name: &str) -> impl FnOnce(WriteError) -> SendError {
    |source| SendError::Value { name: name.to_owned(), source }
}

/// The values of a field: those of a list, without null.
fn several(value: &Value) -> impl Iterator<Item = &Value> {
    let values = match value {
        Value::List(items) => items.as_ref(),
        single => std::slice::from_ref(single),
    };
    values.iter().filter(|value| !value.is_null())
}

/// A value as text: as Python spells it, or as JSON where it has members.
///
/// # Errors
/// [`WriteError`] when it has no form in JSON either.
pub fn text(value: &Value, now: Timestamp) -> Result<Cow<'_, [u8]>, WriteError> {
    Ok(match value {
        Value::Text(text) => Cow::Borrowed(text.as_bytes()),
        Value::Bytes(bytes) => Cow::Borrowed(bytes),
        Value::Secret(secret) => Cow::Borrowed(secret.expose().as_bytes()),
        Value::Map(_) | Value::Image(_) | Value::Detections(_) | Value::Detection(_) | Value::Native(_) => {
            Cow::Owned(python_json(&write_with_secrets(value, now)?).into_bytes())
        }
        plain => Cow::Owned(plain.python().to_string().into_bytes()),
    })
}

/// A value as the content of a file: an image as JPEG, a list as JSON, anything else as text.
fn content(value: &Value, now: Timestamp) -> Result<Cow<'_, [u8]>, WriteError> {
    match value {
        Value::Image(picture) => Ok(Cow::Owned(picture.to_jpeg(DEFAULT_JPEG_QUALITY)?)),
        Value::List(_) => Ok(Cow::Owned(python_json(&write_with_secrets(value, now)?).into_bytes())),
        other => text(other, now),
    }
}

/// Text within a query or a form.
fn quoted(text: &[u8]) -> String {
    const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ');
    percent_encode(text, ESCAPED).to_string().replace(' ', "+")
}

/// A name within the head of a part, as browsers write it.
fn escaped(name: &str) -> String {
    name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22")
}
