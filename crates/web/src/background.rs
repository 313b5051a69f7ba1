//! Threads that give way to whoever answers readers.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use tokio::sync::oneshot;

/// How far work gives way for which nobody waits, of 19: a core that is wanted has some hundredth left for it.
const NICENESS: i32 = 19;

/// The work broke off.
#[derive(Debug, thiserror::Error)]
#[error("a thread in the background broke off")]
pub struct Broken;

/// Runs work for which nobody waits, on a thread of its own.
///
/// # Errors
/// When it breaks off, or no thread can be made.
pub async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Broken> {
    let (told, done) = oneshot::channel();
    let work = move || {
        give_way(NICENESS);
        let _ = catch_unwind(AssertUnwindSafe(work)).map(|done| told.send(done));
    };
    thread::Builder::new().spawn(work).map_err(|_| Broken)?;
    done.await.map_err(|_| Broken)
}

/// Has the calling thread, and those it makes, give way so far. On Linux this is said of a thread; elsewhere, and where it
/// is not granted, it runs as everything else.
pub(crate) fn give_way(niceness: i32) {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, niceness);
    #[cfg(not(target_os = "linux"))]
    let _ = niceness;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_breaks_off_is_told() {
        assert_eq!(run(|| 7).await.expect("done"), 7);
        assert!(run(|| panic!("on purpose")).await.is_err());
    }
}
