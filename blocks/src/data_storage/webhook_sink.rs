//! Webhook Sink.

use block_runtime::prelude::*;
use block_runtime::query::{Chain, Scope};
use block_runtime::value::Map;

use crate::offload::offload;
use crate::operated::{Operand, operated};
use crate::sink::request::Request;
use crate::sink::{Cooldown, Delivery, SendError, Sending, body};

/// Send results to a server by an HTTP request.
///
/// Connects a workflow to whatever listens for requests: a service for automation, a chat, a database behind an API, a
/// controller in the factory.
///
/// 1. Say where the request goes (`url`) and how it is made (`method`).
/// 2. Put the data into one of the bodies: `json_payload` for a JSON object, `form_data` for a form,
///    `multi_part_encoded_files` for a form with files. Each member is a literal or a reference.
/// 3. If data needs another form first, give it a chain of operations under the same name, in the property with
///    `_operations` behind its name.
///
/// **One body.** With files the request is a form with files, which has the fields of `form_data` too. Otherwise, with
/// `form_data`, it is a form. Otherwise it is JSON, which may be `{}`. This goes for `GET` as well.
///
/// **Data.** Images, detections and times have the form in JSON that they have in results of workflows. In queries,
/// headers and forms, values are text as Python spells it (`True`, `1.0`); a list is several values of one name, an
/// object is JSON. Null is left out. As a file, an image is a JPEG file; `["name.csv", "text", "text/csv"]` says how the
/// file is called, what is in it and of which type that is.
///
/// **Cooldown.** The step sends one message at most in `cooldown_seconds` and drops those between, with
/// `throttling_status` true. It counts from when the latest message was sent, also if that failed; of a batch, the first
/// element is sent. Set it to 0 to send every element of every run.
///
/// **Failures** do not stop the workflow. With `fire_and_forget` off, `error_status` and `message` say that there was no
/// answer in time or that the server answered with a status of 400 or more. With `fire_and_forget` on they only say
/// whether sending has begun; the `blocks` program prints what goes wrong afterwards, and waits for messages on their
/// way before it ends. Nothing is sent twice: a request that fails is not repeated. Redirects are followed, three at
/// most.
///
/// **Where requests may go.** Unless the operator opens it up, servers are reached by `https` at public addresses only.
/// Servers in your own network are named in the environment variable `WORKFLOWS_INTERNAL_HOSTS`, for instance
/// `localhost, 10.0.0.5, *.factory.example`. Keys in the URL, in headers and in bodies are never shown in messages.
#[derive(Debug, Block)]
#[block(
    id = "roboflow_core/webhook_sink@v1",
    section = DataStorage,
    block_type = Sink,
    outputs = Delivery,
    state = Cooldown,
    engine = ">=1.3.0,<2.0.0",
    icon = "fal fa-webhook",
    priority = 1,
    requires_internet,
    restriction(
        severity = Soft,
        note = "What a step remembers of its latest message is lost between requests, so that cooldowns do not hold.",
        runtimes(HostedServerless, DedicatedDeployment),
        execution(Remote)
    ),
    ui(popular = true)
)]
pub(crate) struct WebhookSink {
    /// Where the request goes.
    #[block(example = "https://example.com/hook", example = "$inputs.url")]
    url: Or<String>,

    /// How the request is made.
    #[block(example = "POST")]
    method: Method,

    /// What stands in the query of the URL, beside what it has already. A list is several values of one name.
    #[block(default, example = { "camera": "$inputs.camera", "tags": ["door", "north"] })]
    query_parameters: IndexMap<String, QueryValue>,

    /// Headers of the request. A key that the server wants belongs here or into the query.
    #[block(default, example = { "Authorization": "$inputs.token" })]
    headers: IndexMap<String, HeaderValue>,

    /// Members of the JSON object that is sent.
    #[block(default, example = { "classes": "$steps.model.predictions", "site": "Hall 3" })]
    json_payload: IndexMap<String, Payload>,

    /// Operations that change members of `json_payload` before they are sent.
    #[block(
        default,
        operates_on = json_payload,
        example = { "classes": [{ "type": "DetectionsPropertyExtract", "property_name": "class_name" }] }
    )]
    json_payload_operations: IndexMap<String, Chain>,

    /// Files of the form that is sent.
    #[block(default)]
    multi_part_encoded_files: IndexMap<String, Payload>,

    /// Operations that change files before they are sent.
    #[block(
        default,
        operates_on = multi_part_encoded_files
    )]
    multi_part_encoded_files_operations: IndexMap<String, Chain>,

    /// Fields of the form that is sent.
    #[block(default)]
    form_data: IndexMap<String, Payload>,

    /// Operations that change fields of `form_data` before they are sent.
    #[block(default, operates_on = form_data)]
    form_data_operations: IndexMap<String, Chain>,

    /// How many seconds the server has for its answer, connecting included: from 1 to 3,600.
    #[block(default = 2, example = "$inputs.request_timeout", example = 10)]
    request_timeout: Or<i64>,

    #[block(flatten)]
    sending: Sending,
}

/// Data for a body, or what is written into the workflow.
type Payload = Either<In<Wildcard>, Either<Scalar, Either<IndexMap<String, Json>, Vec<Json>>>>;
/// The same for a query.
type QueryValue = Either<In<QueryKinds>, Either<Scalar, Vec<Scalar>>>;
/// The same for a header.
type HeaderValue = Either<In<HeaderKinds>, Scalar>;
type QueryKinds = Any<(
    Str,
    Integer,
    Float,
    RoboflowModelId,
    RoboflowProject,
    RoboflowApiKey,
    FloatZeroToOne,
    ListOfValues,
    Boolean,
    TopClass,
)>;
type HeaderKinds =
    Any<(Str, Integer, Float, RoboflowModelId, RoboflowProject, RoboflowApiKey, FloatZeroToOne, Boolean, TopClass)>;

/// How a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Choice)]
#[block(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Method {
    /// Asks for something; few servers look at a body.
    Get,
    /// Hands over something new.
    Post,
    /// Puts something in the place of what is there.
    Put,
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
        }
    }
}

impl RunAsync for WebhookSink {
    async fn run(&self, context: &mut Context<'_, Cooldown>) -> Result<Delivery, BlockError> {
        if let Some(held_back) = self.sending.held_back(context) {
            return Ok(held_back);
        }
        let scope = Scope::new(context.environment());
        let members = operated(&self.json_payload, &self.json_payload_operations, &scope)?;
        let files = operated(&self.multi_part_encoded_files, &self.multi_part_encoded_files_operations, &scope)?;
        let fields = operated(&self.form_data, &self.form_data_operations, &scope)?;
        let (now, boundary) = (context.now(), context.new_id().replace('-', ""));
        let services = &context.environment().services;
        let message = async {
            let body = offload(move || {
                if !files.is_empty() {
                    body::multipart(&fields, &files, &boundary, now)
                } else if !fields.is_empty() {
                    body::form(&fields, now)
                } else {
                    body::json(&members, now)
                }
            });
            let request = Request {
                method: self.method.into(),
                url: &self.url,
                query: &values(&self.query_parameters),
                headers: &values(&self.headers),
                body: body.await?,
                timeout: *self.request_timeout,
            };
            request.prepare(services, now)
        };
        Ok(self.sending.send::<_, SendError>(context, message).await)
    }
}

fn values(data: &IndexMap<String, impl Operand>) -> Map {
    data.iter().map(|(name, datum)| (name.clone(), datum.value())).collect()
}
