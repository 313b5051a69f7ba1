//! What answers requests: readers' pages from memory, everything else by the router.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::Request;
use axum::response::Response;
use axum::routing::future::RouteFuture;
use futures_util::future::Either;
use tower::Service;

use crate::{App, pages, router};

/// The site as a service. Cheap to clone.
#[derive(Clone)]
pub struct Serving {
    app: App,
    router: Router,
}

impl Serving {
    /// Everything that is served.
    pub fn new(app: App) -> Self {
        let router = router(app.clone());
        Self { app, router }
    }

    /// What makes pages that are not in memory.
    pub(crate) fn parts(self) -> (App, Router) {
        (self.app, self.router)
    }
}

impl<B> Service<Request<B>> for Serving
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<axum::BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, RouteFuture<Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    /// A page in memory is answered before anything is asked of the router and its layers: they would say the same.
    fn call(&mut self, request: Request<B>) -> Self::Future {
        match pages::from_memory(&self.app, &request) {
            Some(response) => Either::Left(ready(Ok(response))),
            None => Either::Right(self.router.call(request.map(Body::new))),
        }
    }
}
