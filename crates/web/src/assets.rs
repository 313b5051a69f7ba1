//! Styles, scripts, the font and the icon, served from the binary. An address carries the hash of its bytes and is kept for ever.

use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::App;

/// Lists the readers' styles by their names.
macro_rules! styles {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../assets/css/", $name)))),*] };
}

/// The readers' styles: one file a thing, in this order.
pub(crate) const READER_CSS: [(&str, &str); 10] = styles![
    "base.css",
    "shell.css",
    "comfort.css",
    "cards.css",
    "front.css",
    "article.css",
    "live.css",
    "story.css",
    "forms.css",
    "print.css",
];
/// The content type of styles.
pub(crate) const CSS: &str = "text/css; charset=utf-8";
const EDITOR_CSS: &str = include_str!("../assets/css/editor.css");
/// The readers' scripts, in one file: without them every page is whole.
const SCRIPTS: [&str; 5] = [
    include_str!("../assets/js/comfort.js"),
    include_str!("../assets/js/search.js"),
    include_str!("../assets/js/share.js"),
    include_str!("../assets/js/live.js"),
    include_str!("../assets/js/offline.js"),
];
/// Works beside pages.
const WORKER: &str = include_str!("../assets/js/worker.js");
pub(crate) const FONT: &[u8] = include_bytes!("../assets/fonts/vazirmatn.woff2");
/// What all icons are drawn of.
const ICON: &str = include_str!("../assets/icon.svg");
/// The icon's ground, and of pages the colour of what stands around them.
pub(crate) const THEME: &str = "#0f4c5c";
const GROUND: [u8; 3] = [0x0f, 0x4c, 0x5c];
/// The ground of pages.
pub(crate) const PAPER: &str = "#fdfcf9";

/// Twelve hexadecimal digits that are others for other bytes.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// Something that is served under an address which carries the hash of its bytes.
pub(crate) struct Asset {
    pub(crate) path: String,
    kind: &'static str,
    pub(crate) bytes: Bytes,
}

impl Asset {
    pub(crate) fn new(name: &str, end: &str, kind: &'static str, bytes: Vec<u8>) -> Self {
        let hash = short_hash(&bytes);
        Self { path: format!("/assets/{name}-{hash}.{end}"), kind, bytes: bytes.into() }
    }
}

static FONT_ASSET: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("vazirmatn", "woff2", "font/woff2", FONT.to_vec()));
static ICON_ASSET: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", ICON.into()));
/// Sides in pixels: for the start screens of phones (Android's two, the second cut to any shape; Apple's), for tabs that
/// know no SVG.
static ICONS: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    let drawn = |name, png: Result<Vec<u8>, drawing::DrawError>| {
        Asset::new(name, "png", "image/png", png.unwrap_or_default())
    };
    [
        drawn("icon-192", drawing::icon(ICON, 192)),
        drawn("icon-512", drawing::icon(ICON, 512)),
        drawn("icon-maskable", drawing::maskable(ICON, 512, GROUND)),
        drawn("icon-apple", drawing::maskable(ICON, 180, GROUND)),
    ]
});
static FAVICON: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("favicon", "ico", "image/x-icon", drawing::ico(ICON, 32).unwrap_or_default())
});
/// What a reader chose is set before the first letter is shown; the others wait for the page.
static SCRIPT_ASSET: LazyLock<Asset> = LazyLock::new(|| {
    let [comfort, others @ ..] = SCRIPTS;
    let others = others.join("\n");
    let text = format!("{comfort}\naddEventListener(\"DOMContentLoaded\", () => {{\n{others}\n}});\n");
    Asset::new("reader", "js", "text/javascript; charset=utf-8", without_remarks(&text).into())
});
static EDITOR: LazyLock<Asset> = LazyLock::new(|| {
    let all = READER_CSS.iter().map(|(_, text)| *text).chain([EDITOR_CSS]);
    let css = all.collect::<Vec<_>>().join("\n").replace("{{font}}", font());
    Asset::new("editor", "css", CSS, css.into_bytes())
});

/// A script without lines of remarks and what stands before a line: a tenth of what goes over the wire. No text of a script
/// goes over several lines (a test sees to it).
fn without_remarks(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The address of the newsroom's styles.
pub(crate) fn editor_css() -> &'static str {
    &EDITOR.path
}

/// The address of the readers' scripts.
pub(crate) fn script() -> &'static str {
    &SCRIPT_ASSET.path
}

/// The address of the font, so that pages fetch it early.
pub(crate) fn font() -> &'static str {
    &FONT_ASSET.path
}

/// The address of the icon.
pub(crate) fn icon() -> &'static str {
    &ICON_ASSET.path
}

/// Addresses of the icons in pixels.
#[derive(Clone, Copy, serde::Serialize)]
pub(crate) struct Icons {
    /// 192 on a side.
    pub(crate) small: &'static str,
    /// 512 on a side.
    pub(crate) large: &'static str,
    /// 512 on a side, to be cut to any shape.
    pub(crate) maskable: &'static str,
    /// 180 on a side.
    pub(crate) apple: &'static str,
}

/// See [`Icons`].
pub(crate) fn icons() -> Icons {
    let [small, large, maskable, apple] = &*ICONS;
    Icons { small: &small.path, large: &large.path, maskable: &maskable.path, apple: &apple.path }
}

/// The worker of this version: it keeps the page for when there is no network, and what that needs.
/// `css` and `font` are the addresses of what the site looks like now; the second is empty where none is sent.
pub(crate) fn worker(css: &str, font: &str) -> String {
    let mut shell = vec!["/offline", css, script(), font, icon()];
    shell.retain(|address| !address.is_empty());
    let version = short_hash(format!("{WORKER}{shell:?}").as_bytes());
    without_remarks(WORKER).replace("{{version}}", &version).replace("{{shell}}", &format!("{shell:?}"))
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/assets/{name}", get(show)).route("/favicon.ico", get(favicon))
}

async fn show(State(app): State<App>, Path(name): Path<String>) -> Response {
    let wanted = format!("/assets/{name}");
    let all = [&*EDITOR, &*SCRIPT_ASSET, &*FONT_ASSET, &*ICON_ASSET];
    if let Some(asset) = all.into_iter().chain(&*ICONS).find(|asset| asset.path == wanted) {
        return serve(asset, FOR_EVER);
    }
    if let Some(asset) = app.theme.asset(&wanted) {
        return serve(&asset, FOR_EVER);
    }
    if name.starts_with("logo-") {
        return logo(&app, &name).await;
    }
    if name.starts_with("reader-") && name.ends_with(".css") {
        return current_css(&app, &wanted).await;
    }
    missing()
}

/// A style that was not asked for since the start, or is another by now: a page in a browser still names it.
async fn current_css(app: &App, wanted: &str) -> Response {
    let Ok(site) = store::settings::site(&app.config.store).await else { return missing() };
    let path = app.theme.css(&site.appearance);
    let kept = if path == wanted { FOR_EVER } else { "no-store" };
    app.theme.asset(&path).map_or_else(missing, |asset| serve(&asset, kept))
}

async fn logo(app: &App, name: &str) -> Response {
    let logo = store::settings::logo(&app.config.store).await.ok().flatten();
    let Some(logo) = logo.filter(|logo| logo.name == name) else { return missing() };
    let kind = if name.ends_with(".svg") { "image/svg+xml" } else { "image/png" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_EVER)], logo.bytes).into_response()
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "no such file\n").into_response()
}

async fn favicon() -> Response {
    serve(&FAVICON, "public, max-age=86400")
}

/// How long what carries its hash is kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn serve(asset: &Asset, kept: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, kept)];
    (headers, asset.bytes.clone()).into_response()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// All that a reader's page may run, its worker too, as it goes over the wire by the way that compresses less.
    const SCRIPT_BYTES_MAX: usize = 3 * 1024;

    #[test]
    fn no_text_of_a_script_goes_over_several_lines() {
        for line in SCRIPTS.iter().chain([&WORKER]).flat_map(|script| script.lines()) {
            assert!(line.matches('`').count().is_multiple_of(2), "{line}");
        }
    }

    #[test]
    fn a_page_runs_little() {
        let bytes = [SCRIPT_ASSET.bytes.clone(), worker("/assets/reader.css", font()).into()].map(|script| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packed.write_all(&script).expect("packed");
            packed.finish().expect("packed").len()
        });
        assert!(bytes.iter().sum::<usize>() <= SCRIPT_BYTES_MAX, "{bytes:?}");
    }
}
