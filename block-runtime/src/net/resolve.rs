//! Name resolution that leaves out addresses which are not public.
//!
//! The check stands here, between the name and the connection, because a name can stand for a public address when it
//! is looked up first and for a private one a moment later.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Host;

use super::address::is_public;
use super::host::HostPattern;
use super::policy::UrlRefusal;

/// The resolver of the operating system.
#[derive(Debug, Clone, Copy)]
pub(super) struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is set by the connector.
            let addresses: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// A resolver of which only public addresses are passed on. A name that has none is refused.
#[derive(Debug, Clone)]
pub(super) struct PublicOnly<R> {
    pub(super) resolver: R,
    /// Hosts that may have any address.
    pub(super) except: Vec<HostPattern>,
}

impl<R: Resolve> Resolve for PublicOnly<R> {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let is_internal = self.except.iter().any(|pattern| pattern.matches(&Host::Domain(&host)));
        let resolving = self.resolver.resolve(name);
        if is_internal {
            return resolving;
        }
        Box::pin(async move {
            let public: Vec<SocketAddr> = resolving.await?.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err(UrlRefusal::PrivateAddress { host }.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    /// A name that is public when it is looked up first, and private from then on.
    struct Rebinding(AtomicBool);

    impl Resolve for Rebinding {
        fn resolve(&self, _: Name) -> Resolving {
            let address = if self.0.swap(true, Ordering::Relaxed) { "127.0.0.1:0" } else { "93.184.215.14:0" };
            let addresses = vec![address.parse(), "10.0.0.1:0".parse()];
            Box::pin(async { Ok(Box::new(addresses.into_iter().flatten()) as Addrs) })
        }
    }

    #[tokio::test]
    async fn private_addresses_are_left_out_at_every_look_up() {
        let resolver =
            PublicOnly { resolver: Rebinding(AtomicBool::new(false)), except: vec!["b.example".parse().unwrap()] };
        let first: Vec<SocketAddr> = resolver.resolve("a.example".parse().unwrap()).await.unwrap().collect();
        assert_eq!(first, ["93.184.215.14:0".parse().unwrap()]);

        let error = resolver.resolve("a.example".parse().unwrap()).await.err().unwrap();
        let refusal = error.downcast_ref::<UrlRefusal>();
        assert_eq!(refusal, Some(&UrlRefusal::PrivateAddress { host: "a.example".to_owned() }));

        let internal = resolver.resolve("b.example".parse().unwrap()).await.unwrap();
        assert_eq!(internal.count(), 2);
    }
}
