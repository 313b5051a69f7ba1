//! Names: one word for one thing, and no name of a place that only one machine has.

use super::{File, Hit, Rule, rust};

/// Folders of people's machines. Written in two parts, or this line would be found.
const MACHINES: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
/// Endings of files that hold words of ours.
const WORDED: [&str; 11] =
    [".rs", ".toml", ".md", ".mjs", ".js", ".json", ".css", ".html", ".sql", ".yml", "/run"];
/// Words of the glossary: every one has its line with its Persian.
const GLOSSARY: [&str; 15] = [
    "source",
    "feed",
    "entry",
    "page",
    "story",
    "article",
    "revision",
    "section",
    "kicker",
    "headline",
    "lead",
    "byline",
    "news code",
    "desk",
    "inbox",
];
/// Parts of a type's or a module's name that say nothing, or say in other words what the glossary has a word for.
const REFUSED: [(&str, &str); 11] = [
    ("Manager", "say what it does"),
    ("Helper", "say what it does"),
    ("Service", "say what it does"),
    ("Utils", "say what it holds"),
    ("Util", "say what it holds"),
    ("Misc", "say what it holds"),
    ("Category", "section"),
    ("Rubric", "section"),
    ("Teaser", "lead"),
    ("Overline", "kicker"),
    ("Cluster", "story"),
];

pub(super) const PLACES: Rule = Rule {
    name: "places",
    reason: "the project builds in any folder of any machine",
    check: |files| {
        files
            .iter()
            .filter(|file| WORDED.iter().any(|end| file.path.ends_with(end)))
            .flat_map(places)
            .collect()
    },
};

pub(super) const WORDS: Rule = Rule {
    name: "words",
    reason: "one word for one thing, kept in GLOSSARY.md with its Persian, so that a search finds all of it",
    check: |files| {
        let names = files
            .iter()
            .filter(|file| file.is_rust() && file.path.starts_with("crates/"))
            .flat_map(refused_names);
        let glossary = files.iter().filter(|file| file.path == "GLOSSARY.md").flat_map(missing_words);
        names.chain(glossary).collect()
    },
};

fn places(file: &File) -> Vec<Hit> {
    // In `https://host/home/` the folder is the host's, not a machine's.
    let starts = |text: &str, at: usize| {
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '}' | '-' | '_' | '.'))
    };
    let named =
        |text: &str| MACHINES.iter().any(|place| text.match_indices(place).any(|(at, _)| starts(text, at)));
    file.written().filter(|(_, text)| named(text)).map(|(line, text)| file.hit(line, text.trim())).collect()
}

fn refused_names(file: &File) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (line, text) in file.lines() {
        let Some(name) = defined(text) else { continue };
        let refused =
            REFUSED.iter().find(|(word, _)| parts(name).any(|part| part.eq_ignore_ascii_case(word)));
        hits.extend(refused.map(|(_, instead)| file.hit(line, format!("the name {name}: {instead}"))));
    }
    hits
}

/// The type or module that a line of code begins to define.
fn defined(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let text = ["pub(crate) ", "pub(super) ", "pub "]
        .iter()
        .find_map(|start| text.strip_prefix(start))
        .unwrap_or(text);
    let rest =
        ["struct ", "enum ", "trait ", "mod ", "type "].iter().find_map(|start| text.strip_prefix(start))?;
    rest.split(|c| !rust::is_word(c)).next()
}

/// `FeedReader` is `Feed` and `Reader`, `feed_reader` is `feed` and `reader`.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split('_').flat_map(|word| {
        let mut starts: Vec<usize> =
            word.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at).collect();
        starts.insert(0, 0);
        starts.push(word.len());
        starts.dedup();
        let pairs: Vec<(usize, usize)> = starts.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.into_iter().map(move |(from, to)| &word[from..to])
    })
}

fn missing_words(glossary: &File) -> Vec<Hit> {
    let persian = |line: &str| line.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c));
    let explained = |word: &str| {
        glossary.text.lines().any(|line| persian(line) && rust::says(&line.to_lowercase(), word))
    };
    let missing = GLOSSARY.iter().filter(|word| !explained(word));
    missing.map(|word| glossary.hit(0, format!("has no line for {word} with its Persian"))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::check;
    use super::*;

    #[test]
    fn a_place_on_a_machine_is_found() {
        let line = format!("see {}shared/x", MACHINES[0]);
        check(&PLACES, "README.md", &line, &[&format!("1 {line}")]);
        check(&PLACES, "README.md", &format!("https://host.ir{}", MACHINES[0]), &[]);
    }

    #[test]
    fn a_name_that_says_nothing_is_found() {
        let code = "pub struct FeedManager;\nmod utils {}\nstruct Managerial;\n";
        let expected = ["1 the name FeedManager: say what it does", "2 the name utils: say what it holds"];
        check(&WORDS, "crates/ingest/src/feed.rs", code, &expected);
        check(
            &WORDS,
            "crates/news/src/section.rs",
            "enum PostCategory {}",
            &["1 the name PostCategory: section"],
        );
    }

    #[test]
    fn a_word_without_its_persian_is_found() {
        let lines: Vec<String> = GLOSSARY.iter().map(|word| format!("- **{word}** واژه\n")).collect();
        check(&WORDS, "GLOSSARY.md", &lines.concat(), &[]);
        let without = lines.concat().replace("- **kicker** واژه\n", "- **kicker**\n");
        check(&WORDS, "GLOSSARY.md", &without, &["1 has no line for kicker with its Persian"]);
    }
}
