//! Drawn landscapes, for the demo and for tests: no photograph has to be carried along.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// Ranges of hills, one before the other.
const RANGES: usize = 4;
/// Sky at the top, sky at the horizon, the far hills, the near hills.
const PALETTES: [[[f32; 3]; 4]; 5] = [
    [[58.0, 96.0, 150.0], [246.0, 198.0, 150.0], [140.0, 130.0, 150.0], [38.0, 56.0, 62.0]],
    [[24.0, 38.0, 74.0], [226.0, 122.0, 92.0], [112.0, 74.0, 98.0], [30.0, 26.0, 44.0]],
    [[120.0, 176.0, 214.0], [236.0, 242.0, 240.0], [150.0, 178.0, 170.0], [44.0, 84.0, 60.0]],
    [[196.0, 160.0, 110.0], [250.0, 234.0, 204.0], [206.0, 160.0, 112.0], [116.0, 70.0, 44.0]],
    [[70.0, 122.0, 140.0], [214.0, 230.0, 222.0], [96.0, 146.0, 150.0], [22.0, 62.0, 74.0]],
];

/// The JPEG of a landscape: the same for the same number, another for another.
pub fn landscape(number: u32, width: u32, height: u32) -> Vec<u8> {
    let palette = PALETTES[number as usize % PALETTES.len()];
    let turn = number as f32 * 1.7;
    let (sun_x, sun_y) = (0.2 + 0.6 * (turn * 0.37).sin().abs(), 0.22 + 0.12 * turn.cos());
    let ridge = |range: usize, x: f32| {
        let depth = range as f32 / RANGES as f32;
        let wave = |times: f32, turn: f32| (x * times + turn).sin();
        let rough = wave(3.1 + depth, turn + depth * 9.0)
            + 0.5 * wave(7.3, turn * 2.0 - depth)
            + 0.22 * wave(17.0, turn + depth * 4.0)
            + 0.08 * wave(53.0, depth * 7.0);
        0.5 + 0.11 * range as f32 + rough * (0.1 - 0.045 * depth)
    };
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (across, down) = (x as f32 / width as f32, y as f32 / height as f32);
        let sky = between(palette[0], palette[1], (down * 1.6).min(1.0));
        let away = ((across - sun_x) * width as f32 / height as f32).hypot(down - sun_y);
        let mut colour = between(sky, [255.0, 248.0, 226.0], (1.0 - (away - 0.06) * 9.0).clamp(0.0, 0.9));
        for range in 0..RANGES {
            let top = ridge(range, across);
            if down > top {
                let near = between(palette[2], palette[3], range as f32 / (RANGES - 1) as f32);
                colour = between(near, palette[1], ((0.16 - (down - top)) * 1.4).clamp(0.0, 0.25));
            }
        }
        Rgb(colour.map(|part| part as u8))
    });
    let mut bytes = Vec::new();
    // Into memory nothing fails.
    let _ = picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg);
    bytes
}

fn between(from: [f32; 3], to: [f32; 3], part: f32) -> [f32; 3] {
    std::array::from_fn(|at| from[at] + (to[at] - from[at]) * part)
}
