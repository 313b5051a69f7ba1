//! `binesh extract`: a page's bytes in, what it says out as JSON.

use ingest::page::{self, Page};
use serde_json::json;

use super::{iso, read_input};
use crate::cli::Extract;
use crate::pipeline;

/// Reads a page on standard input and prints it.
pub fn run(args: &Extract) -> anyhow::Result<()> {
    let bytes = read_input()?;
    let mut page = page::extract(&bytes, args.content_type.as_deref(), &args.url);
    if args.repair {
        page = pipeline::repair_page(page);
    }
    say!("{:#}", to_json(&page))?;
    Ok(())
}

fn to_json(page: &Page) -> serde_json::Value {
    json!({
        "title": page.title, "kicker": page.kicker, "lead": page.lead, "text": page.text,
        "body_html": page.body_html, "byline": page.byline,
        "published_at": iso(page.published_at), "modified_at": iso(page.modified_at),
        "source": page.source, "code": page.code, "image": page.image,
        "section": page.section, "tags": page.tags, "language": page.language,
    })
}
