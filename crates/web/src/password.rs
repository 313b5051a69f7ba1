//! Passwords: argon2id, hashed off the asynchronous threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The hash of a password in PHC string form, with a new salt; None when the operating system gives no randomness.
pub fn hash(password: &str) -> Option<String> {
    Some(Argon2::default().hash_password(password.as_bytes()).ok()?.to_string())
}

/// Whether a password is the one that was hashed.
pub fn verify(password: &str, hashed: &str) -> bool {
    PasswordHash::new(hashed)
        .is_ok_and(|known| Argon2::default().verify_password(password.as_bytes(), &known).is_ok())
}

/// A password that a person can type: `pairs` groups of letters and digits that are not mistaken for one another.
pub fn generate() -> Option<String> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = [0_u8; 12];
    getrandom::fill(&mut random).ok()?;
    let letters: Vec<char> =
        random.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect();
    Some(letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits() {
        let password = generate().expect("randomness");
        let hashed = hash(&password).expect("a hash");
        assert!(verify(&password, &hashed));
        assert!(!verify("other", &hashed));
        assert!(!verify(&password, "not a hash"));
        assert_ne!(hash(&password), Some(hashed), "salts differ");
    }
}
