//! Patterns of host names, for lists of what is allowed and what is not.

use std::fmt;
use std::str::FromStr;

use url::Host;

/// A host by name or address (`images.example.com`, `192.0.2.7`), or all hosts below a name (`*.example.com`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern(Pattern);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    One(Host),
    Below(String),
}

/// Text that is no pattern of hosts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no host; write a name like `images.example.com`, an address, or `*.example.com`")]
pub struct InvalidHostPattern(String);

impl HostPattern {
    /// True when the pattern names this host.
    pub fn matches(&self, host: &Host<&str>) -> bool {
        match (&self.0, host) {
            (Pattern::One(Host::Domain(name)), Host::Domain(host)) => name == without_final_dot(host),
            (Pattern::One(Host::Ipv4(address)), Host::Ipv4(host)) => address == host,
            (Pattern::One(Host::Ipv6(address)), Host::Ipv6(host)) => address == host,
            (Pattern::Below(name), Host::Domain(host)) => {
                without_final_dot(host).strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.'))
            }
            _ => false,
        }
    }
}

/// A name with a final dot is the same name, complete.
fn without_final_dot(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

impl FromStr for HostPattern {
    type Err = InvalidHostPattern;

    fn from_str(text: &str) -> Result<Self, InvalidHostPattern> {
        let invalid = || InvalidHostPattern(text.to_owned());
        let parse = |name| Host::parse(without_final_dot(name)).map_err(|_| invalid());
        match text.strip_prefix("*.") {
            None => parse(text).map(|host| Self(Pattern::One(host))),
            Some(name) => match parse(name)? {
                Host::Domain(name) => Ok(Self(Pattern::Below(name))),
                Host::Ipv4(_) | Host::Ipv6(_) => Err(invalid()),
            },
        }
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Pattern::One(host) => host.fmt(formatter),
            Pattern::Below(name) => write!(formatter, "*.{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, url: &str) -> bool {
        let url = url::Url::parse(url).unwrap();
        pattern.parse::<HostPattern>().unwrap().matches(&url.host().unwrap())
    }

    #[test]
    fn hosts_match_in_every_spelling() {
        assert!(matches("Example.com", "https://EXAMPLE.com/a"));
        assert!(matches("example.com", "https://example.com./a"));
        assert!(matches("*.example.com", "https://a.b.example.com./"));
        assert!(matches("127.0.0.1", "http://0x7f.1/"));
        assert!(matches("bücher.example", "https://xn--bcher-kva.example/"));
    }

    #[test]
    fn other_hosts_do_not() {
        assert!(!matches("example.com", "https://a.example.com/"));
        assert!(!matches("*.example.com", "https://example.com/"));
        assert!(!matches("*.example.com", "https://badexample.com/"));
        assert!(!matches("example.com", "https://example.com.evil.org/"));
    }

    #[test]
    fn bad_patterns_are_told() {
        for text in ["", "*.", "*.10.0.0.1", "a b", "*.*.com/"] {
            assert!(text.parse::<HostPattern>().is_err(), "{text}");
        }
    }
}
