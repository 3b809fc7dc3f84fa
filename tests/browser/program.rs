//! `sunflower sandbox`, the program itself, as somebody starts it to try it.

use std::{
    fs::{self, File},
    io::Write as _,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use crate::waiting::until;

/// One that runs, until it is closed or its test fails.
pub struct Program {
    child: Child,
    folder: TempDir,
}

impl Program {
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same with more on its command line.
    pub fn start_with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = |name| File::create(folder.path().join(name)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_sunflower"))
            .args(["sandbox", "--no-open"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("TMPDIR", folder.path())
            .stdin(Stdio::piped())
            .stdout(file("said"))
            .stderr(file("log"))
            .spawn()
            .unwrap();
        Self { child, folder }
    }

    /// The address that it prints, with the secret of this run.
    pub async fn address(&self) -> String {
        until("an address is printed", async || {
            let said = self.read("said");
            let mut lines = said.lines().map(str::trim);
            let address = lines.find(|line| line.contains("/#"));
            // The line is whole once there is one after it.
            address
                .filter(|_| lines.next().is_some())
                .map(str::to_owned)
        })
        .await
    }

    /// The same for one of its people.
    pub async fn address_as(&self, username: &str) -> String {
        self.address()
            .await
            .replace("/#", &format!("/?as={username}#"))
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// Ends it as one does at its console. Nothing may have gone wrong unseen.
    pub fn close(mut self) {
        let mut console = self.child.stdin.take().unwrap();
        writeln!(console, "quit").unwrap();
        assert!(self.child.wait().unwrap().success(), "{}", self.read("log"));
        let log = self.read("log");
        assert!(!log.contains(" ERROR "), "{log}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
