//! Step errors: which failures of blocks are answered as the client's doing, or as too small a machine.
//!
//! A block says *why* it failed by a [`Cause`]; the operator's [`StepErrorPolicy`] decides what becomes of it.

use std::fmt;

use super::{Context, Facts, StepFault, WorkflowError};

/// Why a block failed, where whoever asked is told apart from a fault on our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The step asks for what cannot be: a malformed model identifier, parameters that a server refuses.
    InvalidRequest,
    /// A key is missing or not accepted.
    Unauthorized,
    /// The account that pays for the request has run out of credits.
    PaymentRequired,
    /// The key is accepted, but not for this.
    Forbidden,
    /// What is asked for, such as a model, does not exist.
    NotFound,
    /// What is asked for has been switched off for good.
    FeatureDeprecated,
    /// The machine that does the work is not allowed the memory for it.
    RuntimeLimits,
}

impl Cause {
    const ALL: [Self; 7] = [
        Self::InvalidRequest,
        Self::Unauthorized,
        Self::PaymentRequired,
        Self::Forbidden,
        Self::NotFound,
        Self::FeatureDeprecated,
        Self::RuntimeLimits,
    ];

    /// The cause that the HTTP status of another server's answer tells of, if it tells of one.
    pub fn of_status(status: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.status() == status)
    }

    /// The HTTP status that stands for it.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::Unauthorized => 401,
            Self::PaymentRequired => 402,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::FeatureDeprecated => 410,
            Self::RuntimeLimits => 507,
        }
    }
}

/// What becomes of failures of blocks whose [`Cause`] is known; all others are [`WorkflowError::StepExecution`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum StepErrorPolicy {
    /// Every cause has a class and a status of its own.
    #[default]
    Extended,
    /// Only what has been switched off is told apart.
    Legacy,
}

impl StepErrorPolicy {
    /// All policies.
    pub const ALL: [Self; 2] = [Self::Extended, Self::Legacy];

    /// The policy of a name, as settings write it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == name)
    }

    /// The name in settings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Extended => "extended_roboflow_errors",
            Self::Legacy => "legacy",
        }
    }

    /// The error of a step whose block failed.
    pub(crate) fn error_of(self, facts: Facts, step: StepFault, cause: Option<Cause>) -> WorkflowError {
        match (cause, self) {
            (Some(cause @ Cause::FeatureDeprecated), _) => WorkflowError::ClientCausedStepExecution {
                facts: Facts { context: Context::FeatureDeprecated, ..facts },
                step,
                status: cause.status(),
            },
            (Some(cause @ Cause::RuntimeLimits), Self::Extended) => {
                WorkflowError::RuntimeLimitsCausedStepExecution { facts, step, status: cause.status() }
            }
            (Some(cause), Self::Extended) => {
                WorkflowError::ClientCausedStepExecution { facts, step, status: cause.status() }
            }
            (Some(_), Self::Legacy) | (None, _) => WorkflowError::StepExecution { facts, step },
        }
    }
}

impl fmt::Display for StepErrorPolicy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(policy: StepErrorPolicy, cause: Option<Cause>) -> (&'static str, u16, &'static str) {
        let facts = Facts::new(Context::StepExecution, "no");
        let step = StepFault { name: "ask".into(), block_type: "my/model@v1", element: None };
        let error = policy.error_of(facts, step, cause);
        (error.error_type(), error.http_status(), error.facts().context.as_str())
    }

    #[test]
    fn every_cause_is_answered_with_its_status() {
        const CLIENT: &str = "ClientCausedStepExecutionError";
        const USUAL: &str = "workflow_execution | step_execution";
        for (status, class, context) in [
            (400, CLIENT, USUAL),
            (401, CLIENT, USUAL),
            (402, CLIENT, USUAL),
            (403, CLIENT, USUAL),
            (404, CLIENT, USUAL),
            (410, CLIENT, "workflow_execution | step_execution | feature_deprecated"),
            (507, "RuntimeLimitsCausedStepExecutionError", USUAL),
        ] {
            let cause = Cause::of_status(status);
            assert_eq!(answer(StepErrorPolicy::Extended, cause), (class, status, context));
            let legacy = if status == 410 { (class, 410, context) } else { ("StepExecutionError", 500, USUAL) };
            assert_eq!(answer(StepErrorPolicy::Legacy, cause), legacy);
        }
        assert_eq!(answer(StepErrorPolicy::Extended, None), ("StepExecutionError", 500, USUAL));
    }

    #[test]
    fn other_statuses_tell_of_no_cause() {
        let told: Vec<u16> = (100..600).filter(|status| Cause::of_status(*status).is_some()).collect();
        assert_eq!(told, [400, 401, 402, 403, 404, 410, 507]);
    }

    #[test]
    fn policies_have_the_names_of_the_reference() {
        for policy in StepErrorPolicy::ALL {
            assert_eq!(StepErrorPolicy::named(policy.as_str()), Some(policy));
        }
        assert_eq!(StepErrorPolicy::named("extended"), None);
    }
}
