//! `sunflower sandbox` as somebody plays with it: lines that are typed, what it prints, and its page.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    thread,
    time::Duration,
};

use crate::{browser::Window, process::sunflower};

/// How long it may say nothing that is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// One that runs, until it ends or its test does.
pub struct Played {
    pub child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
    /// What it has printed so far.
    pub said: String,
}

impl Played {
    /// In this folder, where its temporary files are, too.
    #[expect(
        clippy::disallowed_methods,
        reason = "it ends with what the program prints"
    )]
    pub fn start(home: &Path, arguments: &[&str]) -> Self {
        let mut child = sunflower(home, &["sandbox", "--no-open"])
            .args(arguments)
            .env("TMPDIR", home)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (heard, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                // Its test may be over.
                let _gone = heard.send(line + "\n");
            }
        });
        Self {
            child,
            stdin,
            lines,
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
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.said += &line,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("it never said {words:?}, but:\n{}", self.said)
                }
            }
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
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.said += &line,
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end:\n{}", self.said),
            }
        }
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
