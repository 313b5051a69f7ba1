use news::copies::*;
use std::io::{BufRead, Write};
fn main() {
    let mut g = Grouper::new();
    let mut ids = vec![];
    let lines: Vec<String> = std::io::stdin().lock().lines().map(|l| l.unwrap()).collect();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let t = std::time::Instant::now();
    let mut sk = 0.0;
    let mut st: Vec<i64> = vec![];
    let mut joins = 0;
    for l in &lines {
        let v: serde_json::Value = serde_json::from_str(l).unwrap();
        let t = std::time::Instant::now();
        let s = Sketch::of(v["title"].as_str().unwrap_or(""), v["body"].as_str().unwrap_or(""));
        sk += t.elapsed().as_secs_f64();
        let at = ids.len() as i64;
        let all = g.stories_of(&s);
        let story = all.first().copied().unwrap_or(at);
        for o in all.iter().skip(1) {
            g.join(story, *o);
            for x in &mut st {
                if *x == *o {
                    *x = story;
                }
            }
            joins += 1;
        }
        st.push(story);
        g.remember(at, story, 0, &s);
        ids.push(v["id"].clone());
    }
    for (i, s) in st.iter().enumerate() {
        writeln!(out, "{}", serde_json::json!({"id": ids[i], "story": ids[*s as usize]})).unwrap();
    }
    std::fs::write(
        "/tmp/srch/time",
        format!("{} joins {joins} total {:.2}s sketch {:.2}s", ids.len(), t.elapsed().as_secs_f64(), sk),
    )
    .unwrap();
}
