//! A model server inside the test, which can fail in all the ways that real ones do.

use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use block_runtime::block::{Environment, InferenceServer, Retries, Services};
use block_runtime::value::Secret;
use serde_json::{Value as Json, json};
use tokio::io::AsyncBufReadExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use url::Url;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path and query.
    pub target: String,
    /// Headers, names in lower case.
    pub headers: HashMap<String, String>,
    /// The body.
    pub body: Json,
}

/// What the server does about a request.
pub enum Reaction {
    /// Answers properly.
    Reply { status: u16, headers: Vec<(&'static str, String)>, body: String },
    /// Announces more than it sends.
    Truncate(String),
    /// Resets the connection.
    Reset,
    /// Reads the request and never answers.
    Hang,
}

impl Reaction {
    pub fn status(status: u16, body: &Json) -> Self {
        Self::Reply { status, headers: Vec::new(), body: body.to_string() }
    }

    /// The model says this.
    pub fn says(text: &str) -> Self {
        Self::status(200, &json!({ "choices": [{ "message": { "content": text }, "finish_reason": "stop" }] }))
    }

    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Reply { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

type Deciding = Pin<Box<dyn Future<Output = Reaction> + Send>>;
type Decide = dyn Fn(usize, Request) -> Deciding + Send + Sync;

#[derive(Debug, Clone, Default)]
struct Traffic {
    requests: Vec<Request>,
    under_way: usize,
    most_under_way: usize,
    /// Connections that the client closed before it had an answer.
    abandoned: usize,
}

/// The server; it stops with the test's runtime.
pub struct Server {
    pub url: Url,
    traffic: watch::Receiver<Traffic>,
}

impl Server {
    /// A server that decides by the number of the request, counted from 0, and the request itself.
    pub async fn new(decide: impl Fn(usize, &Request) -> Reaction + Send + Sync + 'static) -> Self {
        Self::waiting(move |number, request| {
            let reaction = decide(number, &request);
            Box::pin(async move { reaction })
        })
        .await
    }

    /// A server that reacts to one request after the other in turn.
    pub async fn scripted(reactions: impl IntoIterator<Item = Reaction>) -> Self {
        let reactions = Mutex::new(reactions.into_iter().collect::<std::collections::VecDeque<_>>());
        Self::new(move |_, _| {
            let next = reactions.lock().unwrap().pop_front();
            next.unwrap_or_else(|| Reaction::status(418, &json!({ "error": "the script has ended" })))
        })
        .await
    }

    /// A server that holds requests back until `at_once` have come together, `total` in all; it says their images.
    pub async fn gathering(at_once: usize, total: usize) -> Self {
        let (sender, receiver) = watch::channel(0_usize);
        Self::waiting(move |number, request| {
            sender.send_modify(|arrived| *arrived += 1);
            let mut arrived = receiver.clone();
            let wanted = total.min((number / at_once + 1) * at_once);
            Box::pin(async move {
                arrived.wait_for(|arrived| *arrived >= wanted).await.unwrap();
                let messages = request.body["messages"].as_array().unwrap();
                let parts = messages.last().unwrap()["content"].as_array().unwrap().clone();
                Reaction::says(parts.last().unwrap()["image_url"]["url"].as_str().unwrap())
            })
        })
        .await
    }

    async fn waiting(decide: impl Fn(usize, Request) -> Deciding + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let (sender, traffic) = watch::channel(Traffic::default());
        let sender = Arc::new(sender);
        let decide: Arc<Decide> = Arc::new(decide);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (sender, decide) = (Arc::clone(&sender), Arc::clone(&decide));
                // An error only means that the client has gone.
                tokio::spawn(async move { serve(stream, &sender, &*decide).await.ok() });
            }
        });
        Self { url, traffic }
    }

    pub fn requests(&self) -> Vec<Request> {
        self.traffic.borrow().requests.clone()
    }

    pub fn only_request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1);
        requests.remove(0)
    }

    pub fn most_under_way(&self) -> usize {
        self.traffic.borrow().most_under_way
    }

    /// Waits until this many requests have arrived.
    pub async fn arrived(&self, count: usize) {
        self.traffic.clone().wait_for(|traffic| traffic.requests.len() >= count).await.unwrap();
    }

    /// Waits until the client has given up on this many requests.
    pub async fn abandoned(&self, count: usize) {
        self.traffic.clone().wait_for(|traffic| traffic.abandoned >= count).await.unwrap();
    }

    /// Services that all lead here, with hardly a pause between attempts.
    pub fn environment(&self) -> Environment {
        let at = |path: &str| self.url.join(path).unwrap();
        Environment {
            platform_key: Some(Secret::from("platform-hunter2")),
            services: Services {
                platform: at("platform"),
                openrouter: at("openrouter/v1"),
                inference: InferenceServer::SelfHosted(at("inference")),
                retries: Retries { first_pause: Duration::from_millis(1), ..Retries::default() },
                ..Services::default()
            },
            ..Environment::default()
        }
    }
}

async fn serve(stream: TcpStream, traffic: &watch::Sender<Traffic>, decide: &Decide) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = receive(&mut stream).await? {
        let mut number = 0;
        traffic.send_modify(|traffic| {
            number = traffic.requests.len();
            traffic.requests.push(request.clone());
            traffic.under_way += 1;
            traffic.most_under_way = traffic.most_under_way.max(traffic.under_way);
        });
        let reaction = decide(number, request).await;
        let done = |traffic: &mut Traffic| traffic.under_way -= 1;
        match reaction {
            Reaction::Reply { status, headers, body } => {
                traffic.send_modify(done);
                let mut head = format!("HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    head.extend([name, ": ", &value, "\r\n"]);
                }
                stream.write_all((head + "\r\n" + &body).as_bytes()).await?;
            }
            Reaction::Truncate(body) => {
                traffic.send_modify(done);
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len() + 100);
                stream.write_all((head + &body).as_bytes()).await?;
                return stream.shutdown().await;
            }
            Reaction::Reset => {
                traffic.send_modify(done);
                return stream.get_ref().set_zero_linger();
            }
            Reaction::Hang => {
                // Nothing more comes from the client until it closes the connection.
                let end = stream.read_u8().await;
                traffic.send_modify(|traffic| {
                    done(traffic);
                    traffic.abandoned += usize::from(end.is_err());
                });
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The next request on a connection; nothing when it has been closed.
async fn receive(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = HashMap::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(Request { target, headers, body: serde_json::from_slice(&body)? }))
}
