//! What readers' pages look like: the embedded templates and styles, and a folder whose files stand in their place.
//!
//! A theme is taken up only when every page kind renders with it ([`check()`]); one that does not is told, in the log and
//! to the newsroom, and the last good one stays. Its files are known by the listing of its folder, never by a name that
//! a template says, so that none leads out of it; fuel ends what would not end.

mod check;
mod files;
mod samples;
mod style;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use minijinja::{Environment, Error, Value};
use news::appearance::Appearance;

pub use self::check::check;
pub use self::files::eject;
use self::files::{Files, Stamp};
#[cfg(test)]
pub(crate) use self::samples::in_language as samples_in;
pub(crate) use self::style::{DARK, LIGHT, Palettes, colours};
use crate::assets::Asset;
use crate::language::Language;
use crate::templates;

/// What is wrong with a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as its folder was named.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub words: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.file, self.line, self.words)
    }
}

/// The theme that pages are made with, and the folder that it follows.
pub(crate) struct Theme {
    folder: Option<PathBuf>,
    embedded: Environments,
    now: RwLock<Arc<Loaded>>,
    seen: Mutex<Stamp>,
    problems: RwLock<Vec<Problem>>,
    styles: style::Styles,
    /// Names that pages gave to templates and that no sample has; in debug builds, for a test.
    unsampled: Mutex<BTreeSet<String>>,
}

/// Templates in each language, in the order of [`Language::ALL`].
type Environments = [Environment<'static>; 2];

/// A theme that was found good.
struct Loaded {
    /// None where nothing stands in the place of the embedded ones.
    environments: Option<Environments>,
    css: String,
    font: Option<Arc<Asset>>,
}

impl Theme {
    /// The embedded theme, or that of a folder. A folder that is no good is told, and the embedded one is used.
    ///
    /// # Errors
    /// When an embedded template is broken; a test would have caught it.
    pub(crate) fn open(folder: Option<PathBuf>) -> Result<Self, Error> {
        let [persian, english] = Language::ALL.map(templates::environment);
        let embedded = [persian?, english?];
        let plain = Loaded { environments: None, css: files::embedded_css(), font: None };
        let theme = Self {
            folder,
            embedded,
            now: RwLock::new(Arc::new(plain)),
            seen: Mutex::default(),
            problems: RwLock::default(),
            styles: style::Styles::default(),
            unsampled: Mutex::default(),
        };
        theme.reload();
        Ok(theme)
    }

    /// Whether the folder changed and what it holds now is good: pages are to be made anew.
    pub(crate) fn reload(&self) -> bool {
        let Some(folder) = &self.folder else { return false };
        let stamp = files::stamp(folder);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == stamp {
            return false;
        }
        *seen = stamp;
        let (problems, is_good) = match load(folder) {
            Ok(loaded) => {
                *self.now.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
                (Vec::new(), true)
            }
            Err(problems) => (problems, false),
        };
        for problem in &problems {
            tracing::error!("the theme is not taken up: {problem}");
        }
        *self.problems.write().unwrap_or_else(PoisonError::into_inner) = problems;
        is_good
    }

    /// What is wrong with the folder as it is.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        self.problems.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Renders a template. Where that of the folder fails with these values, the embedded one is shown in its place.
    ///
    /// # Errors
    /// When the embedded template fails too.
    pub(crate) fn render(&self, language: Language, template: &str, values: Value) -> Result<String, Error> {
        if cfg!(debug_assertions)
            && let Err(name) = samples::knows(template, &values)
        {
            self.unsampled.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        }
        let now = self.now();
        if let Some(environments) =
            now.environments.as_ref().filter(|_| template.starts_with(templates::READER))
        {
            match environments[language as usize]
                .get_template(template)
                .and_then(|one| one.render(values.clone()))
            {
                Ok(text) => return Ok(text),
                Err(error) => self.tell(&error),
            }
        }
        self.embedded[language as usize].get_template(template)?.render(values)
    }

    pub(crate) fn unsampled(&self) -> Vec<String> {
        self.unsampled.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// The address of the styles as the newsroom wants them.
    pub(crate) fn css(&self, appearance: &Appearance) -> String {
        let now = self.now();
        self.styles.of(&now.css, now.font.as_deref(), appearance).path.clone()
    }

    /// The address of the font that pages fetch early; empty where none is sent.
    pub(crate) fn font(&self, appearance: &Appearance) -> String {
        style::font(self.now().font.as_deref(), appearance).unwrap_or_default().to_owned()
    }

    /// What is served at an address: a style that was asked for lately, or the font of the folder.
    pub(crate) fn asset(&self, path: &str) -> Option<Arc<Asset>> {
        let font = self.now().font.clone().filter(|font| font.path == path);
        font.or_else(|| self.styles.find(path))
    }

    fn now(&self) -> Arc<Loaded> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn tell(&self, error: &Error) {
        let folder = self.folder.as_deref().unwrap_or(Path::new(""));
        let problem = Problem::of(folder, error);
        let mut problems = self.problems.write().unwrap_or_else(PoisonError::into_inner);
        if !problems.contains(&problem) {
            tracing::error!("the embedded template is shown in the place of the theme's: {problem}");
            problems.push(problem);
        }
    }
}

impl Problem {
    fn of(folder: &Path, error: &Error) -> Self {
        let name = error.name().unwrap_or_default();
        let file = folder.join(files::TEMPLATES).join(name.strip_prefix(templates::READER).unwrap_or(name));
        let kind = error.kind();
        let words = match error.detail() {
            Some(detail) => format!("{kind}: {detail}"),
            None => kind.to_string(),
        };
        Self { file: file.display().to_string(), line: error.line().unwrap_or(1), words }
    }
}

/// Reads a folder and tries every page kind with it.
fn load(folder: &Path) -> Result<Loaded, Vec<Problem>> {
    let files = Files::read(folder)?;
    let environments = check::environments(folder, &files)?;
    let problems = check::problems(folder, &environments);
    if !problems.is_empty() {
        return Err(problems);
    }
    let environments = Some(environments).filter(|_| !files.templates.is_empty());
    let font = files.font.map(|bytes| Arc::new(Asset::new("font", "woff2", "font/woff2", bytes)));
    Ok(Loaded { environments, css: files.css, font })
}
