//! Rust's text as tokens, without comments: enough to see which names a file speaks of.

/// A token and the line it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    pub line: usize,
}

/// What a token is. Lifetimes, numbers and characters are left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Name(String),
    /// `::`
    PathSeparator,
    Mark(char),
    /// What stands between the quotes, as written.
    Text(String),
}

/// The tokens of a file.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        chars: source.chars().collect(),
        at: 0,
        line: 1,
        tokens: Vec::new(),
    };
    while let Some(next) = lexer.peek(0) {
        lexer.step(next);
    }
    lexer.tokens
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn take(&mut self) -> Option<char> {
        let next = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    fn take_while(&mut self, mut wanted: impl FnMut(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(next) = self.peek(0).filter(|next| wanted(*next)) {
            taken.push(next);
            self.take();
        }
        taken
    }

    fn push(&mut self, kind: Kind, line: usize) {
        self.tokens.push(Token { kind, line });
    }

    fn step(&mut self, next: char) {
        let line = self.line;
        match (next, self.peek(1)) {
            ('/', Some('/')) => {
                self.take_while(|c| c != '\n');
            }
            ('/', Some('*')) => self.block_comment(),
            ('"', _) => self.text(0, true),
            ('\'', _) => self.quote(),
            (':', Some(':')) => {
                self.take();
                self.take();
                self.push(Kind::PathSeparator, line);
            }
            (c, _) if c.is_alphabetic() || c == '_' => self.name(),
            (c, _) if c.is_ascii_digit() => {
                self.take_while(|c| c.is_alphanumeric() || c == '_');
            }
            (c, _) => {
                self.take();
                if !c.is_whitespace() {
                    self.push(Kind::Mark(c), line);
                }
            }
        }
    }

    /// Block comments nest.
    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (None, _) => return,
                _ => {
                    self.take();
                    continue;
                }
            }
            self.take();
            self.take();
            if depth == 0 {
                return;
            }
        }
    }

    /// A text from its opening quote to the closing one, which as many `#` follow.
    fn text(&mut self, hashes: usize, escapes: bool) {
        let line = self.line;
        self.take();
        let mut text = String::new();
        while let Some(next) = self.take() {
            if next == '\\' && escapes {
                text.push(next);
                text.extend(self.take());
                continue;
            }
            if next == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.at += hashes;
                break;
            }
            text.push(next);
        }
        self.push(Kind::Text(text), line);
    }

    /// A character, or a lifetime.
    fn quote(&mut self) {
        self.take();
        if self.peek(0) == Some('\\') {
            self.take();
            self.take();
            self.take_while(|c| c != '\'');
            self.take();
        } else if self.peek(1) == Some('\'') {
            self.take();
            self.take();
        } else {
            self.take_while(|c| c.is_alphanumeric() || c == '_');
        }
    }

    /// A name; or the letters before a text, such as `br#`.
    fn name(&mut self) {
        let line = self.line;
        let name = self.take_while(|c| c.is_alphanumeric() || c == '_');
        let rest = &self.chars[self.at..];
        let hashes = rest.iter().take_while(|c| **c == '#').count();
        let opens_text = self.peek(hashes) == Some('"');
        let raw = matches!(name.as_str(), "r" | "br" | "cr");
        if raw && opens_text {
            self.at += hashes;
            self.text(hashes, false);
        } else if name == "r" && hashes == 1 {
            self.at += 1;
            self.name();
        } else if matches!(name.as_str(), "b" | "c") && hashes == 0 && opens_text {
            self.text(0, true);
        } else if name == "b" && self.peek(0) == Some('\'') {
            self.quote();
        } else {
            self.push(Kind::Name(name), line);
        }
    }
}

mod tests {
    use super::*;

    fn names(source: &str) -> Vec<String> {
        tokens(source)
            .into_iter()
            .filter_map(|token| match token.kind {
                Kind::Name(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn comments_texts_characters_and_lifetimes_hold_no_names() {
        for source in [
            "// sqlx",
            "/// sqlx\n",
            "/* sqlx /* sqlx */ sqlx */",
            "\"sqlx \\\" sqlx\"",
            "r\"sqlx\\\"",
            "r#\"sqlx \" sqlx\"#",
            "b\"sqlx\" br##\"sqlx\"# sqlx\"## c\"sqlx\"",
            "'s' '\\'' '\\u{73}' b's' b'\\''",
            "'static",
            "0x_ff 1_000u64 1.5e3",
        ] {
            assert_eq!(names(source), Vec::<String>::new(), "{source}");
        }
    }

    #[test]
    fn names_after_them_are_seen_and_stand_on_their_lines() {
        assert_eq!(
            names("'a' a /* */ b \"\\\\\" c r\"\\\" d r#type 'x e"),
            ["a", "b", "c", "d", "type", "e"]
        );
        let found = tokens("/* \n\n */ a\n\"\n\" b");
        assert_eq!(found[0].line, 3);
        assert_eq!(found[1].line, 4);
        assert_eq!(found[2].line, 5);
    }
}
