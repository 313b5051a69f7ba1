//! Scores on held-out training text, counted as `eval/repair.py` counts.

use std::collections::BTreeMap;

use persian::repair::line::{Gap, Line};
use persian::repair::tagger::Model;
use persian::repair::{Mode, Stream};

use super::damage::{Damage, Random};

/// Prints the F1 of the half-space for each way of damage, then the errors by kind.
pub(super) fn print(name: &str, lines: &[&str], model: &Model) {
    let mut said = format!("{name:9}");
    let mut errors = Vec::new();
    for (way, damage) in Damage::WAYS {
        let mut random = Random(7);
        let mut stream = Stream::new(*model, Mode::Full);
        let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        let mut kinds = BTreeMap::<(&str, &str), u32>::new();
        let (mut gold, mut answer) = (Line::default(), Line::default());
        for line in lines {
            gold.read(line);
            answer.read(&stream.line(&damage.deal(line, &mut random)));
            for (at, (want, got)) in gold.before.iter().zip(&answer.before).enumerate() {
                match (*want == Gap::Half, *got == Gap::Half) {
                    (true, true) => right += 1,
                    (false, true) => {
                        wrong += 1;
                        *kinds.entry(("wrong", kind(&answer, at))).or_default() += 1;
                    }
                    (true, false) => {
                        missed += 1;
                        *kinds.entry(("missed", kind(&gold, at))).or_default() += 1;
                    }
                    (false, false) => {}
                }
            }
        }
        let share = |of: u32, rest: u32| 100.0 * f64::from(of) / f64::from((of + rest).max(1));
        let (precision, recall) = (share(right, wrong), share(right, missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        said.push_str(&format!("  {way} {f1:.2} (P {precision:.2} R {recall:.2})"));
        let told = kinds.iter().map(|((error, kind), count)| format!("{error} {kind} {count}"));
        errors.push(format!("    {way}: {}", told.collect::<Vec<_>>().join(", ")));
    }
    println!("{said}");
    errors.iter().for_each(|line| println!("{line}"));
}

/// What kind of half-space stands before letter `at`, told from the pieces beside it.
fn kind(line: &Line, at: usize) -> &'static str {
    let number = line.pieces.partition_point(|piece| piece.end <= at);
    let piece = |number: usize| -> String {
        line.pieces.get(number).map(|piece| line.letters[piece.clone()].iter().collect()).unwrap_or_default()
    };
    let (left, right) = (piece(number.wrapping_sub(1)), piece(number));
    let right = right.as_str();
    match right {
        _ if matches!(left.as_str(), "می" | "نمی") => "verbs",
        _ if right.starts_with("ها") && right.chars().count() <= 6 => "plurals",
        "تر" | "تری" | "ترین" => "comparatives",
        "ام" | "ای" | "اند" | "ایم" | "اید" | "است" | "ی" => "ye and participles",
        "اش" | "ات" | "شان" | "مان" | "تان" => "pronouns",
        _ => "compounds",
    }
}
