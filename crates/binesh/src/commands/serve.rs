//! `binesh serve`: site, newsroom and worker in one process.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use ingest::fetch::FetchPolicy;
use news::copies::WINDOW_MS;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{App, AppConfig, CheckAddress, Serving, TryPage};

use crate::cli::Serve;
use crate::site::Site;
use crate::telling::{self, Receiver};
use crate::{clock, pipeline, worker};

/// Serves until Ctrl-C or SIGTERM.
pub async fn run(args: Serve) -> anyhow::Result<()> {
    crate::log(tracing::Level::INFO);
    let policy = FetchPolicy {
        allowed_private: args.allow_private.clone(),
        ..FetchPolicy::of_site(args.base_url.as_deref())
    };
    let mut site = Site::open(&args.place, policy, clock::now()).await?;
    site.public_base = args.base_url.clone();
    site.remember_stories(clock::now() - WINDOW_MS).await?;
    let listener = listen(args.listen).await?;
    let address = listener.local_addr().context("The address could not be read")?;
    // Who only wanted the addresses may go away: serving goes on.
    let _ = say!("Site      {}/", reachable(address));
    let _ = say!("Newsroom  {}/newsroom", reachable(address));
    if store::people::all(&site.store).await?.is_empty() {
        let _ = say!(
            "Nobody can log in yet: binesh user add NAME --role admin --data {}",
            args.place.data.display()
        );
    }
    let base_url = args.base_url.clone().unwrap_or_else(|| reachable(address));
    if args.base_url.is_none() && address.ip().is_unspecified() {
        let _ = say!("Links     begin with {base_url}; give readers elsewhere --base-url https://YOUR.SITE");
    }
    let public = Public {
        base_url,
        trust_proxy: args.trust_proxy,
        purge: args.purge_url.map(|address| (address, args.purge_header)),
        hub: args.hub,
        theme: args.theme,
    };
    serve(site, listener, public).await
}

/// How a site stands towards the world.
#[derive(Default)]
pub struct Public {
    /// Its public address without a final slash.
    pub base_url: String,
    /// `X-Forwarded-For` is believed.
    pub trust_proxy: bool,
    /// Where a shared cache in front is told what changed, and by which header it knows us.
    pub purge: Option<(String, Option<(String, String)>)>,
    /// The hub of our feeds.
    pub hub: Option<String>,
    /// A folder whose templates and styles stand in the place of the embedded ones.
    pub theme: Option<PathBuf>,
}

impl Public {
    /// Who is told of changes.
    fn receivers(&self) -> impl Iterator<Item = Receiver> {
        let cache = self.purge.clone().map(|(address, proof)| Receiver::Cache { address, proof });
        let base = self.base_url.clone();
        cache.into_iter().chain(self.hub.clone().map(|address| Receiver::Hub { address, base }))
    }
}

/// The address as this machine reaches it: all interfaces are none that a link can name.
fn reachable(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            Ipv4Addr::LOCALHOST.into()
        } else {
            Ipv6Addr::LOCALHOST.into()
        });
    }
    format!("http://{address}")
}

/// Binds an address, or says who may have it and what to do.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be served on; it may be in use. Choose another with --listen, such as --listen 127.0.0.1:0")
    })
}

/// Serves a site with its worker until it is told to stop; what is under way is finished.
pub async fn serve(site: Site, listener: TcpListener, public: Public) -> anyhow::Result<()> {
    site.hold_folder();
    let store = site.store.clone();
    let (stop, stopped) = watch::channel(false);
    let mut loops = worker::start(&site, &stopped);
    for receiver in public.receivers() {
        loops.spawn(telling::run(store.clone(), receiver, stopped.clone()));
    }
    let config = AppConfig {
        store: site.store.clone(),
        index: site.index.clone(),
        desk_index: site.desk_index.clone(),
        media: site.media.clone(),
        clock: clock::now,
        stopwatch: clock::stopwatch,
        is_selector: pipeline::is_selector,
        try_page: try_page(site.clone()),
        check_address: check_address(site.clone()),
        pace_ms: pace_ms(site.clone()),
        secure_cookies: public.base_url.starts_with("https://"),
        base_url: public.base_url,
        trust_proxy: public.trust_proxy,
        has_surrogate_keys: public.purge.is_some(),
        hub: public.hub,
        theme: public.theme,
    };
    let app = App::new(config).context("The templates are broken")?;
    loops.spawn(worker::keep_views(app.clone(), stopped.clone()));
    let serving = Serving::new(app);
    loops.spawn(web::keep_pages(serving.clone(), stopped));
    web::serve(listener, serving, told_to_stop()).await;
    let _ = stop.send(true);
    worker::end(loops).await;
    store.close().await;
    Ok(())
}

/// How the web has an example page read: through this program's one way out.
fn try_page(site: Site) -> TryPage {
    Box::new(move |url, selectors| {
        let site = site.clone();
        Box::pin(async move { pipeline::try_page(&site, &url, &selectors, clock::now()).await })
    })
}

/// How the web learns whether a source's address may be read.
fn check_address(site: Site) -> CheckAddress {
    Box::new(move |url| {
        let site = site.clone();
        Box::pin(async move { site.door.check_address(&url).await })
    })
}

/// How the web learns what pace a host asks for.
fn pace_ms(site: Site) -> Box<dyn Fn(&str) -> i64 + Send + Sync> {
    Box::new(move |url| site.door.pace_ms(url))
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
pub async fn told_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
