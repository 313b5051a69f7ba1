//! Tries a theme: every page kind with sample values, full ones and empty ones, under strict names and limited fuel.

use std::path::Path;

use minijinja::{Environment, Error};

use super::files::Files;
use super::{Environments, Problem, samples};
use crate::language::Language;
use crate::templates;

/// Of one page. A day of the archive with 500 articles, the largest page, takes a fifth of it (a test); it ends a loop
/// without end in some hundredths of a second, and holds what a template makes under 64 MB.
pub(super) const FUEL: u64 = 1_000_000;

/// What is wrong with the theme in a folder; nothing when every page kind renders.
pub fn check(folder: &Path) -> Vec<Problem> {
    match Files::read(folder).and_then(|files| environments(folder, &files)) {
        Ok(environments) => problems(folder, &environments),
        Err(problems) => problems,
    }
}

/// The embedded templates with the folder's in their place, in each language.
pub(super) fn environments(folder: &Path, files: &Files) -> Result<Environments, Vec<Problem>> {
    let [persian, english] = Language::ALL.map(|language| environment(folder, files, language));
    Ok([persian?, english?])
}

/// The embedded templates with the folder's in their place.
fn environment(
    folder: &Path,
    files: &Files,
    language: Language,
) -> Result<Environment<'static>, Vec<Problem>> {
    let of = |error: Error| Problem::of(folder, &error);
    let mut environment = templates::environment(language).map_err(|error| vec![of(error)])?;
    environment.set_fuel(Some(FUEL));
    let added = files
        .templates
        .iter()
        .map(|(name, text)| environment.add_template_owned(name.clone(), text.clone()).map_err(of));
    let problems: Vec<Problem> = added.filter_map(Result::err).collect();
    if problems.is_empty() { Ok(environment) } else { Err(problems) }
}

/// What is wrong with any page kind, each said once.
pub(super) fn problems(folder: &Path, environments: &Environments) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (template, values) in samples::all() {
        let rendered = environments.iter().map(|one| one.get_template(template)?.render(&values));
        if let Some(error) = rendered.filter_map(Result::err).next() {
            let problem = Problem::of(folder, &error);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems
}
