//! Who sent a request, for limits: an address as a key, never kept as it is.

use std::convert::Infallible;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use news::UtcMs;

use crate::App;

/// The address of a request as a key; an IPv6 network counts as one. 0 when it is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Sender(u128);

impl FromRequestParts<App> for Sender {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
        Ok(Self::of(app, peer, &parts.headers))
    }
}

impl Sender {
    /// Who sent a request with these headers over a connection from there.
    pub(crate) fn of(app: &App, from: Option<SocketAddr>, headers: &HeaderMap) -> Self {
        let peer = from.map(|from| from.ip());
        let address = if app.config.trust_proxy { forwarded(headers).or(peer) } else { peer };
        Self(address.map_or(0, key))
    }
}

impl From<IpAddr> for Sender {
    fn from(address: IpAddr) -> Self {
        Self(key(address))
    }
}

impl fmt::Display for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.0)
    }
}

/// What the proxy in front added last: all before it is the sender's own say.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    headers.get("x-forwarded-for")?.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

fn key(address: IpAddr) -> u128 {
    const HOST_BITS: u32 = 64;
    match address {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().to_bits(),
        IpAddr::V6(ip) if ip.to_ipv4_mapped().is_some() => ip.to_bits(),
        IpAddr::V6(ip) => ip.to_bits() >> HOST_BITS << HOST_BITS,
    }
}

/// How long senders are hashed under one key.
pub(crate) const KEY_MS: UtcMs = 24 * 60 * 60_000;

/// Tells senders of a day apart by hashes from which nobody can reckon an address back: all addresses can be tried
/// without the key, which is drawn anew each day and never leaves memory.
pub(crate) struct SenderKey(Mutex<(RandomState, UtcMs)>);

impl SenderKey {
    pub(crate) fn new(now: UtcMs) -> Self {
        Self(Mutex::new((RandomState::new(), now)))
    }

    /// A sender's hash, of 8 bytes.
    pub(crate) fn hash(&self, sender: &Sender, now: UtcMs) -> [u8; 8] {
        let mut key = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if now - key.1 >= KEY_MS {
            *key = (RandomState::new(), now);
        }
        key.0.hash_one(sender).to_be_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_is_one_sender() {
        let key = |text: &str| key(text.parse().expect("an address"));
        assert_eq!(key("2001:db8:1:2::7"), key("2001:db8:1:2:ffff::1"));
        assert_ne!(key("2001:db8:1:2::7"), key("2001:db8:1:3::7"));
        assert_eq!(key("::ffff:10.0.0.1"), key("10.0.0.1"));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "8.8.8.8, 10.1.1.1".parse().expect("a value"));
        assert_eq!(forwarded(&headers), "10.1.1.1".parse().ok());
    }

    #[test]
    fn a_hash_is_the_same_for_a_day_and_under_one_key() {
        let (one, other) = (Sender(1), Sender(2));
        let key = SenderKey::new(0);
        assert_eq!(key.hash(&one, 1), key.hash(&one, KEY_MS - 1));
        assert_ne!(key.hash(&one, 1), key.hash(&other, 1));
        assert_ne!(key.hash(&one, 1), SenderKey::new(0).hash(&one, 1));
        let today = key.hash(&one, 1);
        assert_ne!(today, key.hash(&one, KEY_MS));
    }
}
