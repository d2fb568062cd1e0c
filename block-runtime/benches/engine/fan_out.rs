//! Requests side by side: a server in this process that takes 50 ms for each answer, and a block that asks it.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::time::Duration;

use block_runtime::block::Environment;
use block_runtime::catalogue::Catalogue;
use block_runtime::compile::compile;
use block_runtime::execute::Session;
use block_runtime::prelude::*;
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep_until};

use super::workloads::{Number, numbers, runtime, step, workflow};

const LATENCY: Duration = Duration::from_millis(50);

/// Ask a server.
#[derive(Block)]
#[block(id = "bench/ask@v1", outputs = Number)]
struct Ask {
    /// What to give back once it has answered.
    value: Or<i64>,
    /// Where it is.
    url: String,
}

impl RunAsync for Ask {
    async fn run(&self, context: &mut Context<'_, ()>) -> Result<Number, BlockError> {
        let client = context.environment().services.http.get()?;
        client.get(&self.url).send().await?.error_for_status()?.bytes().await?;
        Ok(Number { out: Out(*self.value) })
    }
}

/// How many requests there are, and how many of them at a time.
#[derive(Clone, Copy)]
struct Requests {
    count: usize,
    in_flight: usize,
}

const fn requests(count: usize, in_flight: usize) -> Requests {
    Requests { count, in_flight }
}

impl fmt::Display for Requests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, in_flight } = self;
        let ideal = LATENCY.as_millis() as usize * count.div_ceil(*in_flight);
        write!(formatter, "{count} by {in_flight} (ideal {ideal} ms)")
    }
}

#[divan::bench(
    args = [requests(16, 8), requests(64, 8), requests(100, 8), requests(16, 16), requests(64, 16), requests(100, 16)],
    sample_count = 5
)]
fn http(bencher: Bencher<'_, '_>, Requests { count, in_flight }: Requests) {
    let catalogue = Catalogue::new(&[&[async_block::<Ask>()]]).expect("a single block");
    let url = format!("http://{}", serve());
    let text = workflow(&[step(0, "ask", json!({"value": "$inputs.b", "url": url}))]);
    let plan = compile(&catalogue, &text).expect("the workflow is sound");
    let in_flight = NonZeroUsize::new(in_flight).expect("at least one");
    let mut session = Session::new(plan, Environment::default()).with_in_flight(in_flight);
    let runtime = runtime();
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| numbers(count))
        .bench_local_values(|inputs| runtime.block_on(session.run(inputs)).expect("the server answers"));
}

/// Starts a server on a thread of its own.
fn serve() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("a socket");
    std::thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::from_std(listener).expect("a socket");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream));
            }
        });
    });
    address
}

/// Answers requests until the client has had enough.
async fn converse(mut stream: TcpStream) {
    let (read, mut write) = stream.split();
    let mut lines = BufReader::new(read).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if line.is_empty() {
            sleep_until(Instant::now() + LATENCY).await;
            let answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
            if write.write_all(answer.as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
