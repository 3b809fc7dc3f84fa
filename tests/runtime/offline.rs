//! The whole rehearsal in a network of its own that holds nothing but loopback, with the kernel's own
//! counters read afterwards: whatever tried to leave, or to look up a name, would be in them.

use std::{
    collections::HashMap,
    process::{Command, Output},
};

/// Runs `script` where there is no network but loopback, and then prints the counters. `None` where the
/// system gives no such place; CI must.
fn in_a_network_of_its_own(script: &str) -> Option<Output> {
    let script = format!("ip link set lo up || exit 99\n{script} || exit 98\ncat /proc/net/snmp");
    let output = Command::new("unshare")
        .args(["--net", "--map-root-user", "sh", "-c", &script])
        .env("SUNFLOWER", env!("CARGO_BIN_EXE_sunflower"))
        .output();
    let output = output.ok().filter(|output| {
        let refused = String::from_utf8_lossy(&output.stderr).contains("unshare:");
        !refused && output.status.code() != Some(99)
    });
    if output.is_none() {
        assert!(
            std::option_env!("CI").is_none(),
            "CI gives no network namespace"
        );
        eprintln!("not run: no network namespace can be made here");
    }
    output
}

/// Attempts to leave loopback, and datagrams sent, as the name service would.
fn tried_to_leave(output: &Output) -> u64 {
    let text = String::from_utf8_lossy(&output.stdout);
    let mut counters = HashMap::new();
    let mut lines = text.lines();
    while let Some(names) = lines.next() {
        let Some((protocol @ ("Ip" | "Udp"), names)) = names.split_once(':') else {
            continue;
        };
        let values = lines.next().and_then(|line| line.split_once(':'));
        let (_, values) = values.expect("a line of values after each line of names");
        let values = values.split_whitespace().map(str::parse::<u64>);
        for (name, value) in names.split_whitespace().zip(values) {
            counters.insert(format!("{protocol}{name}"), value.unwrap_or(0));
        }
    }
    counters["IpOutNoRoutes"] + counters["UdpOutDatagrams"]
}

#[test]
fn a_week_is_rehearsed_without_a_network_and_nothing_tries_to_leave_loopback() {
    let Some(output) = in_a_network_of_its_own("\"$SUNFLOWER\" sandbox --rehearse") else {
        return;
    };
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(tried_to_leave(&output), 0);
}

#[test]
fn an_attempt_to_leave_loopback_would_be_seen() {
    // 192.0.2.1 is for documentation: nobody is there, and here there is no way to it.
    let attempt = "(exec 3<>/dev/tcp/192.0.2.1/443) 2>/dev/null || true";
    let Some(output) = in_a_network_of_its_own(&format!("bash -c '{attempt}'")) else {
        return;
    };
    assert!(tried_to_leave(&output) > 0);
}
