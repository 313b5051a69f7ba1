//! Scores on held-out training text, counted as `eval/repair.py` counts.

use persian::repair::Stream;
use persian::repair::line::{Gap, Line};
use persian::repair::tagger::Model;

use super::damage::{Damage, Random};

/// Prints the F1 of the half-space for each way of damage.
pub(super) fn print(name: &str, lines: &[&str], model: &Model) {
    let mut said = format!("{name:9}");
    for (way, damage) in Damage::WAYS {
        let mut random = Random(7);
        let mut stream = Stream::new(*model, 0);
        let (mut right, mut wrong, mut missed) = (0_u32, 0_u32, 0_u32);
        let (mut gold, mut answer) = (Line::default(), Line::default());
        for line in lines {
            gold.read(line);
            answer.read(&stream.line(&damage.deal(line, &mut random)));
            for (want, got) in gold.before.iter().zip(&answer.before) {
                match (*want == Gap::Half, *got == Gap::Half) {
                    (true, true) => right += 1,
                    (false, true) => wrong += 1,
                    (true, false) => missed += 1,
                    (false, false) => {}
                }
            }
        }
        let share = |of: u32, rest: u32| 100.0 * f64::from(of) / f64::from((of + rest).max(1));
        let (precision, recall) = (share(right, wrong), share(right, missed));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        said.push_str(&format!("  {way} {f1:.2} (P {precision:.2} R {recall:.2})"));
    }
    println!("{said}");
}
