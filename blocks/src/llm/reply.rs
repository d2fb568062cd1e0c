//! What servers say when they refuse or fail, and what to do about it.

use std::time::Duration;

use schemas::chat::{ErrorReply, Fault, PlacedFault, ProviderFault};

/// What a server says about a failure: the words in its JSON, or else the body as it is.
pub fn fault(body: &[u8]) -> String {
    let told = serde_json::from_slice::<ErrorReply>(body).ok().and_then(|reply| {
        let details = [reply.error, reply.detail, reply.details].into_iter().flatten().map(|fault| words(&fault));
        let parts: Vec<String> = reply.message.into_iter().chain(details).filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    });
    told.unwrap_or_else(|| String::from_utf8_lossy(body).into_owned())
}

/// A fault in words; empty when it has none.
pub fn words(fault: &Fault) -> String {
    match fault {
        Fault::Text(text) => text.clone(),
        Fault::Told(told) => {
            let provider = told.metadata.as_ref().and_then(provider);
            told.message.iter().cloned().chain(provider).collect::<Vec<_>>().join(" ")
        }
        Fault::Several(faults) => faults.iter().filter_map(placed).collect::<Vec<_>>().join("; "),
    }
}

/// `(Provider: its reply)`.
fn provider(fault: &ProviderFault) -> Option<String> {
    let raw = match fault.raw.as_ref()? {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(format!("({}: {raw})", fault.provider_name.as_deref().unwrap_or("provider")))
}

/// `body.model: Field required`.
fn placed(fault: &PlacedFault) -> Option<String> {
    let message = fault.msg.as_deref()?;
    let names = fault.loc.iter().map(|name| name.as_str().map_or_else(|| name.to_string(), str::to_owned));
    let place = names.collect::<Vec<_>>().join(".");
    Some(if place.is_empty() { message.to_owned() } else { format!("{place}: {message}") })
}

/// What to do about a status.
pub fn remedy(status: u16, asked: Option<Duration>) -> String {
    let remedy = match status {
        400 | 422 => "check the name of the model, the limits on tokens and the further options of the step",
        401 | 403 => "check the API key, and that it may use this model",
        402 => "the account behind the key has run out of credits",
        404 | 405 => "check the address, which often ends in `/v1`, and the name of the model",
        413 => "send a smaller image",
        429 => "send fewer requests at once, or wait until the quota is renewed",
        408 | 409 | 500.. => "run again later; the log of the server may say more",
        _ => "look the status up in the documentation of the server",
    };
    match asked {
        Some(pause) => format!("{remedy} (it asks for a pause of {} s)", pause.as_secs()),
        None => remedy.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_found_wherever_they_stand() {
        for (body, expected) in [
            (r#"{"error": {"message": "bad key", "type": "auth"}}"#, "bad key"),
            (r#"{"error": "model 'x' not found"}"#, "model 'x' not found"),
            (r#"{"object": "error", "message": "too long", "code": 400}"#, "too long"),
            (
                r#"{"detail": [{"loc": ["body", "messages", 0], "msg": "Field required"}]}"#,
                "body.messages.0: Field required",
            ),
            (r#"{"error": "Forbidden", "details": "no credits"}"#, "Forbidden; no credits"),
            (
                r#"{"error": {"message": "Provider returned error", "code": 502,
                    "metadata": {"provider_name": "P", "raw": {"a": 1}}}}"#,
                r#"Provider returned error (P: {"a":1})"#,
            ),
            ("<html>Bad Gateway</html>", "<html>Bad Gateway</html>"),
            (r#"{"status": "down"}"#, r#"{"status": "down"}"#),
            ("", ""),
        ] {
            assert_eq!(fault(body.as_bytes()), expected);
        }
    }

    #[test]
    fn every_failure_has_a_remedy() {
        for status in 400..600 {
            assert!(!remedy(status, None).is_empty());
        }
        assert!(remedy(429, Some(Duration::from_secs(90))).contains("90 s"));
    }
}
