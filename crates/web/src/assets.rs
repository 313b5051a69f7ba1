//! Styles, scripts, the font and the icon, served from the binary. An address carries the hash of its bytes and is kept for ever.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::App;

/// The readers' styles: one file a thing, in this order.
const READER_CSS: [&str; 6] = [
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/shell.css"),
    include_str!("../assets/css/cards.css"),
    include_str!("../assets/css/article.css"),
    include_str!("../assets/css/forms.css"),
    include_str!("../assets/css/print.css"),
];
const EDITOR_CSS: &str = include_str!("../assets/css/editor.css");
/// The readers' scripts, in one file: without them every page is whole.
const SCRIPTS: [&str; 3] = [
    include_str!("../assets/js/search.js"),
    include_str!("../assets/js/share.js"),
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

struct Asset {
    path: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

static FONT_ASSET: LazyLock<Asset> =
    LazyLock::new(|| asset("vazirmatn", "woff2", "font/woff2", FONT.to_vec()));
static ICON_ASSET: LazyLock<Asset> = LazyLock::new(|| asset("icon", "svg", "image/svg+xml", ICON.into()));
/// Sides in pixels: for the start screens of phones (Android's two, the second cut to any shape; Apple's), for tabs that
/// know no SVG.
static ICONS: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    let drawn = |name, png: Result<Vec<u8>, drawing::DrawError>| {
        asset(name, "png", "image/png", png.unwrap_or_default())
    };
    [
        drawn("icon-192", drawing::icon(ICON, 192)),
        drawn("icon-512", drawing::icon(ICON, 512)),
        drawn("icon-maskable", drawing::maskable(ICON, 512, GROUND)),
        drawn("icon-apple", drawing::maskable(ICON, 180, GROUND)),
    ]
});
static FAVICON: LazyLock<Asset> =
    LazyLock::new(|| asset("favicon", "ico", "image/x-icon", drawing::ico(ICON, 32).unwrap_or_default()));
static SCRIPT_ASSET: LazyLock<Asset> =
    LazyLock::new(|| asset("reader", "js", "text/javascript; charset=utf-8", SCRIPTS.join("\n").into()));
static READER: LazyLock<Asset> = LazyLock::new(|| style("reader", &READER_CSS.join("\n")));
static EDITOR: LazyLock<Asset> =
    LazyLock::new(|| style("editor", &[&READER_CSS.join("\n"), EDITOR_CSS].join("\n")));

/// The address of the readers' styles.
pub(crate) fn reader_css() -> &'static str {
    &READER.path
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
pub(crate) fn worker() -> String {
    let shell = ["/offline", reader_css(), script(), font(), icon()];
    let version: String = Sha256::digest(format!("{WORKER}{shell:?}"))
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    WORKER.replace("{{version}}", &version).replace("{{shell}}", &format!("{shell:?}"))
}

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/assets/{name}", get(show)).route("/favicon.ico", get(favicon))
}

async fn show(Path(name): Path<String>) -> Response {
    let wanted = format!("/assets/{name}");
    let all = [&*READER, &*EDITOR, &*SCRIPT_ASSET, &*FONT_ASSET, &*ICON_ASSET];
    match all.into_iter().chain(&*ICONS).find(|asset| asset.path == wanted) {
        Some(asset) => serve(asset, FOR_EVER),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

async fn favicon() -> Response {
    serve(&FAVICON, "public, max-age=86400")
}

/// How long what carries its hash is kept.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn serve(asset: &'static Asset, kept: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, kept)];
    (headers, asset.bytes.as_slice()).into_response()
}

fn style(name: &str, css: &str) -> Asset {
    asset(name, "css", "text/css; charset=utf-8", css.replace("{{font}}", font()).into_bytes())
}

fn asset(name: &str, end: &str, kind: &'static str, bytes: Vec<u8>) -> Asset {
    let hash: String = Sha256::digest(&bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Asset { path: format!("/assets/{name}-{hash}.{end}"), kind, bytes }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// All that a reader's page may run, its worker too, as it goes over the wire by the way that compresses less.
    const SCRIPT_BYTES_MAX: usize = 3 * 1024;

    #[test]
    fn a_page_runs_little() {
        let bytes = [SCRIPT_ASSET.bytes.clone(), worker().into_bytes()].map(|script| {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
            packed.write_all(&script).expect("packed");
            packed.finish().expect("packed").len()
        });
        assert!(bytes.iter().sum::<usize>() <= SCRIPT_BYTES_MAX, "{bytes:?}");
    }
}
