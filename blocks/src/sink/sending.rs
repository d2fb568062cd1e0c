//! When a message is sent, and whether the workflow waits for it.

use std::error::Error;

use block_runtime::prelude::*;
use jiff::{SignedDuration, Timestamp};

/// How a sink sends.
#[derive(Debug, Properties)]
pub struct Sending {
    /// Whether the workflow goes on while the message is on its way.
    ///
    /// The outputs then say only that sending has begun; what goes wrong afterwards is told to whoever runs the
    /// workflow. Turn it off to see in the outputs what became of the message.
    #[block(default = true, example = "$inputs.fire_and_forget", example = true)]
    pub fire_and_forget: Or<bool>,

    /// Whether to send nothing, for trying out a workflow.
    #[block(default = false, example = false, example = "$inputs.disable_sink")]
    pub disable_sink: Or<bool>,

    /// How many seconds must pass after a message before the step sends another one. Messages between are dropped; 0
    /// sends all of them.
    #[block(default = 5, example = "$inputs.cooldown_seconds", example = 10, always_visible)]
    pub cooldown_seconds: Or<i64>,
}

/// When a step sent its latest message.
#[derive(Debug, Default)]
pub struct Cooldown {
    began: Option<Timestamp>,
}

impl Cooldown {
    fn applies(&self, now: Timestamp, seconds: i64) -> bool {
        // A clock that has been set back since keeps nobody waiting.
        self.began.is_some_and(|began| {
            let passed = now.duration_since(began);
            SignedDuration::ZERO <= passed && passed < SignedDuration::from_secs(seconds)
        })
    }
}

/// What became of a message.
///
/// The texts of `message` other than errors are those of the reference, since workflows compare them.
#[derive(Debug, Outputs)]
pub struct Delivery {
    /// True when the message could not be sent.
    error_status: Out<Boolean>,
    /// True when the message was dropped because the step had sent another one shortly before.
    throttling_status: Out<Boolean>,
    /// What became of the message, for people.
    message: Out<Str>,
}

impl Delivery {
    fn fine(message: &str) -> Self {
        Self { error_status: Out(false), throttling_status: Out(false), message: Out(message.to_owned()) }
    }

    fn cooling_down() -> Self {
        Self { throttling_status: Out(true), ..Self::fine("Sink cooldown applies") }
    }

    fn failed(error: &impl Error) -> Self {
        Self { error_status: Out(true), ..Self::fine(&error.to_string()) }
    }
}

impl Sending {
    /// Why nothing is sent this time; nothing when the message is due. Asked before the message is made.
    pub fn held_back(&self, context: &Context<'_, Cooldown>) -> Option<Delivery> {
        if *self.disable_sink {
            return Some(Delivery::fine("Sink was disabled by parameter `disable_sink`"));
        }
        context.state.applies(context.now(), *self.cooldown_seconds).then(Delivery::cooling_down)
    }

    /// Sends a message, or says why it cannot be made. The cooldown begins now, whatever becomes of it.
    pub async fn send<Message, E>(
        &self,
        context: &mut Context<'_, Cooldown>,
        message: impl Future<Output = Result<Message, E>>,
    ) -> Delivery
    where
        Message: Future<Output = Result<(), E>> + Send + 'static,
        E: Error + Send + Sync + 'static,
    {
        context.state.began = Some(context.now());
        let message = match message.await {
            Ok(message) => message,
            Err(error) => return Delivery::failed(&error),
        };
        if *self.fire_and_forget {
            context.in_background(async { Ok(message.await?) }).await;
            return Delivery::fine("Notification sent in the background task");
        }
        match message.await {
            Ok(()) => Delivery::fine("Notification sent successfully"),
            Err(error) => Delivery::failed(&error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cooldown_is_counted_from_the_latest_message() {
        let at = |seconds: i64| Timestamp::from_second(seconds).unwrap();
        let fresh = Cooldown::default();
        assert!(!fresh.applies(at(100), i64::MAX));
        let sent = Cooldown { began: Some(at(100)) };
        assert!(sent.applies(at(100), 5));
        assert!(sent.applies(at(104), 5));
        assert!(!sent.applies(at(105), 5));
        for none in [0, -1, i64::MIN] {
            assert!(!sent.applies(at(100), none));
        }
        assert!(!sent.applies(at(99), 5));
    }
}
