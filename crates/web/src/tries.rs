//! Wrong passwords, counted so that guessing takes years and a person who mistypes waits minutes.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use news::UtcMs;

/// Wrong tries for one login from one sender before it has to wait. A stranger who guesses does not keep the person
/// out, who sends from elsewhere.
const TRIES_OF_LOGIN_MAX: u32 = 8;
/// Wrong tries of one sender under any login: a newsroom behind one address mistypes less.
const TRIES_OF_SENDER_MAX: u32 = 40;
/// How long they wait.
const LOCK_MS: i64 = 10 * 60_000;
/// Characters of a login that are remembered; real ones have up to 40.
const LOGIN_CHARS_KEPT: usize = 64;
/// Keys remembered; a flood of made-up logins is forgotten first.
const TRIED_MAX: usize = 10_000;

/// Who guesses: a login from a sender, and the sender under any login.
pub(crate) struct Guesser {
    keys: [(String, u32); 2],
}

impl Guesser {
    /// The login as typed, in small letters.
    pub(crate) fn new(login: &str, sender: &str) -> Self {
        let login: String = login.chars().take(LOGIN_CHARS_KEPT).collect();
        let keys =
            [(format!("{login} {sender}"), TRIES_OF_LOGIN_MAX), (sender.to_owned(), TRIES_OF_SENDER_MAX)];
        Self { keys }
    }
}

/// The wrong tries of the last minutes, and when the last of each was.
#[derive(Debug, Default)]
pub(crate) struct Tries(Mutex<HashMap<String, (u32, UtcMs)>>);

impl Tries {
    /// Whether they have to wait.
    pub(crate) fn is_locked(&self, guesser: &Guesser, now: UtcMs) -> bool {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        guesser.keys.iter().any(|(key, most)| {
            tries.get(key).is_some_and(|(count, last)| count >= most && now - last < LOCK_MS)
        })
    }

    /// Counts a wrong try.
    pub(crate) fn count(&self, guesser: &Guesser, now: UtcMs) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= TRIED_MAX {
            tries.retain(|_, (_, last)| now - *last < LOCK_MS);
        }
        for (key, _) in &guesser.keys {
            let entry = tries.entry(key.clone()).or_insert((0, now));
            *entry = if now - entry.1 >= LOCK_MS { (1, now) } else { (entry.0 + 1, now) };
        }
    }

    /// Forgets the login's tries after the right password. The sender's stay: one right login is no licence to guess
    /// others.
    pub(crate) fn forget(&self, guesser: &Guesser) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&guesser.keys[0].0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_waits_and_so_does_a_sender_who_tries_many() {
        let tries = Tries::default();
        let nameless = Guesser::new("", "10.0.0.9");
        for _ in 0..TRIES_OF_LOGIN_MAX - 1 {
            tries.count(&nameless, 0);
        }
        assert!(!tries.is_locked(&nameless, 0), "a login left empty counts once a try");
        let sara = Guesser::new("sara", "10.0.0.1");
        for _ in 0..TRIES_OF_LOGIN_MAX {
            assert!(!tries.is_locked(&sara, 0));
            tries.count(&sara, 0);
        }
        assert!(tries.is_locked(&sara, 1));
        assert!(!tries.is_locked(&sara, LOCK_MS), "it ends");
        assert!(!tries.is_locked(&Guesser::new("sara", "10.0.0.2"), 1), "she comes from elsewhere");
        for number in TRIES_OF_LOGIN_MAX..TRIES_OF_SENDER_MAX {
            tries.count(&Guesser::new(&format!("name{number}"), "10.0.0.1"), 1);
        }
        assert!(tries.is_locked(&Guesser::new("another", "10.0.0.1"), 2));
        tries.forget(&sara);
        assert!(tries.is_locked(&sara, 2));
    }
}
