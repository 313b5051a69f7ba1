//! Styles, the font and the script of the search box, served from the binary. An address carries the hash of its bytes and is kept for ever.

use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest, Sha256};

use crate::App;

/// The readers' styles: one file a thing, in this order.
const READER_CSS: [&str; 7] = [
    include_str!("../assets/css/base.css"),
    include_str!("../assets/css/shell.css"),
    include_str!("../assets/css/cards.css"),
    include_str!("../assets/css/article.css"),
    include_str!("../assets/css/story.css"),
    include_str!("../assets/css/forms.css"),
    include_str!("../assets/css/print.css"),
];
const EDITOR_CSS: &str = include_str!("../assets/css/editor.css");
const SCRIPT: &str = include_str!("../assets/js/search.js");
const FONT: &[u8] = include_bytes!("../assets/fonts/vazirmatn.woff2");
const ICON: &[u8] = include_bytes!("../assets/icon.svg");

struct Asset {
    path: String,
    kind: &'static str,
    bytes: Vec<u8>,
}

static FONT_ASSET: LazyLock<Asset> =
    LazyLock::new(|| asset("vazirmatn", "woff2", "font/woff2", FONT.to_vec()));
static ICON_ASSET: LazyLock<Asset> = LazyLock::new(|| asset("icon", "svg", "image/svg+xml", ICON.to_vec()));
static SCRIPT_ASSET: LazyLock<Asset> =
    LazyLock::new(|| asset("search", "js", "text/javascript; charset=utf-8", SCRIPT.into()));
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

/// The address of the script of the search box.
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

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/assets/{name}", get(show)).route("/favicon.ico", get(favicon))
}

async fn show(Path(name): Path<String>) -> Response {
    let wanted = format!("/assets/{name}");
    let all = [&*READER, &*EDITOR, &*SCRIPT_ASSET, &*FONT_ASSET, &*ICON_ASSET];
    match all.into_iter().find(|asset| asset.path == wanted) {
        Some(asset) => serve(asset, FOR_EVER),
        None => (StatusCode::NOT_FOUND, "no such file\n").into_response(),
    }
}

async fn favicon() -> Response {
    serve(&ICON_ASSET, "public, max-age=86400")
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
