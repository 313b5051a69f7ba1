//! The command line: what can be asked, in words. What is done is in `commands`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Binesh (بینش): a Persian-first news publishing platform. One binary brings news in from sources, repairs
/// its Persian, publishes a fast site and gives a newsroom its desk.
#[derive(Parser)]
#[command(name = "binesh", version, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked.
#[derive(Subcommand)]
pub enum Command {
    /// Serve a newsroom with sample content that arrives through the real pipeline.
    Demo(Demo),
    /// Serve the site and the newsroom, and read the sources, in one process.
    Serve(Serve),
    /// Repair Persian text: lines in on standard input, repaired lines out, as many as came in.
    Repair(Repair),
    /// Read an article page on standard input and print what it says as JSON.
    Extract(Extract),
    /// Read a feed on standard input and print its entries as JSON.
    Feed(Feed),
    /// Read articles on standard input and print which are copies of one another. An article is one JSON object a line:
    /// `id`, `title`, `body` (or `text`), `published_at` (or `date`), `source`.
    Stories,
    /// Import articles in bulk from a JSON Lines file, compressed or not.
    Import(Import),
    /// Search the site from the shell.
    Search(Search),
    /// List, add and remove sources.
    #[command(subcommand)]
    Source(Source),
    /// List and add people of the newsroom.
    #[command(subcommand)]
    User(User),
    /// Begin and try a theme: how readers' pages look.
    #[command(subcommand)]
    Theme(Theme),
    /// Build the search index anew from the database; a running server is asked to.
    Reindex(Reindex),
}

/// Where a newsroom's data lies.
#[derive(Args, Clone)]
pub struct Place {
    /// Folder of the database and the search index. It is made when it does not exist.
    #[arg(long, value_name = "DIR", env = "BINESH_DATA")]
    pub data: PathBuf,
    /// Keep the rows in PostgreSQL instead of the embedded SQLite database: postgres://user@host/name
    #[arg(long, value_name = "URL", env = "BINESH_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Args)]
pub struct Demo {
    /// Address to serve on; port 0 takes a free one.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:7070")]
    pub listen: SocketAddr,
    /// Keep the demo's data in this folder; without it a temporary one is used and removed at the end.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Keep the rows in this PostgreSQL database.
    #[arg(long, value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

#[derive(Args)]
pub struct Reindex {
    #[command(flatten)]
    pub place: Place,
    /// Read the files of the index first, and build it anew only when one is not as it was written.
    #[arg(long)]
    pub check: bool,
}

#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    pub place: Place,
    /// Address to serve on.
    #[arg(long, value_name = "IP:PORT", env = "BINESH_LISTEN", default_value = "127.0.0.1:7070")]
    pub listen: SocketAddr,
    /// The site's public address, such as `https://example.ir`; links in feeds and sitemaps begin with it.
    #[arg(long, value_name = "URL", env = "BINESH_BASE_URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Believe X-Forwarded-For from the proxy in front.
    #[arg(long, env = "BINESH_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Tell a shared cache in front which pages changed: a POST to this address carries their names as `Surrogate-Key`
    /// and as `tags` in JSON, and pages carry the names. An inner address is written as a number.
    #[arg(long, value_name = "URL", env = "BINESH_PURGE_URL")]
    pub purge_url: Option<String>,
    /// What proves to that cache who asks, such as `Fastly-Key: SECRET`.
    #[arg(long, value_name = "NAME: VALUE", env = "BINESH_PURGE_HEADER", hide_env_values = true, value_parser = header)]
    pub purge_header: Option<(String, String)>,
    /// Name this hub in feeds, and tell it of each feed that has news (WebSub).
    #[arg(long, value_name = "URL", env = "BINESH_HUB")]
    pub hub: Option<String>,
    /// Read sources at this address too, though it is inside: a wire on this machine or network. Without it no
    /// source can lead to an address that is not public. A name never leads there, only this number.
    #[arg(long, value_name = "IP:PORT", env = "BINESH_ALLOW_PRIVATE", value_delimiter = ',')]
    pub allow_private: Vec<SocketAddr>,
    /// Folder of a theme: its templates and styles stand in the place of the embedded ones, and show as they change.
    #[arg(long, value_name = "DIR", env = "BINESH_THEME")]
    pub theme: Option<PathBuf>,
}

/// Where a theme lies.
#[derive(Args)]
pub struct ThemePlace {
    /// Folder of the theme.
    #[arg(long, value_name = "DIR")]
    pub theme: PathBuf,
}

#[derive(Subcommand)]
pub enum Theme {
    /// Write every template and style of readers' pages into a folder, with what each template gets. What is there stays.
    Eject(ThemePlace),
    /// Try every page kind with the theme in a folder, and say what is wrong as `file:line: words`.
    Check(ThemePlace),
}

/// How bold a repair is.
#[derive(Clone, Copy, ValueEnum)]
pub enum RepairMode {
    /// Only what is sure: for publishing unseen.
    Publish,
    /// Everything that is likely: for text that a person looks at.
    Full,
}

#[derive(Args)]
pub struct Repair {
    /// Which repairs are made.
    #[arg(long, value_enum, default_value = "full")]
    pub mode: RepairMode,
    /// Treat the whole input as HTML: only its text is repaired.
    #[arg(long)]
    pub html: bool,
    /// Print what was changed instead, one change a line, parted by tabs: line number, kind, before, after.
    ///
    /// Kinds: HalfSpace, a half-space came or went; Space, only spaces came or went (also two for one);
    /// Letter, a letter's form, a digit, a quote or a mark, perhaps with half-spaces and spaces.
    #[arg(long)]
    pub changes: bool,
}

#[derive(Args)]
pub struct Extract {
    /// The page's address: relative links, dates and news codes are read with it.
    #[arg(long, value_name = "URL", default_value = "")]
    pub url: String,
    /// The Content-Type that the server sent.
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
    /// Repair the Persian of title, kicker, lead, text and body as the pipeline does.
    #[arg(long)]
    pub repair: bool,
}

#[derive(Args)]
pub struct Feed {
    /// The feed's address: relative links are read with it.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The Content-Type that the server sent.
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
}

#[derive(Args)]
pub struct Import {
    /// A JSON Lines file (`.gz` is read as it is); `-` reads standard input.
    pub file: PathBuf,
    #[command(flatten)]
    pub place: Place,
    /// Make a section for each name that is not one of the site's sections yet.
    #[arg(long)]
    pub create_sections: bool,
    /// Pass over lines that are no articles, naming each, where the import else ends at the first.
    #[arg(long)]
    pub skip_bad: bool,
}

#[derive(Args)]
pub struct Search {
    /// What to look for: words, "phrases", -without, section:, source:, author:, tag:, days («از ۱ آذر ۱۴۰۳ تا ۱۲ آذر»),
    /// or a news code alone.
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    #[command(flatten)]
    pub place: Place,
    /// At most this many results.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// Newest first, not best first.
    #[arg(long)]
    pub newest_first: bool,
    /// Print JSON, as the site's API does.
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Source {
    /// Add a feed or a page address as a source.
    Add(Box<SourceAdd>),
    /// Take a source away: it is read no more, and its articles stay.
    Remove(SourceRemove),
    /// List the sources and how each fares.
    List(Place),
}

#[derive(Args)]
pub struct SourceAdd {
    /// The address of a feed, of a page with links to articles, or of one article.
    pub url: String,
    #[command(flatten)]
    pub place: Place,
    /// The outlet's name as credited; its host when not given.
    #[arg(long)]
    pub name: Option<String>,
    /// What the address is. Without it the first reading tells.
    #[arg(long, value_parser = ["feed", "page", "sitemap"])]
    pub kind: Option<String>,
    /// What happens to its articles.
    #[arg(long, value_parser = ["inbox", "publish"], default_value = "inbox")]
    pub arrival: String,
    /// Slug of the section of articles whose own section says nothing known.
    #[arg(long)]
    pub section: Option<String>,
    /// What a section of theirs is here, such as ورزشی=sport; may be given several times.
    #[arg(long = "section-name", value_name = "THEIRS=SLUG")]
    pub section_names: Vec<String>,
    /// A tag of all its articles; may be given several times.
    #[arg(long = "tag")]
    pub tags: Vec<String>,
    /// A sentence that readers are told under its articles.
    #[arg(long)]
    pub credit: Option<String>,
    /// The licence of reprinting, by name or address.
    #[arg(long)]
    pub licence: Option<String>,
    /// How much of its articles readers are shown.
    #[arg(long, value_parser = ["full", "excerpt"], default_value = "full")]
    pub extent: String,
    /// What search engines are told: our page is one of its own, the original is the one to find, or neither.
    #[arg(long, value_parser = ["own", "canonical", "noindex"], default_value = "own")]
    pub indexing: String,
    /// Minutes between two readings, 1 to 1440; as often as it has news when not given.
    #[arg(long, value_name = "MINUTES")]
    pub every: Option<String>,
    /// The hours of Tehran's day in which it is read, such as 6-23.
    #[arg(long, value_name = "FROM-TO")]
    pub hours: Option<String>,
    /// Inner addresses that `serve` may read, as it was told.
    #[arg(long, value_name = "IP:PORT", env = "BINESH_ALLOW_PRIVATE", value_delimiter = ',')]
    pub allow_private: Vec<SocketAddr>,
}

#[derive(Args)]
pub struct SourceRemove {
    /// Its address, as `source list` shows it.
    pub url: String,
    #[command(flatten)]
    pub place: Place,
}

#[derive(Subcommand)]
pub enum User {
    /// Add a person; the password is read from standard input, or made and printed when that is empty.
    Add(UserAdd),
    /// List the people.
    List(Place),
    /// Set a new password, read from standard input, or made and printed when that is empty.
    Password(UserPassword),
}

#[derive(Args)]
pub struct UserAdd {
    /// What they type to log in: small Latin letters, digits, `.`, `-`, `_`.
    pub login: String,
    #[command(flatten)]
    pub place: Place,
    /// What they are.
    #[arg(long, value_parser = ["admin", "editor", "reporter", "moderator"], default_value = "editor")]
    pub role: String,
    /// What others see; the login when not given.
    #[arg(long)]
    pub name: Option<String>,
}

#[derive(Args)]
pub struct UserPassword {
    /// Whose.
    pub login: String,
    #[command(flatten)]
    pub place: Place,
}

/// A site's public address, without a slash at its end.
fn base_url(text: &str) -> Result<String, String> {
    let url = text.trim().trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let fits = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', '"', '<', ' ']));
    fits.then(|| url.to_owned()).ok_or_else(|| "it is like https://example.ir, without a path".to_owned())
}

/// A header's name and value.
fn header(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once(':').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    parts
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .ok_or_else(|| "it is like NAME: VALUE".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_header_has_a_name_and_a_value() {
        assert_eq!(super::header("Fastly-Key: a:b"), Ok(("Fastly-Key".into(), "a:b".into())));
        for wrong in ["", "a", ": b", "a:"] {
            assert!(super::header(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_public_address_is_one() {
        assert_eq!(super::base_url("https://example.ir/").as_deref(), Ok("https://example.ir"));
        for wrong in ["zz", "https://", "ftp://a.ir", "https://a.ir/b", "https://a.ir\"", ""] {
            assert!(super::base_url(wrong).is_err(), "{wrong}");
        }
    }
}
