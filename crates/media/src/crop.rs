//! Which part of a picture is shown where its whole does not fit.

/// The point of a picture that has to be seen, in hundredths of its width (from the left) and height (from the top).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Focus {
    /// From the left edge, 0 to 100.
    pub x: u8,
    /// From the top edge, 0 to 100.
    pub y: u8,
}

impl Focus {
    /// A point in hundredths of the width and the height; what lies outside is drawn to the edge.
    pub fn of((x, y): (i64, i64)) -> Self {
        let hundredths = |part: i64| u8::try_from(part.clamp(0, 100)).unwrap_or(100);
        Self { x: hundredths(x), y: hundredths(y) }
    }
}

impl Default for Focus {
    /// Faces are above the middle.
    fn default() -> Self {
        Self { x: 50, y: 40 }
    }
}

/// The proportions that pictures are cut to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ratio {
    /// 3:2, on cards.
    Card,
    /// 16:9, for machines.
    Wide,
    /// 4:3, for machines.
    Classic,
    /// 1:1, for machines.
    Square,
}

impl Ratio {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Card, Self::Wide, Self::Classic, Self::Square];

    /// Width and height.
    pub fn sides(self) -> (u32, u32) {
        match self {
            Self::Card => (3, 2),
            Self::Wide => (16, 9),
            Self::Classic => (4, 3),
            Self::Square => (1, 1),
        }
    }

    /// The widths in pixels that it is cut in.
    pub fn widths(self) -> &'static [u32] {
        match self {
            Self::Card => &[240, 480, 960],
            _ => &[1200],
        }
    }

    /// Its word in the names of files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "3x2",
            Self::Wide => "16x9",
            Self::Classic => "4x3",
            Self::Square => "1x1",
        }
    }
}

/// The largest part of a picture of `width` by `height` pixels with a ratio, as near about the focus as its edges permit:
/// left, top, width and height, in pixels.
pub(crate) fn part(width: u32, height: u32, ratio: Ratio, focus: Focus) -> (f64, f64, f64, f64) {
    let (width, height) = (f64::from(width), f64::from(height));
    let (across, down) = ratio.sides();
    let wanted = f64::from(across) / f64::from(down);
    let (part_width, part_height) =
        if width / height > wanted { (height * wanted, height) } else { (width, width / wanted) };
    let at = |whole: f64, part: f64, focus: u8| {
        (whole * f64::from(focus.min(100)) / 100.0 - part / 2.0).clamp(0.0, whole - part)
    };
    (at(width, part_width, focus.x), at(height, part_height, focus.y), part_width, part_height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_is_in_the_part_and_the_part_in_the_picture() {
        for (width, height) in [(1000, 600), (600, 1000), (1, 16_000), (16_000, 1), (999, 667)] {
            for ratio in Ratio::ALL {
                for (x, y) in [(0, 0), (50, 40), (100, 100), (3, 97)] {
                    let (left, top, across, down) = part(width, height, ratio, Focus { x, y });
                    let (focus_x, focus_y) =
                        (f64::from(width * x as u32) / 100.0, f64::from(height * y as u32) / 100.0);
                    assert!(left >= 0.0 && left + across <= f64::from(width) + 1e-6);
                    assert!(top >= 0.0 && top + down <= f64::from(height) + 1e-6);
                    assert!(
                        (left - 1e-6..=left + across + 1e-6).contains(&focus_x),
                        "{width} {height} {ratio:?} {x}"
                    );
                    assert!(
                        (top - 1e-6..=top + down + 1e-6).contains(&focus_y),
                        "{width} {height} {ratio:?} {y}"
                    );
                    let (a, b) = ratio.sides();
                    assert!((across / down - f64::from(a) / f64::from(b)).abs() < 1e-6);
                }
            }
        }
    }
}
