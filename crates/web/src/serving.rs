//! What answers requests: readers' pages from memory, everything else by the router.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use futures_util::future::Either;
use hyper::body::Incoming;
use tower::Service;

use crate::language::{self, Language};
use crate::server::Answer;
use crate::{App, pages, router, translated};

/// What the newsroom's paths begin with.
const NEWSROOM: &str = "/newsroom";

/// The site as a service. Cheap to clone.
#[derive(Clone)]
pub struct Serving {
    app: App,
    router: Router,
    english: Router,
}

impl Serving {
    /// Everything that is served.
    pub fn new(app: App) -> Self {
        let router = router(app.clone());
        let english = translated(app.in_language(Language::English));
        Self { app, router, english }
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Makes what is not in memory, in the language of its address.
    pub(crate) fn make(&self, mut request: Request<Body>) -> RouteFuture<Infallible> {
        let meant = Language::of_path(request.uri().path())
            .and_then(|(_, path)| language::at_path(request.uri(), path));
        // Whoever works in the newsroom chose a language, by no address.
        let is_chosen = request.uri().path().starts_with(NEWSROOM)
            && Language::wanted(request.headers()) == Language::English;
        match meant {
            Some(uri) => {
                *request.uri_mut() = uri;
                self.english.clone().call(request)
            }
            None if is_chosen => self.english.clone().call(request),
            None => self.router.clone().call(request),
        }
    }
}

impl Answer for Serving {
    type Later = RouteFuture<Infallible>;

    /// A page in memory is answered before anything is asked of the router and its layers: they would say the same.
    fn answer(&self, from: SocketAddr, mut request: Request<Incoming>) -> Either<Response, Self::Later> {
        match pages::from_memory(&self.app, Some(from), &request) {
            Some(response) => Either::Left(response),
            None => {
                request.extensions_mut().insert(ConnectInfo(from));
                Either::Right(self.make(request.map(Body::new)))
            }
        }
    }
}

/// The same without a connection: what is known of who asks stands in the request.
impl Service<Request<Body>> for Serving {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, RouteFuture<Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let from = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|from| from.0);
        match pages::from_memory(&self.app, from, &request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(self.make(request)),
        }
    }
}
