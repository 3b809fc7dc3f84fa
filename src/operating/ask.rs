//! Asks a running bot how it is, from the same machine.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use anyhow::{Context as _, bail};

/// The bot itself gives the database two seconds.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);

/// Asks the bot that listens on `address`. Returns what it says when it is ready.
///
/// # Errors
///
/// A sentence for the operator: nobody answers there, or the bot is not ready, and why.
pub async fn ask(address: SocketAddr) -> anyhow::Result<String> {
    let address = from_here(address);
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(ANSWER_WITHIN)
        .build()?;
    let asked = client.get(format!("http://{address}/readyz")).send().await;
    let answer = asked.map_err(|_| {
        anyhow::anyhow!("no bot answers on {address}: it is not running, or HTTP_BIND is another")
    })?;
    let status = answer.status();
    let said = answer.text().await.context("its answer broke off")?;
    let said = said.trim_end().replace('\n', "; ");
    match status.as_u16() {
        200 => Ok(said),
        503 => bail!("{said}"),
        other => bail!("what answers on {address} is not the bot: it says {other}"),
    }
}

/// Where to reach from this machine what listens everywhere.
fn from_here(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
            SocketAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        });
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_listens_everywhere_is_asked_on_loopback() {
        for (bound, asked) in [
            ("0.0.0.0:9464", "127.0.0.1:9464"),
            ("[::]:9464", "[::1]:9464"),
            ("10.1.2.3:80", "10.1.2.3:80"),
        ] {
            let bound: SocketAddr = bound.parse().unwrap();
            assert_eq!(from_here(bound).to_string(), asked);
        }
    }
}
