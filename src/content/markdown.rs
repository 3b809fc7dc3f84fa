//! Markdown to blocks of text that Discord shows well: headings, paragraphs and lists, with their places in the file.
//!
//! Emphasis, code and https links stay, written as Discord reads them. What Discord does not show, or shows as
//! something else, is a fault. HTML comments are notes for the library's writers, and left out.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::fault::{Marked, Notes};

/// A block of an article's body.
pub enum Block {
    Heading(Heading),
    Paragraph(Marked<String>),
    List {
        ordered: bool,
        items: Vec<Marked<String>>,
        span: Range<usize>,
    },
}

/// A heading: plain text, and the name that was given to it with `{#name}`.
#[derive(Clone)]
pub struct Heading {
    pub level: HeadingLevel,
    pub text: Marked<String>,
    pub id: Option<String>,
}

impl Block {
    pub fn span(&self) -> &Range<usize> {
        match self {
            Self::Heading(heading) => &heading.text.span,
            Self::Paragraph(text) => &text.span,
            Self::List { span, .. } => span,
        }
    }
}

/// Reads the part of the file from `start` on.
pub fn blocks(notes: &mut Notes<'_>, start: usize) -> Vec<Block> {
    let file = notes.file;
    let events =
        Parser::new_ext(&file.text[start..], Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter();
    Reader {
        events,
        start,
        notes,
    }
    .blocks()
}

/// Whether a text keeps its markup or, as a name, has none.
#[derive(Clone, Copy, PartialEq)]
enum Markup {
    Kept,
    Dropped,
}

struct Reader<'n, 'f, 't> {
    events: OffsetIter<'t>,
    start: usize,
    notes: &'n mut Notes<'f>,
}

impl<'t> Reader<'_, '_, 't> {
    fn blocks(mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let text = self.text(span, TagEnd::Heading(level), Markup::Dropped);
                    let id = id.map(|id| id.to_string());
                    if text.value.is_empty() {
                        self.notes.at(
                            &text.span,
                            "nothing here",
                            "an empty heading",
                            "write something, or take it out",
                        );
                    }
                    blocks.push(Block::Heading(Heading { level, text, id }));
                }
                Event::Start(Tag::Paragraph) => {
                    let text = self.text(span, TagEnd::Paragraph, Markup::Kept);
                    if !text.value.is_empty() {
                        blocks.push(Block::Paragraph(text));
                    }
                }
                Event::Start(Tag::List(first)) => blocks.push(Block::List {
                    ordered: first.is_some(),
                    items: self.items(),
                    span,
                }),
                Event::Start(tag) => self.refuse(&tag, &span),
                Event::Rule => self.notes.at(
                    &span,
                    "a rule",
                    "a line across the page, which Discord does not show",
                    "take it out",
                ),
                _ => {}
            }
        }
        blocks
    }

    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        let (event, span) = self.events.next()?;
        Some((event, span.start + self.start..span.end + self.start))
    }

    fn items(&mut self) -> Vec<Marked<String>> {
        let mut items = Vec::new();
        while let Some((event, span)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let item = self.text(span, TagEnd::Item, Markup::Kept);
                    if item.value.is_empty() {
                        self.notes.at(
                            &item.span,
                            "nothing here",
                            "an empty list entry",
                            "write something, or take it out",
                        );
                    }
                    items.push(item);
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        items
    }

    /// The text up to `end`, as Discord's markdown in one piece.
    fn text(&mut self, span: Range<usize>, end: TagEnd, markup: Markup) -> Marked<String> {
        let kept = markup == Markup::Kept;
        let mut text = String::new();
        let mut links = Vec::new();
        while let Some((event, place)) = self.next() {
            match event {
                Event::End(tag) if tag == end => break,
                Event::Text(words) if kept => push_escaped(&mut text, &words),
                Event::Text(words) => text.push_str(&words),
                Event::Code(code) if kept => text.extend(["`", &code, "`"]),
                Event::Code(code) => text.push_str(&code),
                Event::SoftBreak => text.push(' '),
                Event::HardBreak => text.push('\n'),
                Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) if kept => {
                    text.push('*');
                }
                Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) if kept => {
                    text.push_str("**");
                }
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }) => {
                    self.link(&dest_url, &place);
                    if link_type == LinkType::Autolink {
                        self.skip(TagEnd::Link);
                        text.push_str(&dest_url);
                    } else {
                        links.push(dest_url.replace('(', "%28").replace(')', "%29"));
                        text.push_str(if kept { "[" } else { "" });
                    }
                }
                Event::End(TagEnd::Link) => {
                    if let (Some(link), true) = (links.pop(), kept) {
                        text.extend(["](", &link, ")"]);
                    }
                }
                Event::Start(Tag::Paragraph) if !text.is_empty() => text.push('\n'),
                Event::Start(Tag::Paragraph | Tag::Emphasis | Tag::Strong) => {}
                Event::InlineHtml(html) if html.starts_with("<!--") => {}
                Event::InlineHtml(_) => self.html(&place),
                Event::Start(tag) => self.refuse(&tag, &place),
                _ => {}
            }
        }
        let text = Marked {
            value: guarded(text.trim(), markup),
            span,
        };
        self.notes.pings(&text);
        text
    }

    /// Notes a link that is not one we would send a member to.
    fn link(&mut self, link: &str, span: &Range<usize>) {
        if !is_https(link) {
            self.notes.at(
                span,
                "this link",
                format!("`{link}` is not an https link"),
                "write the whole address, from https:// on",
            );
        }
    }

    /// Notes a piece of Markdown that has no place here, and passes over it.
    fn refuse(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        let what = match tag {
            Tag::HtmlBlock => return self.html_block(span),
            Tag::Image { .. } => "a picture",
            Tag::List(_) => "a list inside a list",
            Tag::BlockQuote(_) => "a quotation set apart with `>`",
            Tag::CodeBlock(_) => "a block of code, made by four spaces or by ```",
            Tag::Heading { .. } => "a heading inside a list",
            _ => "a kind of Markdown that is not known here",
        };
        self.notes.at(
            span,
            "this",
            format!("{what}, which Discord would not show well"),
            "write it as a paragraph or as an entry of a list",
        );
        self.skip(tag.to_end());
    }

    fn html_block(&mut self, span: &Range<usize>) {
        let html = self.notes.file.text[span.clone()].trim();
        if !(html.starts_with("<!--") && html.ends_with("-->")) {
            self.html(span);
        }
        self.skip(TagEnd::HtmlBlock);
    }

    fn html(&mut self, span: &Range<usize>) {
        self.notes.at(
            span,
            "HTML",
            "HTML, which Discord shows as it stands",
            "write it in Markdown or in words",
        );
    }

    /// Passes over everything up to this end.
    fn skip(&mut self, end: TagEnd) {
        let mut depth = 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(tag) if tag.to_end() == end => depth += 1,
                Event::End(tag) if tag == end => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
}

/// Whether this is a whole https address.
pub fn is_https(link: &str) -> bool {
    url::Url::parse(link).is_ok_and(|url| url.scheme() == "https" && url.has_host())
}

/// Letters that Discord would take for markup, where the writer meant the letters.
fn push_escaped(text: &mut String, words: &str) {
    for letter in words.chars() {
        if matches!(letter, '*' | '_' | '~' | '`' | '|' | '\\') {
            text.push('\\');
        }
        text.push(letter);
    }
}

/// A text that does not begin with what Discord takes for a heading, a quotation or a list.
fn guarded(text: &str, markup: Markup) -> String {
    if markup == Markup::Kept && text.starts_with(['#', '>', '-', '+']) {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}
