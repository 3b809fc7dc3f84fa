//! Every path that a file speaks of, told from the root of the crate where it leads into the crate.

use crate::lexer::{Kind, Token};

/// A path as it is written, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Its names, `crate`, `self` and `super` among them; `*` for all there is.
    pub names: Vec<String>,
    pub line: usize,
    /// The module that it is written in.
    pub module: Vec<String>,
}

impl Path {
    /// The path from the root of the crate; `None` where it leads out of the crate or starts from
    /// a name in scope.
    pub fn in_crate(&self) -> Option<Vec<String>> {
        let mut names = self.names.iter().map(String::as_str).peekable();
        let mut from = match names.next()? {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => parent(&self.module),
            _ => return None,
        };
        while names.next_if_eq(&"super").is_some() {
            from = parent(&from);
        }
        from.extend(names.map(str::to_owned));
        Some(from)
    }

    /// As it is written.
    pub fn written(&self) -> String {
        self.names.join("::")
    }
}

fn parent(module: &[String]) -> Vec<String> {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Every path of two names or more, and every imported one, of a file that is this module.
pub fn paths(tokens: &[Token], module: &[String]) -> Vec<Path> {
    let mut reader = Reader {
        tokens,
        at: 0,
        module: module.to_vec(),
        depth: 0,
        opened: Vec::new(),
        paths: Vec::new(),
    };
    while reader.at < tokens.len() {
        reader.step();
    }
    reader.paths
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    module: Vec<String>,
    depth: usize,
    /// The depths at which the modules within the file opened.
    opened: Vec<usize>,
    paths: Vec<Path>,
}

impl<'t> Reader<'t> {
    fn kind(&self, ahead: usize) -> Option<&'t Kind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn name(&self, ahead: usize) -> Option<&'t str> {
        match self.kind(ahead)? {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }

    fn is_mark(&self, ahead: usize, mark: char) -> bool {
        self.kind(ahead) == Some(&Kind::Mark(mark))
    }

    fn is_separator(&self, ahead: usize) -> bool {
        self.kind(ahead) == Some(&Kind::PathSeparator)
    }

    fn step(&mut self) {
        match self.name(0) {
            // `use<'a>` says what a type captures.
            Some("use") if !self.is_mark(1, '<') => {
                self.at += 1;
                self.tree(&[]);
            }
            Some("mod") if self.name(1).is_some() && self.is_mark(2, '{') => {
                self.module.extend(self.name(1).map(str::to_owned));
                self.depth += 1;
                self.opened.push(self.depth);
                self.at += 3;
            }
            Some(_) => self.path(),
            None => {
                if self.is_mark(0, '{') {
                    self.depth += 1;
                } else if self.is_mark(0, '}') {
                    if self.opened.last() == Some(&self.depth) {
                        self.opened.pop();
                        self.module.pop();
                    }
                    self.depth = self.depth.saturating_sub(1);
                }
                self.at += 1;
            }
        }
    }

    /// A path outside of an import.
    fn path(&mut self) {
        let line = self.tokens[self.at].line;
        let mut names = Vec::new();
        while let Some(name) = self.name(0) {
            names.push(name.to_owned());
            self.at += 1;
            if !self.is_separator(0) || self.name(1).is_none() {
                break;
            }
            self.at += 1;
        }
        if names.len() > 1 {
            self.push(names, line);
        }
    }

    /// A tree of imports, after `use` or within braces.
    fn tree(&mut self, before: &[String]) {
        let mut names = before.to_vec();
        let mut line = self.tokens.get(self.at).map_or(0, |token| token.line);
        if self.is_separator(0) {
            self.at += 1;
        }
        loop {
            if let Some(name) = self.name(0) {
                line = self.tokens[self.at].line;
                // `{self}` is what the braces stand in.
                if name != "self" || names.is_empty() {
                    names.push(name.to_owned());
                }
            } else if self.is_mark(0, '*') {
                names.push("*".to_owned());
            } else if self.is_mark(0, '{') {
                self.at += 1;
                while self.at < self.tokens.len() && !self.is_mark(0, '}') {
                    self.tree(&names);
                    if self.is_mark(0, ',') {
                        self.at += 1;
                    }
                }
                self.at += 1;
                return;
            }
            self.at += 1;
            if !self.is_separator(0) {
                break;
            }
            self.at += 1;
        }
        if self.name(0) == Some("as") {
            self.at += 2;
        }
        self.push(names, line);
    }

    fn push(&mut self, names: Vec<String>, line: usize) {
        self.paths.push(Path {
            names,
            line,
            module: self.module.clone(),
        });
    }
}

mod tests {
    use super::*;
    use crate::lexer;

    fn found(module: &str, source: &str) -> Vec<String> {
        let module: Vec<_> = module.split("::").map(str::to_owned).collect();
        paths(&lexer::tokens(source), &module)
            .iter()
            .filter_map(Path::in_crate)
            .map(|path| path.join("::"))
            .collect()
    }

    #[test]
    fn imports_are_read_whole() {
        assert_eq!(
            found(
                "a::b",
                "use crate::{store::{self, ids::{GuildId, UserId as Who}, Store}, clock::*};
                 pub(super) use super::c;
                 use self::d::E; use super::super::f; use std::fmt; use crate::g::{};",
            ),
            [
                "store",
                "store::ids::GuildId",
                "store::ids::UserId",
                "store::Store",
                "clock::*",
                "a::c",
                "a::b::d::E",
                "f",
            ]
        );
    }

    #[test]
    fn paths_in_code_are_read_too() {
        assert_eq!(
            found(
                "a",
                "pub(in crate::x) fn f<T: crate::y::Z>(w: Vec<crate::v::W>) -> impl Sized + use<T> {
                     crate::u::g::<T>(self.b, super::t::T, \"crate::s\") /* crate::r */
                 }",
            ),
            ["x", "y::Z", "v::W", "u::g", "t::T"]
        );
    }

    #[test]
    fn a_module_within_a_file_counts_as_one() {
        assert_eq!(
            found(
                "a",
                "mod tests { use super::*; mod deep { use super::super::b; } fn f() { super::c(); } }
                 mod other; use super::d;",
            ),
            ["a::*", "a::b", "a::c", "d"]
        );
    }
}
