//! Pictures: fetched from where an article names them, drawn anew in the sizes that readers get, and kept.

use ingest::fetch::{Conditional, Outcome};
use media::{Focus, MediaError};
use news::UtcMs;
use news::failure::Failure;
use news::picture::Picture;
use store::pictures::{self, Wanted};

use crate::door::Held;
use crate::site::Site;

/// Fetches a picture and keeps it; how it went is kept with its address.
///
/// # Errors
/// Only when the database does not answer.
pub async fn fetch_picture(site: &Site, wanted: &Wanted, now: UtcMs) -> anyhow::Result<()> {
    let fetched = site.door.get(&wanted.address, &Conditional::default(), now).await;
    let kept = match fetched {
        Ok(Outcome::Fetched(fetched)) => {
            let host = news::source::host_of(&wanted.address).unwrap_or_default().to_owned();
            let kept = keep_picture(site, fetched.body).await;
            kept.map_err(|error| Failure::BadAnswer(host, error.to_string()))
        }
        Ok(Outcome::NotModified) => Err(Failure::Other("304 without a condition".to_owned())),
        Err(Held::Failed(failure, _)) => Err(failure),
        Err(Held::Until(until)) => {
            let mut tx = site.store.begin(now).await?;
            pictures::postpone(&mut tx, wanted, until).await?;
            return Ok(tx.commit().await?);
        }
    };
    let mut tx = site.store.begin(now).await?;
    match kept {
        Ok(picture) => pictures::keep(&mut tx, &wanted.address, &picture).await?,
        Err(failure) => pictures::failed(&mut tx, wanted, &failure, is_final(&failure)).await?,
    }
    Ok(tx.commit().await?)
}

/// Draws a picture anew from its bytes and keeps its files.
///
/// # Errors
/// What is wrong with the bytes, or with the disk.
async fn keep_picture(site: &Site, bytes: Vec<u8>) -> Result<Picture, MediaError> {
    let folder = site.media.clone();
    let kept = web::background::run(move || media::keep(&bytes, Focus::default(), &folder)).await;
    kept.unwrap_or_else(|broken| Err(MediaError::Damaged(broken.to_string())))
}

/// Makes the AVIF of a picture that has none; answers how many were tried.
///
/// # Errors
/// Only when the database does not answer.
pub async fn make_avif(site: &Site, now: UtcMs) -> anyhow::Result<usize> {
    let Some(picture) = pictures::without_avif(&site.store, 1).await?.pop() else { return Ok(0) };
    let folder = site.media.clone();
    let (hash, edition) = (picture.hash.clone(), picture.edition);
    let focus = Focus::of(picture.focus);
    let made = web::background::run(move || media::avif(&hash, focus, edition, &folder)).await;
    let made = made.unwrap_or_else(|broken| Err(MediaError::Damaged(broken.to_string())));
    if let Err(error) = &made {
        tracing::warn!("the AVIF of picture {} could not be made: {error}", picture.hash);
    }
    let mut tx = site.store.begin(now).await?;
    pictures::avif_tried(&mut tx, &picture, made.is_ok()).await?;
    tx.commit().await?;
    Ok(1)
}

/// Whether asking again would bring the same.
fn is_final(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::BadAddress(_)
            | Failure::LeadsInside(_)
            | Failure::BadAnswer(..)
            | Failure::NotWelcome(_)
            | Failure::Redirects(_)
            | Failure::Status(_, 400..=407 | 409..=417 | 451)
    )
}
