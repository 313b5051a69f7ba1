//! `binesh theme`: how readers' pages look.

use anyhow::{Context, bail};

use crate::cli::Theme;

/// Writes or tries a theme.
pub fn run(args: &Theme) -> anyhow::Result<()> {
    match args {
        Theme::Eject(place) => {
            let folder = place.theme.display();
            let written = web::theme::eject(&place.theme);
            for path in written.with_context(|| format!("The theme could not be written to {folder}"))? {
                say!("{}", path.display())?;
            }
            say!("Serve it with: binesh serve --theme {folder}")?;
            Ok(())
        }
        Theme::Check(place) => {
            let problems = web::theme::check(&place.theme);
            for problem in &problems {
                say!("{problem}")?;
            }
            if !problems.is_empty() {
                bail!("The theme has errors: {}", problems.len());
            }
            say!("Every page kind renders with {}", place.theme.display())?;
            Ok(())
        }
    }
}
