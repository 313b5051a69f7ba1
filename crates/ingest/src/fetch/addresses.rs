//! Which addresses are public, and where names lead.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// What is said of a name without a public address.
pub(super) const LEADS_INSIDE: &str = "its name leads to no public address";

/// What is said of a name that nobody knows.
pub(super) const UNKNOWN: &str = "its name is not known";

/// Who knows the addresses of names.
#[derive(Clone)]
pub enum Names {
    /// The operating system.
    System,
    /// This function: tests have answers of their own.
    Given(Arc<Answering>),
}

/// The addresses of a name.
pub type Answering = dyn Fn(&str) -> Vec<IpAddr> + Send + Sync;

impl Names {
    pub(super) async fn addresses(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        match self {
            Self::System => {
                Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect())
            }
            Self::Given(answer) => Ok(answer(name)),
        }
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(if matches!(self, Self::System) { "System" } else { "Given" })
    }
}

/// Resolves names and drops every special address before a connection is made: what was checked is what is
/// connected to, so that no second answer can differ.
pub(super) struct GlobalOnly {
    pub(super) names: Names,
}

impl Resolve for GlobalOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.names.clone();
        Box::pin(async move {
            let found = names.addresses(name.as_str()).await.map_err(|_| UNKNOWN)?;
            if found.is_empty() {
                return Err(UNKNOWN.into());
            }
            let kept: Vec<SocketAddr> =
                found.into_iter().filter(|ip| is_global(*ip)).map(|ip| SocketAddr::new(ip, 0)).collect();
            if kept.is_empty() {
                return Err(LEADS_INSIDE.into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one that anybody on the internet may have (IANA special-purpose registries).
pub(super) fn is_global(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_global_v4(ip),
        IpAddr::V6(ip) => is_global_v6(ip),
    }
}

fn is_global_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        || a >= 224
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b)))
}

fn is_global_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let embedded =
        |high: u16, low: u16| is_global_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    match parts {
        // Mapped, translated (NAT64) and 6to4 addresses are as good as the IPv4 address inside.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x2002, high, low, ..] => embedded(high, low),
        // Teredo, ORCHID, benchmarking and documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false,
        // Everything else that is given out lies in 2000::/3.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
