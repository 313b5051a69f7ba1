//! `binesh extract`: a page's bytes in, what it says out as JSON.

use anyhow::bail;
use ingest::page::{self, Page, Selectors};
use serde_json::json;

use super::{iso, read_input};
use crate::cli::Extract;
use crate::clock;
use crate::pipeline;

/// Reads a page on standard input and prints it.
pub fn run(args: &Extract) -> anyhow::Result<()> {
    let bytes = read_input()?;
    let mut page = page::extract_by(
        &Selectors::default(),
        &bytes,
        args.content_type.as_deref(),
        &args.url,
        Some(clock::now()),
    );
    if let Some(refusal) = page.refusal() {
        let from = if args.url.is_empty() { "The page" } else { &args.url };
        bail!("{}", pipeline::refused(refusal, from));
    }
    if args.repair {
        page = pipeline::repair_page(page);
    }
    say!("{:#}", to_json(&page))?;
    Ok(())
}

fn to_json(page: &Page) -> serde_json::Value {
    let source = page.source.as_ref();
    json!({
        "title": page.title, "kicker": page.kicker, "lead": page.lead, "text": page.text,
        "body_html": page.body_html, "byline": page.byline,
        "published_at": published_at(page), "modified_at": iso(page.modified_at),
        "source": source.map(|line| &line.name), "code": page.code.as_ref().or(source.and_then(|line| line.code.as_ref())), "image": page.image,
        "section": page.section, "tags": page.tags, "language": page.language,
    })
}

/// In the zone in which the page says it: the day of a page is its outlet's.
fn published_at(page: &Page) -> serde_json::Value {
    let zoned = page.published_at.zip(page.published_zone).and_then(|(ms, minutes)| {
        let offset = jiff::tz::Offset::from_seconds(i32::try_from(minutes * 60).ok()?).ok()?;
        let at = jiff::Timestamp::from_millisecond(ms).ok()?.to_zoned_datetime(offset.to_time_zone());
        Some(at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
    });
    zoned.map_or_else(|| iso(page.published_at), Into::into)
}
