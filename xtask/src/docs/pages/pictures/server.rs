//! A server in this process that stands in for a model provider and for whoever listens to webhooks, so that the example
//! in `examples/inventory.workflow.json` runs without a key and without the internet.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use serde_json::{Value as Json, json};

/// A request as it arrived.
#[derive(Debug)]
pub struct Request {
    /// Path and query.
    pub target: String,
    /// The body; null where it is not JSON.
    pub body: Json,
}

/// The server; it serves until the process ends.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Receiver<Request>,
}

impl Server {
    /// A server whose model always says this.
    ///
    /// # Errors
    /// When the machine gives out no port.
    pub fn start(said: &str) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel();
        let said: Arc<str> = said.into();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, said) = (sender.clone(), Arc::clone(&said));
                // A connection that breaks off is the client's affair.
                thread::spawn(move || drop(serve(stream, &sender, &said)));
            }
        });
        Ok(Self { address, requests })
    }

    /// The address of something on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests that have arrived since they were last asked for.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.try_iter().collect()
    }
}

/// Serves one request.
fn serve(stream: TcpStream, requests: &Sender<Request>, said: &str) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or_default();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let answer = if target.ends_with("/chat/completions") {
        json!({ "choices": [{ "message": { "content": said }, "finish_reason": "stop" }] })
    } else {
        json!({ "status": "received" })
    };
    // Nobody asks for the requests of a server that has been dropped.
    let _ = requests.send(Request { target, body: serde_json::from_slice(&body).unwrap_or_default() });
    let answer = answer.to_string();
    write!(
        reader.get_mut(),
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    )
}
