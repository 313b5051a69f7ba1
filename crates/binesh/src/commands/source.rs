//! `binesh source`: list, add and remove sources. The worker of a running `serve` reads a new one within a second.

use anyhow::{Context, anyhow, bail};
use ingest::address::canonical;
use ingest::fetch::{FetchError, FetchPolicy, Fetcher};
use news::section::Section;
use news::source::{
    ADDRESS_BYTES_MAX, AddressRefusal, Arrival, CREDIT_CHARS_MAX, Extent, HEALTH_WINDOW_MS, Indexing,
    NAME_CHARS_MAX, NewSource, Schedule, Selectors, SourceKind, SourceRefusal, Terms, host_of,
};
use store::StoreError;

use crate::cli::{Place, Source, SourceAdd, SourceRemove};
use crate::clock;
use crate::site::Site;

/// Does what was asked.
pub async fn run(args: Source) -> anyhow::Result<()> {
    match args {
        Source::Add(args) => add(args).await,
        Source::Remove(args) => remove(args).await,
        Source::List(place) => list(place).await,
    }
}

async fn add(args: Box<SourceAdd>) -> anyhow::Result<()> {
    let url = canonical(&args.url).unwrap_or_else(|_| args.url.clone());
    let host = host_of(&url).map_err(|refusal| {
        anyhow!(match refusal {
            AddressRefusal::NotAWebAddress =>
                format!("{} is not a web address; it must begin with http:// or https://.", args.url),
            AddressRefusal::HasPassword =>
                "The address carries a name or password, which would be shown with it; leave it out."
                    .to_owned(),
            AddressRefusal::TooLong => format!("The address is longer than {ADDRESS_BYTES_MAX} bytes."),
        })
    })?;
    // As it was typed: a name in Persian letters has another notation.
    let host = host_of(&args.url).unwrap_or(host);
    check_address(&args, &url).await?;
    let site = Site::open_store(&args.place, clock::now()).await?;
    let terms = terms(&args)?;
    let sections = store::sections::all(&site).await?;
    for name in &terms.sections {
        section_id(&sections, &name.ours)?;
    }
    let section = args.section.as_deref().map(|slug| section_id(&sections, slug)).transpose()?;
    let name = args.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let new = NewSource {
        name: name.map_or_else(|| host.to_owned(), str::to_owned),
        url: url.clone(),
        kind: args.kind.as_deref().and_then(SourceKind::parse).unwrap_or(SourceKind::Unknown),
        arrival: Arrival::parse(&args.arrival).unwrap_or(Arrival::Inbox),
        section_id: section,
        terms,
    };
    new.check().map_err(refused)?;
    let mut tx = site.begin(clock::now()).await?;
    match store::sources::create(&mut tx, &new).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => bail!("{} is a source already.", new.url),
        Err(error) => return Err(error.into()),
    }
    let when = if new.terms.schedule.hours.is_some() { "in its hours" } else { "at once" };
    say!("Added {}. `binesh serve` reads it {when}.", new.name)?;
    Ok(())
}

fn refused(refusal: SourceRefusal) -> anyhow::Error {
    match refusal {
        SourceRefusal::NameTooLong => anyhow!("The name is longer than {NAME_CHARS_MAX} characters."),
        SourceRefusal::TermsTooLong => {
            anyhow!("The credit or the licence is longer than {CREDIT_CHARS_MAX} characters.")
        }
        SourceRefusal::LicenceIsNoAddress => {
            anyhow!("The licence is neither words nor an address that begins with http:// or https://.")
        }
    }
}

fn section_id(sections: &[Section], slug: &str) -> anyhow::Result<i64> {
    let found = sections.iter().find(|section| section.slug == slug);
    let slugs = || sections.iter().map(|section| section.slug.as_str()).collect::<Vec<_>>().join(", ");
    Ok(found.with_context(|| format!("There is no section {slug}; there are {}.", slugs()))?.id)
}

/// Refuses what no `serve` would read. A name that is not known now may be known when it is read.
async fn check_address(args: &SourceAdd, url: &str) -> anyhow::Result<()> {
    let policy = FetchPolicy { allowed_private: args.allow_private.clone(), ..FetchPolicy::default() };
    match Fetcher::new(policy)?.check_address(url).await {
        Err(FetchError::UnknownName(host) | FetchError::TooSlow(host)) => {
            eprintln!("binesh: {host} is not known now; it is added all the same.");
            Ok(())
        }
        checked => Ok(checked?),
    }
}

fn terms(args: &SourceAdd) -> anyhow::Result<Terms> {
    let sections = args.section_names.join("\n");
    let sections = Terms::read_sections(&sections)
        .map_err(|line| anyhow!("«{line}» is not of the form THEIRS=SLUG, such as ورزشی=sport."))?;
    Ok(Terms {
        credit: args.credit.clone().unwrap_or_default(),
        licence: args.licence.clone().unwrap_or_default(),
        extent: Extent::parse(&args.extent).unwrap_or_default(),
        indexing: Indexing::parse(&args.indexing).unwrap_or_default(),
        sections,
        tags: args.tags.clone(),
        schedule: schedule(args)?,
        selectors: Selectors::default(),
    })
}

fn schedule(args: &SourceAdd) -> anyhow::Result<Schedule> {
    let read = |text: &Option<String>| Schedule::parse(text.as_deref().unwrap_or_default());
    let every = read(&args.every).filter(|read| read.hours.is_none());
    let hours = read(&args.hours).filter(|read| read.every.is_none());
    let schedule = every.zip(hours).map(|(every, hours)| Schedule { every: every.every, hours: hours.hours });
    schedule.context("--every is 1 to 1440 minutes, and --hours two hours of the day, such as 6-23.")
}

async fn remove(args: SourceRemove) -> anyhow::Result<()> {
    Site::must_be_there(&args.place)?;
    let site = Site::open_store(&args.place, clock::now()).await?;
    let mut known = store::sources::by_url(&site, &args.url).await?;
    if known.is_none() {
        known = store::sources::by_url(&site, &canonical(&args.url)?).await?;
    }
    let Some(source) = known else {
        bail!("{} is no source here; `binesh source list` shows them.", args.url)
    };
    let mut tx = site.begin(clock::now()).await?;
    store::sources::remove(&mut tx, source.id).await?;
    tx.commit().await?;
    say!("Removed {}. Its articles stay.", source.set.name)?;
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    Site::must_be_there(&place)?;
    let site = Site::open_store(&place, clock::now()).await?;
    let all = store::sources::all(&site).await?;
    if all.is_empty() {
        say!("There are no sources yet: binesh source add URL --data {}", place.data.display())?;
    }
    let failed = store::entries::failed_since(&site, clock::now() - HEALTH_WINDOW_MS).await?;
    for source in all {
        let health = health(&source, failed.get(&source.id).copied().unwrap_or(0));
        say!("{}  {}  {}  {health}", source.id, source.set.name, source.set.url)?;
    }
    Ok(())
}

/// How a source fares, in words; of its latest entries some could not be brought in.
fn health(source: &news::source::Source, failed_entries: i64) -> String {
    let times = |count: i64| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let read = source.fetched_at.map(|at| format!("read {}", persian::date::iso(at)));
    match (&source.failure, read) {
        (Some(failure), read) => {
            let last = read.map_or("never read".to_owned(), |read| format!("last {read}"));
            format!("failed {}: {failure} ({last})", times(source.failures))
        }
        (None, Some(read)) if failed_entries > 0 => {
            format!("{read}; entries of the last week that failed: {failed_entries}")
        }
        (None, read) => read.unwrap_or_else(|| "not read yet".to_owned()),
    }
}
