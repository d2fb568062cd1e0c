//! The HTTP client: TLS without OpenSSL, on machines with and without CA certificates.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder};
use url::Url;

use crate::cause::root_cause;

/// Reaching a server takes at most this long; the answer may take as long as each request allows.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection that waits for its next request is kept open this long.
const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
const USER_AGENT: &str = concat!("block-runtime/", env!("CARGO_PKG_VERSION"));

/// The HTTP client could not be set up.
#[derive(Debug, thiserror::Error)]
#[error("the HTTP client cannot be set up: {}; check the settings of proxies and certificates", root_cause(.0))]
pub struct ClientError(#[from] reqwest::Error);

/// The client for the requests of blocks. It is made when the first request needs it; clones share it and its open
/// connections. It belongs to the tokio runtime in which it is first used.
///
/// Certificates are checked by rustls with ring against the roots of the operating system, or on Linux against those
/// that `SSL_CERT_FILE` and `SSL_CERT_DIR` name instead, for the authority of a company. A machine that has none at
/// all, such as a bare container, gets the roots that Mozilla ships, so that the client can always be made. Proxies
/// are those of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
#[derive(Clone, Default)]
pub struct HttpClient(Arc<OnceLock<Client>>);

impl HttpClient {
    /// The client. Set a timeout on each request: only connecting is limited here.
    ///
    /// # Errors
    /// [`ClientError`] when the client cannot be made.
    pub fn get(&self) -> Result<&Client, ClientError> {
        get_or_build(&self.0, |builder| builder)
    }
}

impl From<Client> for HttpClient {
    fn from(client: Client) -> Self {
        Self(Arc::new(OnceLock::from(client)))
    }
}

impl fmt::Debug for HttpClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HttpClient")
    }
}

/// The client in `cell`, made with these settings where there is none yet.
pub(super) fn get_or_build(
    cell: &OnceLock<Client>,
    configure: impl Fn(ClientBuilder) -> ClientBuilder,
) -> Result<&Client, ClientError> {
    if let Some(client) = cell.get() {
        return Ok(client);
    }
    let client = build(configure)?;
    Ok(cell.get_or_init(|| client))
}

fn build(configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Result<Client, ClientError> {
    // An error means that the program has installed a provider of its own, which is then used.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    let builder = || {
        configure(
            Client::builder()
                .user_agent(USER_AGENT)
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_idle_timeout(IDLE_TIMEOUT)
                .tcp_keepalive(Duration::from_mins(1)),
        )
    };
    // The builder reads the roots of the operating system and fails when it finds none.
    let client = builder().build().or_else(|_| builder().tls_certs_merge(bundled_roots()?).build())?;
    Ok(client)
}

fn bundled_roots() -> Result<Vec<Certificate>, reqwest::Error> {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().map(|root| Certificate::from_der(root)).collect()
}

/// An address as messages show it: without user, password, query and fragment, any of which may hold a key.
pub fn without_secrets(url: &Url) -> String {
    let mut url = url.clone();
    // Both fail only for URLs without a host, which have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}
