//! A server in this process that stands in for a model provider and for whoever listens to webhooks, so that the example
//! in `examples/inventory.workflow.json` runs without a key and without the internet.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use serde_json::{Value as Json, json};

/// Told of each request: its path and query, and its body, which is null where it is not JSON.
type Listener = dyn Fn(&str, Json) + Send + Sync;

/// The server; it serves until the process ends.
#[derive(Debug)]
pub struct Server(SocketAddr);

impl Server {
    /// A server whose model always says this.
    ///
    /// # Errors
    /// When the machine gives out no port.
    pub fn start(said: &str, listener: impl Fn(&str, Json) + Send + Sync + 'static) -> io::Result<Self> {
        let socket = TcpListener::bind(("127.0.0.1", 0))?;
        let address = socket.local_addr()?;
        let (said, listener): (Arc<str>, Arc<Listener>) = (said.into(), Arc::new(listener));
        thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                let (said, listener) = (Arc::clone(&said), Arc::clone(&listener));
                // A connection that breaks off is the client's affair.
                thread::spawn(move || drop(serve(stream, &said, &*listener)));
            }
        });
        Ok(Self(address))
    }

    /// The address of something on it.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.0)
    }
}

/// Serves one request.
fn serve(stream: TcpStream, said: &str, listener: &Listener) -> io::Result<()> {
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
    listener(&target, serde_json::from_slice(&body).unwrap_or_default());
    let answer = answer.to_string();
    write!(
        reader.get_mut(),
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
        answer.len()
    )
}
