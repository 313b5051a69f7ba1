//! Chosen blocks as HTML.

use scraper::node::Element;

use super::blocks::{Block, Blocks, Kind};

/// A list, by its opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct List(String);

impl List {
    /// The list that an element is; None when it is none.
    pub(super) fn of(element: &Element) -> Option<Self> {
        let name = Some(element.name()).filter(|name| matches!(*name, "ul" | "ol" | "dl"))?;
        if name != "ol" {
            return Some(Self::plain());
        }
        let start = element.attr("start").and_then(|start| start.trim().parse::<i32>().ok());
        let start = start.map(|start| format!(" start=\"{start}\"")).unwrap_or_default();
        let reversed = if element.attr("reversed").is_some() { " reversed" } else { "" };
        Some(Self(format!("<ol{start}{reversed}>")))
    }

    fn plain() -> Self {
        Self("<ul>".to_owned())
    }

    fn close(&self) -> &'static str {
        if self.0 == "<ul>" { "</ul>\n" } else { "</ol>\n" }
    }
}

/// The chosen blocks of a page, each in its element; items that follow one another in one list.
pub(super) fn html(page: &Blocks, kept: &[usize]) -> String {
    let mut out = String::new();
    let mut open: Option<(List, usize)> = None;
    for block in kept.iter().map(|at| &page.blocks[*at]) {
        let list = (block.kind == Kind::Item).then(|| list(page, block));
        if list != open {
            out.push_str(open.as_ref().map_or("", |(list, _)| list.close()));
            out.push_str(&list.as_ref().map_or_else(String::new, |(list, _)| format!("{}\n", list.0)));
            open = list;
        }
        let html = &block.html;
        out.push_str(&match block.kind {
            Kind::Heading(level) => format!("<h{0}>{html}</h{0}>\n", level.clamp(2, 4)),
            Kind::Item => format!("<li>{html}</li>\n"),
            Kind::Table => format!("<table>{html}</table>\n"),
            Kind::Picture => format!("{html}\n"),
            _ if block.is_quote => format!("<blockquote><p>{html}</p></blockquote>\n"),
            _ => format!("<p>{html}</p>\n"),
        });
    }
    out.push_str(open.as_ref().map_or("", |(list, _)| list.close()));
    out
}

/// The list that an item stands in, and the part that it is; plain lists behind one another are one.
fn list(page: &Blocks, item: &Block) -> (List, usize) {
    let mut part = item.part;
    while part != 0 {
        match &page.parts[part].list {
            Some(list) if *list != List::plain() => return (list.clone(), part),
            Some(_) => break,
            None => part = page.parts[part].parent,
        }
    }
    (List::plain(), 0)
}
