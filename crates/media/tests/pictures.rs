//! From bytes to files: real JPEG, PNG, WebP and GIF made here, and bytes made to hurt.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use media::{Decoded, Focus, Folder, Format, MediaError, Ratio, Rendition, keep, recrop, sample};
use news::picture::Picture;

fn encoded(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = DynamicImage::ImageRgba8(picture.clone());
    let picture = if format == ImageFormat::Jpeg { picture.into_rgb8().into() } else { picture };
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
    bytes
}

/// Red on the left, blue on the right.
fn halves(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgba([220, 20, 20, 255]) } else { Rgba([20, 20, 220, 255]) }
    })
}

fn kept(bytes: &[u8]) -> (tempfile::TempDir, Folder, Picture) {
    let place = tempfile::tempdir().expect("a folder");
    let folder = Folder::new(place.path());
    let kept = keep(bytes, Focus::default(), &folder).expect("kept");
    (place, folder, kept)
}

fn file(folder: &Folder, rendition: Rendition, hash: &str, format: Format) -> RgbaImage {
    let bytes = folder.get(&rendition.name(hash, format)).expect("read").expect("there");
    image::load_from_memory(&bytes).expect("a picture").into_rgba8()
}

#[test]
fn every_format_is_kept_in_every_width_and_crop() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let (_place, folder, kept) = kept(&encoded(&halves(1000, 600), format));
        assert_eq!((kept.width, kept.height), (1000, 600));
        assert_eq!(media::widths(1000), [320, 640, 960, 1000]);
        for width in media::widths(1000) {
            let picture = file(&folder, Rendition::Whole(width), &kept.hash, Format::WebP);
            assert_eq!((picture.width(), picture.height()), (width, (width * 6).div_ceil(10)));
            let [left, right] = [picture.get_pixel(width / 8, 9).0, picture.get_pixel(width / 8 * 7, 9).0];
            assert!(left[0] > 180 && left[2] < 80 && right[2] > 180 && right[0] < 80, "{left:?} {right:?}");
        }
        for ratio in Ratio::ALL {
            for width in ratio.widths() {
                let picture = file(&folder, Rendition::Part(ratio, *width, 1), &kept.hash, Format::WebP);
                let (across, down) = ratio.sides();
                assert_eq!((picture.width(), picture.height()), (*width, width * down / across));
            }
        }
    }
}

#[test]
fn a_crop_follows_the_focus() {
    let (_place, folder, kept) = kept(&encoded(&halves(1000, 400), ImageFormat::Png));
    recrop(&kept.hash, Focus { x: 5, y: 50 }, 2, &folder).expect("cut");
    recrop(&kept.hash, Focus { x: 95, y: 50 }, 3, &folder).expect("cut");
    let middle = |edition| {
        let cut = file(&folder, Rendition::Part(Ratio::Square, 1200, edition), &kept.hash, Format::WebP);
        cut.get_pixel(600, 600).0
    };
    assert!(middle(2)[0] > 180 && middle(3)[2] > 180, "{:?} {:?}", middle(2), middle(3));
}

#[test]
fn avif_is_smaller_and_of_the_same_size() {
    let (_place, folder, kept) = kept(&sample::landscape(3, 400, 260));
    media::avif(&kept.hash, Focus::default(), 1, &folder).expect("made");
    let get = |rendition: Rendition, format| {
        folder.get(&rendition.name(&kept.hash, format)).expect("read").expect("there")
    };
    let avif = get(Rendition::Whole(320), Format::Avif);
    assert_eq!(&avif[4..12], b"ftypavif");
    assert!(avif.len() < get(Rendition::Whole(320), Format::WebP).len());
    get(Rendition::Part(Ratio::Card, 480, 1), Format::Avif);
}

#[test]
fn a_placeholder_has_the_colours() {
    let (_place, _folder, kept) = kept(&encoded(&halves(900, 600), ImageFormat::Png));
    assert!(kept.placeholder.len() <= 30, "{}", kept.placeholder.len());
    let preview = media::preview(&kept.placeholder).expect("a preview");
    assert!(preview.len() < 300, "{}", preview.len());
    let preview = image::load_from_memory(&preview).expect("a picture").into_rgba8();
    let [left, right] = [preview.get_pixel(1, 3).0, preview.get_pixel(preview.width() - 2, 3).0];
    assert!(left[0] > left[2] && right[2] > right[0], "{left:?} {right:?}");
    assert!(media::preview(b"").is_none() && media::preview(&[0; 3]).is_none());
}

#[test]
fn what_is_transparent_stands_on_white() {
    let (_place, folder, kept) =
        kept(&encoded(&RgbaImage::from_pixel(400, 300, Rgba([0, 0, 0, 0])), ImageFormat::Png));
    assert!(file(&folder, Rendition::Whole(400), &kept.hash, Format::WebP).get_pixel(9, 9).0[0] > 250);
}

/// A TIFF header and two fields: upside down, and who took it.
fn exif(orientation: u8, artist: &str) -> Vec<u8> {
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    tiff.extend([0x3b, 0x01, 2, 0]);
    tiff.extend((artist.len() as u32 + 1).to_le_bytes());
    tiff.extend(38_u32.to_le_bytes());
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(artist.bytes().chain([0]));
    tiff
}

#[test]
fn orientation_is_applied_and_only_the_credit_is_kept_of_the_metadata() {
    let jpeg = encoded(&halves(200, 100), ImageFormat::Jpeg);
    let exif = exif(6, "Narges\u{7} Rahimi");
    let mut turned = jpeg[..2].to_vec();
    turned.extend([0xff, 0xe1]);
    turned.extend((exif.len() as u16 + 2).to_be_bytes());
    turned.extend(&exif);
    turned.extend(&jpeg[2..]);
    let (_place, folder, kept) = kept(&turned);
    assert_eq!((kept.width, kept.height, kept.credit.as_str()), (100, 200, "Narges  Rahimi"));
    let upright = file(&folder, Rendition::Whole(100), &kept.hash, Format::WebP);
    assert!(upright.get_pixel(50, 20).0[0] > 180 && upright.get_pixel(50, 180).0[2] > 180);
    for name in ["100.webp", "master.webp"] {
        let bytes = folder.get(&format!("{}-{name}", kept.hash)).expect("read").expect("there");
        assert!(!bytes.windows(6).any(|part| part == b"Narges"), "{name}");
    }
}

#[test]
fn narrow_and_tiny_pictures_are_kept_too() {
    for (width, height) in [(1, 1), (1, 3000), (3000, 1), (15_000, 20)] {
        let (_place, folder, kept) = kept(&encoded(&halves(width, height), ImageFormat::Png));
        let name = Rendition::Whole(media::widths(kept.width as u32)[0]).name(&kept.hash, Format::WebP);
        assert!(folder.get(&name).expect("read").is_some(), "{width} by {height}");
    }
}

/// The head of a PNG that says how large it is, and nothing more.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut small = encoded(&halves(2, 2), ImageFormat::Png);
    small[16..20].copy_from_slice(&width.to_be_bytes());
    small[20..24].copy_from_slice(&height.to_be_bytes());
    let sum = crc(&small[12..29]);
    small[29..33].copy_from_slice(&sum.to_be_bytes());
    small
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(
            sum ^ u32::from(*byte),
            |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 },
        )
    })
}

#[test]
fn what_is_made_to_hurt_is_refused_in_a_sentence() {
    assert!(matches!(
        Decoded::decode(&png_of(30_000, 30_000)),
        Err(MediaError::TooManyPixels(30_000, 30_000))
    ));
    assert!(matches!(Decoded::decode(&png_of(16_001, 1)), Err(MediaError::TooManyPixels(..))));
    assert!(matches!(Decoded::decode(&vec![0; media::BYTES_MAX + 1]), Err(MediaError::TooLarge(_))));
    for bytes in [&b""[..], b"<svg onload=alert(1)>", b"<html>", b"%PDF-1.7", b"BM\0\0", b"II*\0\x08\0\0\0"] {
        assert!(matches!(Decoded::decode(bytes), Err(MediaError::UnknownFormat)), "{bytes:?}");
    }
    let whole = encoded(&halves(300, 200), ImageFormat::Png);
    for part in [8, 20, 33, 60, whole.len() - 20] {
        let error = Decoded::decode(&whole[..part]).expect_err("cut off");
        assert!(error.to_string().ends_with('.'), "{error}");
    }
}

/// Bytes of whole pictures with some changed by dice: an error or a picture, never a panic.
#[test]
fn changed_bytes_are_read_or_refused() {
    let mut seed = 7_u64;
    let mut dice = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % most
    };
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let whole = encoded(&halves(64, 48), format);
        for _ in 0..150 {
            let mut bytes = whole.clone();
            for _ in 0..=dice(6) {
                let at = dice(bytes.len());
                bytes[at] = dice(256) as u8;
            }
            let _ = Decoded::decode(&bytes);
        }
    }
}
