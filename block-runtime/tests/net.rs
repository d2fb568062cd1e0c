//! Requests, against servers within the process.
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::net::SocketAddr;
use std::process::Command;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use block_runtime::block::{Environment, Services};
use block_runtime::image_io::{ImageError, ImageLimits, ImagePolicy, ImageReader};
use block_runtime::net::{FetchError, Fetcher, HttpClient, RedirectScope, UrlPolicy, UrlRefusal};
use block_runtime::value::{Picture, Secret, Value};
use block_runtime::workflow::{PlatformSource, SavedWorkflow, SourceError, WorkflowSource};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A server on this machine that answers each path with fixed bytes, and keeps the connection open after `/slow`.
async fn serve(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + Clone + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, answer.clone()));
        }
    });
    address
}

async fn converse(stream: TcpStream, answer: impl Fn(&str) -> Vec<u8>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let request = lines.next_line().await.unwrap().unwrap_or_default();
    while lines.next_line().await.is_ok_and(|line| line.is_some_and(|header| !header.is_empty())) {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    // Clients that have seen enough close the connection.
    let _ = write.write_all(&answer(path)).await;
    if path.starts_with("/slow") {
        std::future::pending::<()>().await;
    }
}

fn ok(body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len()).as_bytes(), body]
        .concat()
}

fn redirect(target: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n").into_bytes()
}

fn open() -> UrlPolicy {
    UrlPolicy { allow_http: true, allow_private_addresses: true, ..UrlPolicy::default() }
}

async fn fetch(policy: UrlPolicy, url: &str) -> Result<Vec<u8>, FetchError> {
    Fetcher::new(policy).fetch(url, 1000).await
}

#[tokio::test]
async fn an_image_is_fetched() {
    let jpeg = Picture::from_pixels(image::RgbImage::new(4, 3), "").to_jpeg(95).unwrap();
    let file = STANDARD.encode(&jpeg);
    let address = serve(move |_| ok(&jpeg)).await;
    let url = Value::from(format!("http://{address}/photo.jpg"));

    let reader = ImageReader::new(ImagePolicy { urls: open(), ..ImagePolicy::default() });
    let picture = reader.read(&url, "image").await.unwrap();
    assert_eq!((picture.width(), picture.height()), (4, 3));
    assert_eq!(picture.base64().unwrap(), file);

    let limits = ImageLimits { max_encoded_bytes: 10, ..ImageLimits::default() };
    let reader = ImageReader::new(ImagePolicy { urls: open(), limits, ..ImagePolicy::default() });
    assert!(matches!(reader.read(&url, "image").await, Err(ImageError::TooManyBytes { limit: 10 })));
}

#[tokio::test]
async fn a_name_with_private_addresses_is_refused_while_connecting() {
    let address = serve(|_| ok(b"secret")).await;
    let url = format!("http://localhost:{}/", address.port());
    let policy = UrlPolicy { allow_http: true, ..UrlPolicy::default() };
    let error = fetch(policy, &url).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`localhost` has no public address; use a public host, or turn on `allow_private_addresses`"
    );
    assert_eq!(fetch(open(), &url).await.unwrap(), b"secret");
}

#[tokio::test]
async fn redirects_obey_the_rules() {
    let address = serve(|path| match path {
        "/once" => redirect("/image"),
        "/image" => ok(b"image"),
        "/away" => redirect("http://localhost/"),
        "/file" => redirect("file:///etc/passwd"),
        _ => redirect("/round"),
    })
    .await;
    let base = format!("http://{address}");
    let policy = || UrlPolicy { allowed_hosts: vec!["127.0.0.1".parse().unwrap()], ..open() };

    assert_eq!(fetch(policy(), &format!("{base}/once")).await.unwrap(), b"image");
    let away = fetch(policy(), &format!("{base}/away")).await.unwrap_err();
    assert!(matches!(away, FetchError::Refused(UrlRefusal::NotAllowed { .. })), "{away:?}");
    let round = fetch(policy(), &format!("{base}/round")).await.unwrap_err();
    assert!(matches!(round, FetchError::Refused(UrlRefusal::Redirects { limit: 3 })), "{round:?}");
    let here = || UrlPolicy { redirects: RedirectScope::SameHost, ..open() };
    assert_eq!(fetch(here(), &format!("{base}/once")).await.unwrap(), b"image");
    let elsewhere = fetch(here(), &format!("{base}/away")).await.unwrap_err();
    assert!(matches!(elsewhere, FetchError::Refused(UrlRefusal::OtherHost { .. })), "{elsewhere:?}");
    let none = UrlPolicy { max_redirects: 0, ..policy() };
    let once = fetch(none, &format!("{base}/once")).await.unwrap_err();
    assert!(matches!(once, FetchError::Refused(UrlRefusal::Redirects { limit: 0 })), "{once:?}");
    // The client follows only the web and hands the answer back.
    let file = fetch(policy(), &format!("{base}/file")).await.unwrap_err();
    assert!(
        matches!(file, FetchError::Status { .. } | FetchError::Refused(_) | FetchError::Transport { .. }),
        "{file:?}"
    );
}

#[tokio::test]
async fn bodies_are_limited_however_they_are_sent() {
    let address = serve(|path| match path {
        "/announced" => b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec(),
        "/exact" => ok(&[b'x'; 1000]),
        _ => [&b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"[..], &vec![b'x'; 100_000]].concat(),
    })
    .await;
    assert_eq!(fetch(open(), &format!("http://{address}/exact")).await.unwrap().len(), 1000);
    for path in ["announced", "endless"] {
        let error = fetch(open(), &format!("http://{address}/{path}")).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { limit: 1000, .. }), "{path}: {error:?}");
    }
}

#[tokio::test]
async fn failures_are_told_without_secrets() {
    let address = serve(|path| match path {
        "/missing?token=hunter2" => b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec(),
        "/broken?token=hunter2" | "/slow?token=hunter2" => {
            b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nshort".to_vec()
        }
        _ => redirect("http://user:hunter2@127.0.0.1:9/?token=hunter2#hunter2"),
    })
    .await;
    let policy = UrlPolicy { timeout: Duration::from_millis(300), ..open() };
    for (path, expected) in [
        (
            "missing",
            format!("http://{address}/missing answered 404 Not Found; check the address and whether it needs a login"),
        ),
        ("slow", format!("http://{address}/slow took longer than 300ms; try again, or raise `timeout`")),
    ] {
        let error = fetch(policy.clone(), &format!("http://user:hunter2@{address}/{path}?token=hunter2#x")).await;
        assert_eq!(error.unwrap_err().to_string(), expected);
    }
    for path in ["broken", "redirect"] {
        let error = fetch(open(), &format!("http://user:hunter2@{address}/{path}?token=hunter2#x")).await.unwrap_err();
        assert!(matches!(error, FetchError::Transport { .. }), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn what_is_no_url_is_told() {
    let error = fetch(UrlPolicy::default(), "https://").await.unwrap_err();
    assert_eq!(error.to_string(), "not a valid URL: empty host");
}

/// The body of the next test, which runs it with another environment.
#[tokio::test]
#[ignore = "run by `plain_http_needs_no_certificates`"]
async fn plain_http() {
    let address = serve(|_| ok(b"hello")).await;
    let http = HttpClient::default();
    let response = http.get().unwrap().get(format!("http://{address}/")).send().await.unwrap();
    assert_eq!(response.bytes().await.unwrap(), "hello");
    assert_eq!(fetch(open(), &format!("http://{address}/")).await.unwrap(), b"hello");
}

#[test]
fn plain_http_needs_no_certificates() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "plain_http"])
        .env("SSL_CERT_FILE", "/nonexistent/certificates.pem")
        .env("SSL_CERT_DIR", "/nonexistent")
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && output.contains("1 passed"), "{output}");
}

async fn saved(platform: SocketAddr, workflow: &str, key: Option<&str>) -> Result<String, SourceError> {
    let services = Services { platform: format!("http://{platform}").parse().unwrap(), ..Services::default() };
    let environment = Environment { platform_key: key.map(Secret::from), services, ..Environment::default() };
    let name =
        SavedWorkflow { workspace: "team".to_owned(), workflow: workflow.to_owned(), version: Some("3".to_owned()) };
    PlatformSource::new(&environment).fetch(&name).await
}

#[tokio::test]
async fn saved_workflows_come_from_the_platform() {
    let platform = serve(|path| match path {
        "/team/workflows/blur%20it?api_key=hunter2&workflow_version=3" => {
            ok(br#"{"workflow": {"config": "{\"specification\": {\"version\": \"1.0\", \"inputs\": []}}"}}"#)
        }
        "/team/workflows/odd?api_key=hunter2&workflow_version=3" => ok(br#"{"workflow": {}}"#),
        path if path.contains("refused") => b"HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n".to_vec(),
        _ => b"HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n".to_vec(),
    })
    .await;
    let found = saved(platform, "blur it", Some("hunter2")).await.unwrap();
    assert_eq!(found, r#"{"version":"1.0","inputs":[]}"#);
    assert!(matches!(saved(platform, "gone", Some("hunter2")).await, Err(SourceError::NotFound)));
    assert!(matches!(saved(platform, "refused", Some("hunter2")).await, Err(SourceError::Status(401))));
    assert!(matches!(saved(platform, "odd", Some("hunter2")).await, Err(SourceError::Answer(_))));
    assert!(matches!(saved(platform, "..", Some("hunter2")).await, Err(SourceError::Identifier(_))));
    assert!(matches!(saved(platform, "blur it", None).await, Err(SourceError::NoKey)));
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = saved(nobody, "blur it", Some("hunter2")).await.unwrap_err();
    assert!(matches!(error, SourceError::Transport(_)));
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
