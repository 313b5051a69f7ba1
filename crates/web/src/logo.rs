//! A logo as it is sent and as it is served: an SVG written anew with nothing but shapes, or a PNG with nothing but its
//! picture. What else they could hold (scripts, addresses, notes of programs) is not in what readers get.

use std::fmt::Write as _;

use roxmltree::{Document, Node, ParsingOptions};

/// Large enough for a careful SVG; every reader's first page waits for it.
pub(crate) const BYTES_MAX: usize = 64 * 1024;
/// Pixels of an edge of a PNG; a page shows it 44 high.
const EDGE_MAX: u32 = 1024;
/// Elements, attributes and texts of an SVG.
const NODES_MAX: u32 = 5000;
const SVG: &str = "http://www.w3.org/2000/svg";

/// A logo that may be served.
#[derive(Debug, PartialEq)]
pub(crate) struct Clean {
    /// `svg` or `png`.
    pub(crate) end: &'static str,
    pub(crate) bytes: Vec<u8>,
    /// Width and height, in whatever unit.
    pub(crate) size: [u32; 2],
}

/// Why a logo is not taken; worded where it is shown.
#[derive(Debug, PartialEq)]
pub(crate) enum LogoRefusal {
    /// Over [`BYTES_MAX`], or over [`EDGE_MAX`] pixels.
    TooLarge,
    /// Neither an SVG nor a PNG that can be read.
    Unreadable,
    /// An SVG without `viewBox`, `width` and `height`.
    Sizeless,
    /// An SVG with something else than shapes.
    Forbidden(String),
}

/// What may be served of these bytes.
pub(crate) fn clean(bytes: &[u8]) -> Result<Clean, LogoRefusal> {
    if bytes.len() > BYTES_MAX {
        return Err(LogoRefusal::TooLarge);
    }
    match bytes.strip_prefix(PNG) {
        Some(rest) => png(rest),
        None => svg(std::str::from_utf8(bytes).map_err(|_| LogoRefusal::Unreadable)?),
    }
}

const ELEMENTS: [&str; 17] = [
    "svg",
    "g",
    "defs",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
];
const ATTRIBUTES: [&str; 51] = [
    "id",
    "viewBox",
    "width",
    "height",
    "d",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "points",
    "transform",
    "fill",
    "fill-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "mask",
    "maskUnits",
    "maskContentUnits",
    "preserveAspectRatio",
    "paint-order",
    "vector-effect",
    "shape-rendering",
    "mask-type",
    "display",
];

fn svg(text: &str) -> Result<Clean, LogoRefusal> {
    // No DTD is read, so no entity grows.
    let options = ParsingOptions { nodes_limit: NODES_MAX, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|_| LogoRefusal::Unreadable)?;
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return Err(LogoRefusal::Unreadable);
    }
    let size = size(root).ok_or(LogoRefusal::Sizeless)?;
    let mut out = String::new();
    write(root, &mut out)?;
    Ok(Clean { end: "svg", bytes: out.into_bytes(), size })
}

/// Width and height by `viewBox`, else by those attributes.
fn size(root: Node) -> Option<[u32; 2]> {
    let whole = |text: &str| {
        let number: f64 = text.trim().trim_end_matches("px").parse().ok()?;
        (1.0..1e6).contains(&number).then_some(number.round() as u32)
    };
    if let Some(view) = root.attribute("viewBox") {
        let parts: Vec<&str> = view.split([' ', ',', '\n']).filter(|part| !part.is_empty()).collect();
        return Some([whole(parts.get(2)?)?, whole(parts.get(3)?)?]);
    }
    Some([whole(root.attribute("width")?)?, whole(root.attribute("height")?)?])
}

fn write(node: Node, out: &mut String) -> Result<(), LogoRefusal> {
    let name = node.tag_name().name();
    // Notes of drawing programs.
    if node.tag_name().namespace() != Some(SVG) || name == "metadata" {
        return Ok(());
    }
    if !ELEMENTS.contains(&name) {
        return Err(LogoRefusal::Forbidden(name.to_owned()));
    }
    let _ = write!(out, "<{name}");
    if node.parent_element().is_none() {
        let _ = write!(out, " xmlns=\"{SVG}\"");
    }
    let own = node.attributes().filter(|one| one.namespace().is_none());
    let declared = node.attribute("style").into_iter().flat_map(|style| style.split(';'));
    let declared =
        declared.filter_map(|one| one.split_once(':')).map(|(name, value)| (name.trim(), value.trim()));
    let mut written: Vec<&str> = Vec::new();
    for (name, value) in declared.chain(own.map(|one| (one.name(), one.value()))) {
        if ATTRIBUTES.contains(&name) && is_plain(value) && !written.contains(&name) {
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
            written.push(name);
        }
    }
    out.push('>');
    for child in node.children() {
        if child.is_element() {
            write(child, out)?;
        } else if child.is_text() && matches!(name, "title" | "desc") {
            out.push_str(&escaped(child.text().unwrap_or_default()));
        }
    }
    let _ = write!(out, "</{name}>");
    Ok(())
}

/// Whether a value leads nowhere but to a name within the picture.
fn is_plain(value: &str) -> bool {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once("url(") {
        if !after.trim_start_matches(['"', '\'']).starts_with('#') {
            return false;
        }
        rest = after;
    }
    !value.contains(['\\', '<', '&', '@']) && !value.contains("://") && !value.contains("/*")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that a picture is made of; others are notes, some with places and names.
const CHUNKS: [&[u8; 4]; 8] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM"];

fn png(mut rest: &[u8]) -> Result<Clean, LogoRefusal> {
    let (mut bytes, mut size) = (PNG.to_vec(), None);
    loop {
        let head = rest.first_chunk::<8>().ok_or(LogoRefusal::Unreadable)?;
        let [l0, l1, l2, l3, kind @ ..] = *head;
        let length = u32::from_be_bytes([l0, l1, l2, l3]) as usize;
        let chunk = rest.get(..length.saturating_add(12)).ok_or(LogoRefusal::Unreadable)?;
        let (checked, told) = (&chunk[4..length + 8], &chunk[length + 8..]);
        if crc32(checked).to_be_bytes() != told {
            return Err(LogoRefusal::Unreadable);
        }
        if size.is_none() {
            size = Some(png_size(&kind, &checked[4..])?);
        }
        if CHUNKS.contains(&&kind) {
            bytes.extend_from_slice(chunk);
        }
        if &kind == b"IEND" {
            let size = size.ok_or(LogoRefusal::Unreadable)?;
            return Ok(Clean { end: "png", bytes, size });
        }
        rest = &rest[chunk.len()..];
    }
}

/// The first chunk is the head.
fn png_size(kind: &[u8; 4], head: &[u8]) -> Result<[u32; 2], LogoRefusal> {
    let number =
        |at: usize| head.get(at..at + 4).and_then(|four| Some(u32::from_be_bytes(four.try_into().ok()?)));
    let size =
        number(0).zip(number(4)).filter(|(width, height)| kind == b"IHDR" && *width > 0 && *height > 0);
    let (width, height) = size.ok_or(LogoRefusal::Unreadable)?;
    if width.max(height) > EDGE_MAX { Err(LogoRefusal::TooLarge) } else { Ok([width, height]) }
}

/// The check of PNG's chunks (RFC 2083, 15), reckoned bit by bit: a logo is small.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(inner: &str) -> Result<String, LogoRefusal> {
        let text = format!(
            "<svg xmlns=\"{SVG}\" xmlns:i=\"http://www.w3.org/1999/i\" viewBox=\"0 0 120 44\">{inner}</svg>"
        );
        let clean = clean(text.as_bytes())?;
        assert_eq!((clean.end, clean.size), ("svg", [120, 44]));
        let text = String::from_utf8(clean.bytes).expect("text");
        let begins = format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 120 44\">");
        Ok(text.strip_prefix(&begins).expect("its root").trim_end_matches("</svg>").to_owned())
    }

    #[test]
    fn an_svg_is_written_anew_with_shapes_only() {
        for (sent, expected) in [
            ("<path d=\"M0 0h9\" fill=\"#a00\"/>", "<path d=\"M0 0h9\" fill=\"#a00\"></path>"),
            ("<g onclick=\"x()\" style=\"fill:red;behavior:url(x)\"/>", "<g fill=\"red\"></g>"),
            ("<path fill=\"url(#a)\" mask=\"url(https://evil)\"/>", "<path fill=\"url(#a)\"></path>"),
            ("<path fill=\"url(#a) url(//evil.ir/a)\"/>", "<path></path>"),
            ("<metadata>x</metadata><i:note>x</i:note><title>الف &lt;</title>", "<title>الف &lt;</title>"),
            ("<rect width=\"9\" i:href=\"x\" href=\"javascript:x\"/>", "<rect width=\"9\"></rect>"),
        ] {
            assert_eq!(cleaned(sent).as_deref(), Ok(expected), "{sent}");
        }
        for name in ["script", "foreignObject", "image", "use", "style", "a", "animate", "text", "iframe"] {
            assert_eq!(cleaned(&format!("<{name}/>")), Err(LogoRefusal::Forbidden(name.to_owned())));
        }
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let bomb =
            format!("<!DOCTYPE svg [<!ENTITY a \"aaa\">]><svg xmlns=\"{SVG}\" viewBox=\"0 0 1 1\">&a;</svg>");
        let deep = format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 1 1\">{}", "<g>".repeat(9000));
        let many = format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 1 1\">{}</svg>", "<g/>".repeat(6000));
        for no in ["", "GIF89a", "<svg/>", "<html/>", &bomb, &deep, &many] {
            assert_eq!(clean(no.as_bytes()), Err(LogoRefusal::Unreadable), "{:.60}", no);
        }
        let sizeless = format!("<svg xmlns=\"{SVG}\"/>");
        assert_eq!(clean(sizeless.as_bytes()), Err(LogoRefusal::Sizeless));
        assert_eq!(clean(&vec![b' '; BYTES_MAX + 1]), Err(LogoRefusal::TooLarge));
    }

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let checked = [&kind[..], data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &checked, &crc32(&checked).to_be_bytes()].concat()
    }

    fn picture(edge: u32, notes: &[u8]) -> Vec<u8> {
        let head = [&edge.to_be_bytes()[..], &44_u32.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        [PNG, &chunk(b"IHDR", &head), notes, &chunk(b"IDAT", b"x"), &chunk(b"IEND", b"")].concat()
    }

    #[test]
    fn a_png_keeps_its_picture_and_loses_its_notes() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926, "the check value of this sum");
        let noted = picture(120, &chunk(b"tEXt", b"Author\0me"));
        let clean_one = clean(&noted).expect("a picture");
        assert_eq!((clean_one.bytes, clean_one.size), (picture(120, b""), [120, 44]));
        assert_eq!(clean(&picture(5000, b"")), Err(LogoRefusal::TooLarge));
        let mut broken = picture(120, b"");
        broken[20] ^= 1;
        assert_eq!(clean(&broken), Err(LogoRefusal::Unreadable));
        let whole = picture(120, b"");
        for end in 0..whole.len() {
            assert!(clean(&whole[..end]).is_err(), "cut at {end}");
        }
    }
}
