//! `binesh demo`: a newsroom with content that arrives through the real pipeline from a sample wire.

mod articles;
mod wire;

use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use ingest::fetch::FetchPolicy;
use news::article::ArticleState;
use news::comment::{CommentState, NewComment};
use news::copies::WINDOW_MS;
use news::person::Role;
use news::settings::SiteSettings;
use news::source::{Arrival, NewSource, SourceKind, Terms};
use store::articles::Filter;

use crate::cli::{Demo, Place};
use crate::commands::serve::{self, Public};
use crate::site::Site;
use crate::{clock, follow, pipeline, worker};
use articles::Outlet;
use wire::Wire;

const LOGIN: &str = "sardabir";
/// The wire's articles arrive in a second or two; this long without an end means that something is broken.
const ARRIVAL_TIMEOUT: Duration = Duration::from_secs(30);

/// Sets a newsroom up, lets the wire's articles arrive, and serves.
pub async fn run(args: Demo) -> anyhow::Result<()> {
    crate::log(tracing::Level::WARN);
    let listener = serve::listen(args.listen).await?;
    let address = listener.local_addr().context("The address could not be read")?;
    let temporary = tempfile::Builder::new()
        .prefix("binesh-demo-")
        .tempdir()
        .context("No temporary folder could be made")?;
    let data = args.data.clone().unwrap_or_else(|| temporary.path().to_path_buf());
    let place = Place { data, database: args.database.clone() };
    let now = clock::now();
    let wire = Wire::serve(now).await.context("The sample wire could not be served")?;
    let policy = FetchPolicy { allowed_private: vec![wire.address], ..FetchPolicy::default() };
    let site = Site::open(&place, policy, now).await?;
    site.remember_stories(now - WINDOW_MS).await?;
    let password = prepare(&site, &wire).await?;
    let started = clock::stopwatch();
    let arrived = receive(&site).await?;
    let seconds = (clock::stopwatch() - started) as f64 / 1e6;
    print_block(&site, &format!("http://{address}"), &password, arrived, seconds, args.data.as_deref())
        .await?;
    let public = Public { base_url: format!("http://{address}"), ..Public::default() };
    serve::serve(site, listener, public).await
}

/// Gives the newsroom its words, a person who can log in, and the wire's outlets as sources.
async fn prepare(site: &Site, wire: &Wire) -> anyhow::Result<String> {
    let password = web::password::generate().context("The operating system gives no randomness")?;
    let made = password.clone();
    let hashed = tokio::task::spawn_blocking(move || web::password::hash(&made)).await?;
    let hashed = hashed.context("The password could not be hashed")?;
    let known = store::people::by_login(&site.store, LOGIN).await?;
    let sources = store::sources::all(&site.store).await?;
    let mut tx = site.store.begin(clock::now()).await?;
    match known {
        Some(person) => store::people::set_password(&mut tx, person.id, &hashed).await?,
        None => {
            store::people::create(&mut tx, LOGIN, "سردبیر نمونه", Role::Admin, &hashed).await?;
            store::settings::set_site(&mut tx, &settings()).await?;
        }
    }
    for outlet in Outlet::ALL {
        let set = NewSource {
            name: outlet.name().to_owned(),
            url: wire.feed_url(outlet),
            kind: SourceKind::Feed,
            arrival: Arrival::Publish,
            section_id: None,
            terms: Terms::default(),
        };
        // The wire has another port each time; its entries keep their ids.
        match sources.iter().find(|source| source.set.name == set.name) {
            Some(source) => store::sources::update(&mut tx, source.id, &set).await?,
            None => drop(store::sources::create(&mut tx, &set).await?),
        }
    }
    tx.commit().await?;
    Ok(password)
}

fn settings() -> SiteSettings {
    SiteSettings {
        name: "بینش امروز".to_owned(),
        motto: "خبر، درست و روشن".to_owned(),
        about: articles::read("about.txt").trim().to_owned(),
        licence: "پایگاه خبری بینش امروز با مجوز رسمی از وزارت فرهنگ و ارشاد اسلامی (نمونه)".to_owned(),
        owner: "مؤسسهٔ نمونهٔ بینش".to_owned(),
        managing_editor: "سردبیر نمونه".to_owned(),
        contact: "نوآباد، خیابان گلستان، شمارهٔ ۱۲\nتلفن: ۰۲۱-۵۵۵۵۵۵۵۵".to_owned(),
        ..SiteSettings::default()
    }
}

/// Runs the pipeline's own steps until every entry of the wire is an article and the index has it.
async fn receive(site: &Site) -> anyhow::Result<u64> {
    let bar = ProgressBar::new(articles::all().len() as u64);
    let style = ProgressStyle::with_template("Receiving the sample wire  {bar:32} {pos}/{len}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let steps = async {
        // One outlet after the other, so that of two copies it is always the same one that is published.
        for source in store::sources::all(&site.store).await? {
            pipeline::poll(site, &source, clock::now()).await?;
            while worker::bring_in_waiting(site.clone()).await? > 0 {
                let counts = store::articles::desk_counts(&site.store, None).await?;
                bar.set_position(counts.iter().map(|(_, count)| count.unsigned_abs()).sum());
            }
        }
        talk(site).await?;
        follow::catch_up_all(site).await
    };
    tokio::time::timeout(ARRIVAL_TIMEOUT, steps)
        .await
        .context("The sample wire did not arrive in time")??;
    bar.finish_and_clear();
    Ok(store::articles::count(&site.store, &Filter::default()).await?.unsigned_abs())
}

/// Lets the readers of the sample speak, once.
async fn talk(site: &Site) -> anyhow::Result<()> {
    if store::comments::counts(&site.store, None).await?.approved > 0 {
        return Ok(());
    }
    let cards = store::articles::latest(&site.store, &Filter::default(), 100, 0).await?;
    let mut tx = site.store.begin(clock::now()).await?;
    for line in articles::read("comments.txt").lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split(" | ").collect();
        let &[headline, name, state, text] = parts.as_slice() else { continue };
        let Some(card) = cards.iter().find(|card| card.headline.starts_with(headline)) else { continue };
        let new = NewComment { name: name.to_owned(), email: None, body: text.to_owned() };
        let id = store::comments::create(&mut tx, card.code, None, &new, name.as_bytes()).await?;
        if let Some(state) = CommentState::parse(state).filter(|state| *state != CommentState::Pending) {
            store::comments::decide(&mut tx, id, state, None).await?;
        }
    }
    Ok(tx.commit().await?)
}

async fn print_block(
    site: &Site,
    base: &str,
    password: &str,
    published: u64,
    seconds: f64,
    data: Option<&std::path::Path>,
) -> anyhow::Result<()> {
    let counts = store::articles::desk_counts(&site.store, None).await?;
    let inbox = counts.iter().find(|(state, _)| *state == ArticleState::Inbox).map_or(0, |(_, count)| *count);
    say!("")?;
    say!("  Binesh demo")?;
    say!("  Site      {base}/")?;
    say!("  Newsroom  {base}/newsroom")?;
    say!("  Login     {LOGIN}   password  {password}")?;
    say!(
        "  Content   {published} articles published in {seconds:.1} s; {inbox} copies of them wait in the inbox"
    )?;
    match data {
        Some(folder) => say!("  Data      {}", folder.display())?,
        None => say!("  Data      a temporary folder, removed when you stop")?,
    }
    say!("  Stop      Ctrl-C")?;
    say!("")?;
    Ok(())
}
