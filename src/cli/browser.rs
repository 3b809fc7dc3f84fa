//! Opens an address in the browser, where there is one.

use std::process::{Command, Stdio};

/// Asks the system to show `address`. Without a browser nothing happens: the address was printed.
pub fn open(address: &str) {
    let mut opener = opener();
    let opener = opener
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let _without_one = opener.spawn();
}

#[cfg(target_os = "macos")]
fn opener() -> Command {
    Command::new("open")
}

#[cfg(windows)]
fn opener() -> Command {
    let mut opener = Command::new("cmd");
    opener.args(["/C", "start", ""]);
    opener
}

#[cfg(not(any(target_os = "macos", windows)))]
fn opener() -> Command {
    Command::new("xdg-open")
}
