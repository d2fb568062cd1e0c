//! A server inside the test that keeps what it receives.

use std::sync::{Arc, Mutex};

use serde_json::{Map, Value as Json, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The server; it stops with the test's runtime. `/404` answers with that status, `/302` redirects to `/landed`, or
/// to what stands behind `to=` in its query, and `/slow` does not answer until the server is released.
pub struct Server {
    pub origin: String,
    requests: Arc<Mutex<Vec<Json>>>,
    release: watch::Sender<bool>,
}

impl Server {
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (release, released) = watch::channel(false);
        let kept = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // An error only means that the client has gone.
                let (kept, released) = (Arc::clone(&kept), released.clone());
                tokio::spawn(async move { serve(stream, &kept, released).await.ok() });
            }
        });
        Self { origin, requests, release }
    }

    /// The requests so far: method, target, headers that matter, and the body with a character for each byte.
    pub fn requests(&self) -> Vec<Json> {
        self.requests.lock().unwrap().clone()
    }

    /// Answers `/slow` from now on.
    pub fn release(&self) {
        self.release.send_replace(true);
    }
}

async fn serve(
    stream: TcpStream,
    requests: &Mutex<Vec<Json>>,
    mut released: watch::Receiver<bool>,
) -> std::io::Result<()> {
    const UNIMPORTANT: [&str; 5] = ["host", "user-agent", "accept", "accept-encoding", "content-length"];
    let mut stream = BufReader::new(stream);
    loop {
        let line = line(&mut stream).await?;
        let mut words = line.split(' ');
        let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(()) };
        let (mut headers, mut length) = (Map::new(), 0);
        while let Some((name, value)) = self::line(&mut stream).await?.split_once(": ") {
            let name = name.to_ascii_lowercase();
            if name == "content-length" {
                length = value.parse().unwrap();
            }
            if !UNIMPORTANT.contains(&name.as_str()) {
                headers.insert(name, json!(value));
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let body: String = body.into_iter().map(char::from).collect();
        requests.lock().unwrap().push(json!({ "method": method, "target": target, "headers": headers, "body": body }));
        let path = target.split('?').next().unwrap_or_default().trim_matches('/');
        if path == "slow" {
            released.wait_for(|released| *released).await.ok();
        }
        let status = path.parse().unwrap_or(200_u16);
        let location = match target.split_once("to=") {
            Some((_, target)) => format!("location: {target}\r\n"),
            None if (300..400).contains(&status) => "location: /landed\r\n".to_owned(),
            None => String::new(),
        };
        let length = if status == 204 { "" } else { "content-length: 0\r\n" };
        let head = format!("HTTP/1.1 {status} Status\r\n{location}{length}\r\n");
        stream.write_all(head.as_bytes()).await?;
    }
}

/// A line with a character for each byte, as headers are in Latin-1.
async fn line(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    let line: String = line.into_iter().map(char::from).collect();
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
