//! Pictures as pages show them: in the sizes that a screen needs, with their colours in their place while they come.

use std::collections::HashMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ingest::sanitize::{self, Figure, escape};
use media::{Format, Ratio, Rendition};
use news::article::Article;
use news::picture::Picture;
use serde::Serialize;

use crate::directed;
use crate::errors::Failure;
use crate::language::Language;
use crate::pages::Reading;

/// An article's column is 44 rem wide at most, with a rem on either side.
const COLUMN: &str = "(min-width: 46rem) 44rem, calc(100vw - 2rem)";
/// What a browser without `srcset` gets.
const PLAIN_WIDTH: u32 = 640;
/// Placeholders stand in the page itself, some 250 bytes each: under the first pictures, which are seen while they come.
const PLACEHOLDERS_MAX: usize = 3;

/// A picture on a card.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CardPicture {
    /// `srcset` of its AVIF; empty until that is made.
    pub avif: String,
    /// `srcset` of its WebP.
    pub webp: String,
    /// The smallest WebP.
    pub src: String,
}

impl CardPicture {
    pub(crate) fn of(picture: &Picture) -> Self {
        let set = |format| {
            let widths = Ratio::Card.widths().iter();
            let files = widths.map(|width| (Rendition::Part(Ratio::Card, *width, picture.edition), *width));
            srcset(picture, format, files)
        };
        let smallest = Rendition::Part(Ratio::Card, Ratio::Card.widths()[0], picture.edition);
        Self {
            avif: if picture.has_avif { set(Format::Avif) } else { String::new() },
            webp: set(Format::WebP),
            src: path(picture, smallest, Format::WebP),
        }
    }
}

/// The kept pictures of an article, by their addresses in its body.
pub(crate) struct Pictures(HashMap<String, Picture>);

/// Reads the kept pictures of an article.
pub(crate) async fn read(reading: &Reading, article: &Article) -> Result<Pictures, Failure> {
    Ok(Pictures(reading.pictures(article.code).await?.into_iter().collect()))
}

impl Pictures {
    /// A body as readers get it. A picture whose credit nobody named is credited with `outlet`, when that is known.
    pub(crate) fn body(&self, language: Language, html: &str, outlet: &str) -> String {
        let mut number = 0;
        let shown = sanitize::for_readers(html, |figure| {
            let picture = self.0.get(&figure.address)?;
            number += 1;
            Some(inside(language, picture, figure, outlet, number))
        });
        directed::body(&shown)
    }

    /// A body as it is read elsewhere, in feeds: each picture in one size, by its whole address.
    pub(crate) fn body_elsewhere(&self, html: &str, outlet: &str, base: &str) -> String {
        sanitize::for_readers(html, |figure| {
            let picture = self.0.get(&figure.address)?;
            let src =
                format!("{base}{}", path(picture, Rendition::Whole(plain_width(picture)), Format::WebP));
            let caption = caption(Language::Persian, picture, figure, outlet);
            Some(format!(
                "<img src=\"{src}\" alt=\"{}\"><figcaption>{caption}</figcaption>",
                alt(picture, figure)
            ))
        })
    }

    /// The addresses of the crops of an article's first picture, for machines; none while it is not kept: where the original
    /// lies is no address of ours.
    pub(crate) fn for_machines(&self, body_html: &str, base: &str) -> Vec<String> {
        let first = sanitize::first_picture(body_html);
        let Some(picture) = first.and_then(|address| self.0.get(&address)) else { return Vec::new() };
        let crops = [Ratio::Wide, Ratio::Classic, Ratio::Square].into_iter();
        let names = crops.map(|ratio| Rendition::Part(ratio, ratio.widths()[0], picture.edition));
        names.map(|name| format!("{base}{}", path(picture, name, Format::WebP))).collect()
    }
}

/// The inside of a figure, the `number`th of its article.
fn inside(language: Language, picture: &Picture, figure: &Figure, outlet: &str, number: usize) -> String {
    let mut html = String::from("<div class=\"frame\">");
    let preview = media::preview(&picture.placeholder).filter(|_| number <= PLACEHOLDERS_MAX);
    if let Some(bytes) = preview {
        let _ = write!(
            html,
            "<img class=\"hint\" src=\"data:image/webp;base64,{}\" alt=\"\">",
            BASE64.encode(bytes)
        );
    }
    html.push_str("<picture>");
    let set = |format| {
        let widths = media::widths(u32::try_from(picture.width).unwrap_or(PLAIN_WIDTH));
        srcset(picture, format, widths.into_iter().map(|width| (Rendition::Whole(width), width)))
    };
    if picture.has_avif {
        let _ =
            write!(html, "<source type=\"image/avif\" srcset=\"{}\" sizes=\"{COLUMN}\">", set(Format::Avif));
    }
    let when = if number == 1 { "fetchpriority=\"high\"" } else { "loading=\"lazy\" decoding=\"async\"" };
    let _ = write!(
        html,
        "<img src=\"{}\" srcset=\"{}\" sizes=\"{COLUMN}\" width=\"{}\" height=\"{}\" alt=\"{}\" {when}></picture></div>",
        path(picture, Rendition::Whole(plain_width(picture)), Format::WebP),
        set(Format::WebP),
        picture.width,
        picture.height,
        alt(picture, figure),
    );
    let caption = caption(language, picture, figure, outlet);
    if !caption.is_empty() {
        let _ = write!(html, "<figcaption>{caption}</figcaption>");
    }
    html
}

/// What it shows, escaped.
fn alt(picture: &Picture, figure: &Figure) -> String {
    if figure.alt.is_empty() { escape(&picture.alt) } else { figure.alt.to_owned() }
}

/// The width in which a picture comes where only one does.
fn plain_width(picture: &Picture) -> u32 {
    PLAIN_WIDTH.min(u32::try_from(picture.width).unwrap_or(PLAIN_WIDTH))
}

/// What stands under a picture: its caption, and who took it.
fn caption(language: Language, picture: &Picture, figure: &Figure, outlet: &str) -> String {
    let caption =
        if figure.caption.is_empty() { escape(&picture.caption) } else { figure.caption.to_owned() };
    let credit = Some(picture.credit.as_str()).filter(|credit| !credit.is_empty()).unwrap_or(outlet);
    if caption.contains("<cite>") || credit.is_empty() {
        return caption;
    }
    let between = if caption.is_empty() { "" } else { " " };
    let told = language.t("عکس: {credit}").replace("{credit}", &language.isolated(credit));
    // The caption stands in the article, which is Persian.
    let own = match language {
        Language::Persian => String::new(),
        _ => format!(" lang=\"{}\" dir=\"{}\"", language.tag(), language.direction()),
    };
    format!("{caption}{between}<cite{own}>{told}</cite>")
}

fn srcset(picture: &Picture, format: Format, files: impl Iterator<Item = (Rendition, u32)>) -> String {
    let named = files.map(|(rendition, width)| format!("{} {width}w", path(picture, rendition, format)));
    named.collect::<Vec<_>>().join(", ")
}

fn path(picture: &Picture, rendition: Rendition, format: Format) -> String {
    format!("/media/{}", rendition.name(&picture.hash, format))
}
