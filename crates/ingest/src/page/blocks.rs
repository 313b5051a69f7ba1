//! A page's visible text as blocks in order, and the parts that they lie in.
//!
//! A block is what a reader sees as one paragraph, heading or list item; a part is an element that holds blocks. Both
//! are plain lists, a part after the one that it lies in: choosing among them walks no tree again. Work is linear in
//! the page, and depth is bounded.

mod elements;

use crate::sanitize;
use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

pub(super) use self::elements::holds;
use self::elements::{
    LAYOUT, has_prose, holds_no_text, inline_name, is_block, is_transparent, leads, leaves, size_of,
};
use super::render::List;
use super::{boxes, embeds, furniture, hints, pictures, texts};

/// Elements nested deeper are passed over; browsers stop at 512, articles at 40.
pub(super) const DEPTH_MAX: usize = 200;
/// Nodes that are looked at to tell what a table or a figure holds.
pub(super) const LOOKED_AT_MAX: usize = 400;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A paragraph element.
    Paragraph,
    /// Text that lies directly in a part.
    Loose,
    /// A heading of this level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A whole table of data.
    Table,
    /// Text under a picture.
    Caption,
    /// A film or post of another site.
    Embed,
    /// A picture with its caption; its text is no text of the page.
    Picture,
}

/// One visible block of text.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) kind: Kind,
    /// The part that it lies in.
    pub(super) part: usize,
    /// White space made single.
    pub(super) text: String,
    /// Its inline HTML; rows and cells too of a table.
    pub(super) html: String,
    /// How long it is, letters of dense scripts counting double; nothing of a film.
    pub(super) size: usize,
    /// How much of it leads to other pages.
    pub(super) linked: usize,
    /// The machine form of a time in it.
    pub(super) time: Option<String>,
    /// Whether it was found to be no part of an article.
    pub(super) is_out: bool,
    /// Whether it lies in a quotation.
    pub(super) is_quote: bool,
}

impl Block {
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.kind, Kind::Heading(_))
    }
}

/// An element that holds blocks.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// The part that it lies in; the first lies in itself.
    pub(super) parent: usize,
    /// By what it says that it is no part of an article.
    pub(super) signs: u128,
    /// Whether it says that it holds the article's text.
    pub(super) is_body: bool,
    /// Whether it is a block itself.
    pub(super) is_block: bool,
    /// Whether it lies in a cell of a table.
    pub(super) is_cell: bool,
    /// The list that it is.
    pub(super) list: Option<List>,
}

/// The blocks of a page.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) blocks: Vec<Block>,
    pub(super) parts: Vec<Part>,
}

impl Blocks {
    /// The heading that is the headline: the one that repeats the title, else the first of the first level.
    pub(super) fn headline(&self, title: Option<&str>) -> Option<usize> {
        let title = title.map(key);
        let heading = |wanted: &dyn Fn(&Block) -> bool| {
            self.blocks.iter().position(|block| block.is_heading() && wanted(block))
        };
        let same = title.and_then(|title| heading(&|block| key(&block.text) == title));
        same.or_else(|| heading(&|block| block.kind == Kind::Heading(1)))
    }
}

/// Letters and digits alone, to compare texts by.
pub(super) fn key(text: &str) -> String {
    persian::fold::fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Reads the blocks of a document.
pub(super) fn read(root: NodeRef<Node>) -> Blocks {
    let mut walk = Walk::default();
    walk.found.parts.push(Part::default());
    let whole = Place { part: 0, kind: Kind::Loose, is_quote: false, is_plain: false };
    walk.children(root, 0, whole);
    walk.end_block(whole);
    walk.found
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Place {
    part: usize,
    kind: Kind,
    is_quote: bool,
    /// Whether its line breaks are its own.
    is_plain: bool,
}

#[derive(Default)]
struct Walk {
    found: Blocks,
    /// The open block.
    text: String,
    html: String,
    linked: usize,
    time: Option<String>,
    /// Open inline elements: name and opening tag.
    inline: Vec<(&'static str, String)>,
    /// Open links to other pages.
    links: usize,
    /// Open figures that were taken whole.
    figures: usize,
}

impl Walk {
    fn children(&mut self, node: NodeRef<Node>, depth: usize, place: Place) {
        if depth > DEPTH_MAX {
            return;
        }
        for child in node.children() {
            match child.value() {
                Node::Text(text) => {
                    if texts::is_another_number(&self.text, child) {
                        self.text(" ");
                    }
                    self.lines(text, place);
                }
                Node::Element(element) if embeds::is_embed(element) => self.embed(child, place),
                Node::Element(element) if pictures::is_image(element.name()) => {
                    self.picture(pictures::alone(element), place);
                }
                Node::Element(element) if element.name() == "noscript" => {
                    self.picture(pictures::without_script(child), place);
                }
                Node::Element(element)
                    if !holds_no_text(element.name()) && !boxes::is_poll(child, element) =>
                {
                    self.element(child, element, depth, place);
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, node: NodeRef<Node>, element: &Element, depth: usize, place: Place) {
        let name = element.name();
        if let Some(inline) = inline_name(name) {
            if hints::is_unshown(node, element) {
                return;
            }
            self.inline(node, element, inline, depth, place);
        } else if name == "br" {
            self.line_break(place);
        } else if is_transparent(name) {
            self.time = self.time.take().or_else(|| element.attr("datetime").map(str::to_owned));
            self.children(node, depth + 1, place);
        } else if place.kind == Kind::Table {
            self.table_part(node, name, depth, place);
        } else {
            self.part(node, element, depth, place);
        }
    }

    fn part(&mut self, node: NodeRef<Node>, element: &Element, depth: usize, place: Place) {
        self.end_block(place);
        let name = element.name();
        let is_figure = self.figures == 0 && pictures::is_figure(node, element);
        let figure = is_figure.then(|| pictures::figure(node)).flatten();
        let is_taken = usize::from(figure.is_some());
        let blocks = self.found.blocks.len();
        self.picture(figure, place);
        self.found.blocks[blocks..].iter_mut().for_each(|picture| picture.linked = usize::from(leads(node)));
        self.figures += is_taken;
        self.found.parts.push(Part {
            parent: place.part,
            signs: hints::signs(node, element),
            is_body: hints::is_body(element),
            is_block: is_block(name),
            list: List::of(element),
            is_cell: matches!(name, "td" | "th") || self.found.parts[place.part].is_cell,
        });
        let kind = match name {
            _ if place.kind == Kind::Caption || is_taken > 0 => Kind::Caption,
            "p" | "pre" => Kind::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading(name.as_bytes()[1] - b'0'),
            "li" | "dd" | "dt" => Kind::Item,
            "figcaption" => Kind::Caption,
            "figure" if !holds(node, &["table"]) => Kind::Caption,
            "table" if !holds(node, &LAYOUT) && !has_prose(node) => Kind::Table,
            _ if matches!(place.kind, Kind::Item | Kind::Heading(_)) => place.kind,
            _ => Kind::Loose,
        };
        let is_quote = place.is_quote || name == "blockquote";
        let is_plain = place.is_plain || name == "pre" && !holds(node, &["code"]);
        let inner = Place { part: self.found.parts.len() - 1, kind, is_quote, is_plain };
        self.children(node, depth + 1, inner);
        self.end_block(inner);
        if let Some((address, words)) = embeds::quoted(node) {
            self.link(&address, words, place);
        }
        self.figures -= is_taken;
    }

    /// Rows and cells stay together.
    fn table_part(&mut self, node: NodeRef<Node>, name: &str, depth: usize, place: Place) {
        let tag = matches!(name, "tr" | "td" | "th" | "caption").then_some(name);
        tag.iter().for_each(|tag| self.html.push_str(&format!("<{tag}>")));
        self.children(node, depth + 1, place);
        tag.iter().for_each(|tag| self.html.push_str(&format!("</{tag}>")));
        self.text(" ");
    }

    fn inline(
        &mut self,
        node: NodeRef<Node>,
        element: &Element,
        name: &'static str,
        depth: usize,
        place: Place,
    ) {
        let target = element.attr("href").filter(|_| name == "a");
        let open = match target {
            Some(target) => format!("<a href=\"{}\">", sanitize::quoted(target)),
            None => format!("<{name}>"),
        };
        self.html.push_str(&open);
        self.inline.push((name, open));
        let leaves = usize::from(target.is_some_and(leaves));
        self.links += leaves;
        self.children(node, depth + 1, place);
        self.links -= leaves;
        self.inline.pop();
        self.html.push_str(&format!("</{name}>"));
    }

    /// A film or post of another site, as a paragraph that links to it.
    fn embed(&mut self, node: NodeRef<Node>, place: Place) {
        if let Some((address, words)) = embeds::link(node) {
            self.link(&address, &words, place);
        }
    }

    fn link(&mut self, address: &str, words: &str, place: Place) {
        self.end_block(place);
        self.text(words);
        self.html = embeds::html(address, words);
        self.end_block(Place { kind: Kind::Embed, ..place });
    }

    /// A picture, before the block that is open. What leads to another page is that page's.
    fn picture(&mut self, figure: Option<String>, place: Place) {
        let Some(html) = figure.filter(|_| self.links == 0 && self.figures == 0) else { return };
        // A box for a picture and its caption is no furniture.
        let mut part = place.part;
        while self.found.parts[part].signs != 0 && self.found.parts[part].signs & !hints::PICTURE_SIGNS == 0 {
            part = self.found.parts[part].parent;
        }
        self.found.blocks.push(Block {
            kind: Kind::Picture,
            part,
            text: String::new(),
            html,
            size: 0,
            linked: 0,
            time: None,
            is_out: false,
            is_quote: false,
        });
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
                self.linked += if self.links > 0 { size_of(c) } else { 0 };
            } else if !self.text.is_empty() && !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
        self.html.push_str(&crate::sanitize::escape(text));
    }

    /// A text, of which in a `<pre>` each line is one; programs have lines of their own.
    fn lines(&mut self, text: &str, place: Place) {
        if !place.is_plain {
            return self.text(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.line_break(place);
            }
            self.text(line);
        }
    }

    /// Two line breaks end a paragraph, one a line of it.
    fn line_break(&mut self, place: Place) {
        if self.html.trim_end().ends_with("<br>") {
            self.end_block(place);
        } else {
            self.text(" ");
            self.html.push_str("<br>");
        }
    }

    /// Ends the open block. Inline elements that stay open are closed in it and opened again in the next.
    fn end_block(&mut self, place: Place) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        let mut html = std::mem::take(&mut self.html);
        let linked = std::mem::take(&mut self.linked);
        let time = self.time.take();
        self.inline.iter().for_each(|(_, open)| self.html.push_str(open));
        self.inline.iter().rev().for_each(|(name, _)| html.push_str(&format!("</{name}>")));
        if text.is_empty() || furniture::is_rights(&text) {
            return;
        }
        self.found.blocks.push(Block {
            kind: place.kind,
            part: place.part,
            size: if place.kind == Kind::Embed { 0 } else { text.chars().map(size_of).sum() },
            html: html.trim().trim_end_matches("<br>").trim().to_owned(),
            text,
            linked,
            time,
            is_out: false,
            is_quote: place.is_quote,
        });
    }
}
