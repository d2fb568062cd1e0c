//! The JSON form of errors, as servers answer them.

use serde_json::{Map, Value as Json};

use super::{BlockFault, Facts, WorkflowError};

/// Which keys the JSON form of an error has.
enum Form {
    /// Five keys, for requests that were wrong.
    Plain,
    /// Five keys and two that are always null, for faults on our side.
    Internal,
    /// All keys.
    Full(Vec<Json>),
}

impl WorkflowError {
    /// What is wrong with each step, where that is known.
    pub fn block_faults(&self) -> Vec<BlockFault> {
        let of_step = |name: &str| BlockFault { block_id: Some(name.to_owned()), ..BlockFault::default() };
        match self {
            Self::StepExecution { facts, step } => vec![BlockFault {
                block_type: Some(step.block_type.to_owned()),
                block_details: Some(facts.message.clone()),
                ..of_step(&step.name)
            }],
            Self::ClientCausedStepExecution { step, .. } | Self::RuntimeLimitsCausedStepExecution { step, .. } => {
                vec![of_step(&step.name)]
            }
            other => other.named_faults().unwrap_or_default().to_vec(),
        }
    }

    fn form(&self) -> Form {
        if self.named_faults().is_some() || self.failed_step().is_some() {
            return Form::Full(self.block_faults().iter().map(BlockFault::to_json).collect());
        }
        if self.http_status() == 400 { Form::Plain } else { Form::Internal }
    }

    /// The error as a server answers it.
    pub fn to_json(&self) -> Json {
        let Facts { message, context, place, inner } = self.facts();
        let form = self.form();
        // Whoever reads these bodies has learnt to expect the word None in one case and null in the other.
        let no_type = if matches!(form, Form::Full(_)) { Json::from("None") } else { Json::Null };
        let mut body = Map::new();
        body.insert("message".to_owned(), message.as_str().into());
        body.insert("error_type".to_owned(), self.error_type().into());
        let place = place.as_ref().map(|place| format!(" | {place}")).unwrap_or_default();
        body.insert("context".to_owned(), format!("{}{place}", context.as_str()).into());
        body.insert("inner_error_type".to_owned(), inner.as_ref().map_or(no_type, |inner| inner.type_name.into()));
        body.insert(
            "inner_error_message".to_owned(),
            inner.as_ref().map_or("None", |inner| inner.message.as_str()).into(),
        );
        if let Form::Full(faults) = &form {
            body.insert("blocks_errors".to_owned(), faults.clone().into());
        }
        if !matches!(form, Form::Plain) {
            body.insert("python_blocks_output_streams".to_owned(), Json::Null);
            body.insert("python_blocks_debug_traces".to_owned(), Json::Null);
        }
        body.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::error::{Context, StepFault};

    #[test]
    fn faulty_references_have_the_full_body() {
        let fault = BlockFault {
            block_id: Some("crop".into()),
            block_type: Some("my/crop@v1".into()),
            property_name: Some("images".into()),
            property_details: Some("`$steps.nope.x` leads nowhere".into()),
            ..BlockFault::default()
        };
        let facts = Facts::new(Context::GraphConstruction, "there is no step `nope`");
        assert_eq!(
            WorkflowError::InvalidReferenceTarget(facts, vec![fault]).to_json(),
            json!({
                "message": "there is no step `nope`",
                "error_type": "InvalidReferenceTargetError",
                "context": "workflow_compilation | execution_graph_construction",
                "inner_error_type": "None",
                "inner_error_message": "None",
                "blocks_errors": [{
                    "block_id": "crop", "block_type": "my/crop@v1", "block_details": null, "property_name": "images",
                    "property_details": "`$steps.nope.x` leads nowhere", "block_traceback": null,
                }],
                "python_blocks_output_streams": null,
                "python_blocks_debug_traces": null,
            })
        );
    }

    #[test]
    fn bad_requests_have_five_keys_and_our_faults_seven() {
        let facts = Facts::new(Context::RuntimeInputs, "no image").with_inner("ValueError", "empty");
        assert_eq!(
            WorkflowError::RuntimeInput(facts.clone()).to_json(),
            json!({
                "message": "no image",
                "error_type": "RuntimeInputError",
                "context": "workflow_execution | runtime_input_validation",
                "inner_error_type": "ValueError",
                "inner_error_message": "empty",
            })
        );
        let ours = WorkflowError::ExecutionEngineRuntime(Facts { inner: None, ..facts }).to_json();
        assert_eq!(ours.as_object().map(Map::len), Some(7));
        assert_eq!(ours["inner_error_type"], Json::Null);
        assert_eq!(ours["inner_error_message"], "None");
    }

    #[test]
    fn failed_steps_answer_with_the_status_of_their_cause() {
        let step = StepFault { name: "ask".into(), block_type: "my/model@v1", element: None };
        let facts = Facts::new(Context::StepExecution, "the key is not accepted");
        let ours = WorkflowError::StepExecution { facts: facts.clone(), step: step.clone() };
        assert_eq!(
            (ours.http_status(), ours.to_json()["blocks_errors"][0]["block_type"].clone()),
            (500, "my/model@v1".into())
        );
        let theirs = WorkflowError::ClientCausedStepExecution { facts, step, status: 401 };
        assert_eq!(theirs.http_status(), 401);
        let body = theirs.to_json();
        assert_eq!(body["error_type"], "ClientCausedStepExecutionError");
        assert_eq!(
            body["blocks_errors"],
            json!([{
                "block_id": "ask", "block_type": null, "block_details": null, "property_name": null,
                "property_details": null, "block_traceback": null,
            }])
        );
    }
}
