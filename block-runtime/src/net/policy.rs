//! Which URLs may be fetched when they come in as data.

use std::net::IpAddr;
use std::time::Duration;

use url::{Host, Url};

use super::address::is_public;
use super::host::HostPattern;

/// The rules for URLs that arrive with the data of a workflow. The default is the strict one.
#[derive(Debug, Clone)]
pub struct UrlPolicy {
    /// Whether anything is fetched at all. Default: yes.
    pub allow_urls: bool,
    /// Whether plain `http` will do. Default: no, only `https`.
    pub allow_http: bool,
    /// Whether hosts may have addresses that only this machine or its network can reach. Default: no.
    ///
    /// Addresses are checked as connections are made; a proxy would make them out of sight. So proxies named by the
    /// environment are used only where private addresses are allowed.
    pub allow_private_addresses: bool,
    /// The only hosts that may be reached; any when empty. Default: empty.
    pub allowed_hosts: Vec<HostPattern>,
    /// Hosts that may not be reached, even when they are allowed above. Default: empty.
    pub denied_hosts: Vec<HostPattern>,
    /// Hosts that may be reached by plain `http` and at private addresses, although others may not. Lists of hosts hold
    /// for them, too. Default: empty.
    pub internal_hosts: Vec<HostPattern>,
    /// Where redirects may lead. Default: anywhere.
    pub redirects: RedirectScope,
    /// How many redirects are followed. Each of them obeys the same rules. Default: 3.
    pub max_redirects: usize,
    /// How long a fetch may take in all. Default: 30 seconds.
    pub timeout: Duration,
}

impl Default for UrlPolicy {
    fn default() -> Self {
        Self {
            allow_urls: true,
            allow_http: false,
            allow_private_addresses: false,
            allowed_hosts: Vec::new(),
            denied_hosts: Vec::new(),
            internal_hosts: Vec::new(),
            redirects: RedirectScope::default(),
            max_redirects: 3,
            timeout: Duration::from_secs(30),
        }
    }
}

/// Where redirects may lead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RedirectScope {
    /// To any host that the policy allows.
    #[default]
    Anywhere,
    /// Within the host of the first URL: for requests with keys in headers of their own, since only the usual headers are
    /// taken out on the way to another host.
    SameHost,
}

/// The rule of a [`UrlPolicy`] that a URL breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefusal {
    /// URLs are off.
    #[error("URLs are not fetched here; send the data itself, or turn on `allow_urls`")]
    Off,
    /// The scheme is none of the web.
    #[error("the scheme `{scheme}` cannot be fetched; write an `https` URL")]
    Scheme {
        /// The scheme.
        scheme: String,
    },
    /// Plain HTTP.
    #[error("`{host}` is asked for over plain `http`; write `https`, or turn on `allow_http`")]
    Http {
        /// The host.
        host: String,
    },
    /// The host has no address on the internet.
    #[error("`{host}` has no public address; use a public host, or turn on `allow_private_addresses`")]
    PrivateAddress {
        /// The host.
        host: String,
    },
    /// The host is not on the list.
    #[error("`{host}` is not among `allowed_hosts`; add it there")]
    NotAllowed {
        /// The host.
        host: String,
    },
    /// The host is on the list of those that are refused.
    #[error("`{host}` is refused by `{pattern}` in `denied_hosts`; remove it there")]
    Denied {
        /// The host.
        host: String,
        /// The pattern that names it.
        pattern: HostPattern,
    },
    /// A redirect leads elsewhere.
    #[error("a redirect leads to `{host}`, which must not see what this request carries; use the final URL")]
    OtherHost {
        /// The host.
        host: String,
    },
    /// Redirects do not end.
    #[error("more than {limit} redirects; use the final URL, or raise `max_redirects`")]
    Redirects {
        /// How many are followed.
        limit: usize,
    },
}

impl UrlPolicy {
    /// Checks what the text of a URL tells. The addresses that a name stands for are checked later, by [`Fetcher`] as
    /// it connects.
    ///
    /// [`Fetcher`]: super::Fetcher
    ///
    /// # Errors
    /// The first rule that the URL breaks.
    pub fn check(&self, url: &Url) -> Result<(), UrlRefusal> {
        if !self.allow_urls {
            return Err(UrlRefusal::Off);
        }
        let scheme = url.scheme();
        let (true, Some(host)) = (matches!(scheme, "https" | "http"), url.host()) else {
            return Err(UrlRefusal::Scheme { scheme: scheme.to_owned() });
        };
        let name = || host.to_string();
        if let Some(pattern) = self.denied_hosts.iter().find(|pattern| pattern.matches(&host)) {
            return Err(UrlRefusal::Denied { host: name(), pattern: pattern.clone() });
        }
        if !self.allowed_hosts.is_empty() && !self.allowed_hosts.iter().any(|pattern| pattern.matches(&host)) {
            return Err(UrlRefusal::NotAllowed { host: name() });
        }
        if self.internal_hosts.iter().any(|pattern| pattern.matches(&host)) {
            return Ok(());
        }
        if scheme == "http" && !self.allow_http {
            return Err(UrlRefusal::Http { host: name() });
        }
        let address = match host {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(IpAddr::V4(address)),
            Host::Ipv6(address) => Some(IpAddr::V6(address)),
        };
        if !self.allow_private_addresses && address.is_some_and(|address| !is_public(address)) {
            return Err(UrlRefusal::PrivateAddress { host: name() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &UrlPolicy, url: &str) -> Result<(), UrlRefusal> {
        policy.check(&Url::parse(url).unwrap())
    }

    #[test]
    fn only_https_to_public_hosts_passes_by_default() {
        let policy = UrlPolicy::default();
        assert_eq!(check(&policy, "https://example.com/a.jpg"), Ok(()));
        assert_eq!(check(&policy, "https://8.8.8.8/a.jpg"), Ok(()));
        assert_eq!(check(&policy, "http://example.com"), Err(UrlRefusal::Http { host: "example.com".into() }));
        assert_eq!(check(&policy, "ftp://example.com"), Err(UrlRefusal::Scheme { scheme: "ftp".into() }));
        assert_eq!(check(&policy, "file:///etc/passwd"), Err(UrlRefusal::Scheme { scheme: "file".into() }));
    }

    #[test]
    fn addresses_are_recognised_in_odd_spellings() {
        let policy = UrlPolicy::default();
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://0177.0.0.1/",
            "https://①②⑦.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://user@169.254.169.254:443/latest/",
        ] {
            assert!(matches!(check(&policy, url), Err(UrlRefusal::PrivateAddress { .. })), "{url}");
        }
    }

    #[test]
    fn settings_open_and_close_it() {
        let open = UrlPolicy { allow_http: true, allow_private_addresses: true, ..UrlPolicy::default() };
        assert_eq!(check(&open, "http://127.0.0.1:8000/a.jpg"), Ok(()));

        let listed = UrlPolicy {
            allowed_hosts: vec!["*.example.com".parse().unwrap()],
            denied_hosts: vec!["b.example.com".parse().unwrap()],
            ..UrlPolicy::default()
        };
        assert_eq!(check(&listed, "https://a.example.com"), Ok(()));
        assert!(matches!(check(&listed, "https://b.example.com"), Err(UrlRefusal::Denied { .. })));
        assert!(matches!(check(&listed, "https://example.org"), Err(UrlRefusal::NotAllowed { .. })));

        let internal = UrlPolicy {
            internal_hosts: vec!["10.0.0.5".parse().unwrap(), "*.factory.example".parse().unwrap()],
            denied_hosts: vec!["b.factory.example".parse().unwrap()],
            ..UrlPolicy::default()
        };
        assert_eq!(check(&internal, "http://10.0.0.5:8000/hook"), Ok(()));
        assert_eq!(check(&internal, "http://a.factory.example"), Ok(()));
        assert!(matches!(check(&internal, "http://b.factory.example"), Err(UrlRefusal::Denied { .. })));
        assert!(matches!(check(&internal, "https://10.0.0.6/hook"), Err(UrlRefusal::PrivateAddress { .. })));

        let off = UrlPolicy { allow_urls: false, ..UrlPolicy::default() };
        assert_eq!(check(&off, "https://example.com"), Err(UrlRefusal::Off));
    }
}
