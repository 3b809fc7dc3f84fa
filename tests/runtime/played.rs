//! `sunflower sandbox` as somebody plays with it: lines that are typed, what it prints, and its page.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use crate::{browser::Window, process::sunflower};

/// One that runs, until it ends or its test does.
pub struct Played {
    pub child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    /// What it has printed so far.
    pub said: String,
}

impl Played {
    /// In this folder, where its temporary files are, too.
    pub fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut child = sunflower(home, &["sandbox", "--no-open"])
            .args(arguments)
            .env("TMPDIR", home)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self {
            child,
            stdin,
            stdout,
            said: String::new(),
        }
    }

    pub fn types(&mut self, line: &str) {
        writeln!(self.stdin, "{line}").unwrap();
    }

    /// Reads on until it says this.
    pub fn says(&mut self, words: &str) {
        let from = self.said.len();
        while !self.said[from..].contains(words) {
            let read = self.stdout.read_line(&mut self.said).unwrap();
            assert!(read > 0, "it never said {words:?}, but:\n{}", self.said);
        }
    }

    /// The address that it prints next.
    pub fn address(&mut self) -> String {
        self.says("/#");
        self.said.lines().next_back().unwrap().trim().to_owned()
    }

    pub async fn window(&mut self) -> Window {
        Window::open_at(&self.address()).await
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it as one does at its console; gives all that it said.
    pub fn quits(mut self) -> String {
        self.types("quit");
        self.ends()
    }

    /// Waits until it has ended well; gives all that it said.
    pub fn ends(&mut self) -> String {
        self.stdout.read_to_string(&mut self.said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{}", self.said);
        self.said.clone()
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}
