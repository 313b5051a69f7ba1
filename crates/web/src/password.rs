//! Passwords: argon2id, hashed off the asynchronous threads.

use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

/// Memory of hashes that are done, for the next ones. Given back to the allocator, each thread's arena kept its 19 MiB:
/// 16 wrong passwords at once left 280-400 MB with the server.
static SPARE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// The hash of a password in PHC string form, with a new salt; None when the operating system gives no randomness.
pub fn hash(password: &str) -> Option<String> {
    let mut salt = [0_u8; Salt::RECOMMENDED_LENGTH];
    getrandom::fill(&mut salt).ok()?;
    let (algorithm, version, params) = (Algorithm::default(), Version::default(), Params::default());
    let output = output(password, &salt, Argon2::new(algorithm, version, params.clone()))?;
    let hashed = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(&params).ok()?,
        salt: Some(Salt::new(&salt).ok()?),
        hash: Some(output),
    };
    Some(hashed.to_string())
}

/// Whether a password is the one that was hashed, with the costs that its hash names.
pub fn verify(password: &str, hashed: &str) -> bool {
    fits(password, hashed) == Some(true)
}

fn fits(password: &str, hashed: &str) -> Option<bool> {
    let known = PasswordHash::new(hashed).ok()?;
    let algorithm = Algorithm::try_from(known.algorithm.as_str()).ok()?;
    let version = known.version.map_or(Ok(Version::default()), Version::try_from).ok()?;
    let params = Params::try_from(&known).ok()?;
    let output = output(password, &known.salt?, Argon2::new(algorithm, version, params))?;
    // Compared in constant time: see `Output`.
    Some(known.hash? == output)
}

fn output(password: &str, salt: &[u8], argon2: Argon2) -> Option<Output> {
    let mut memory = spare().pop().unwrap_or_default();
    memory.resize(argon2.params().block_count(), Block::default());
    let mut out = [0_u8; Output::MAX_LENGTH];
    let out = out.get_mut(..argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN))?;
    let done = argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut memory);
    spare().push(memory);
    done.ok()?;
    Output::new(out).ok()
}

fn spare() -> std::sync::MutexGuard<'static, Vec<Vec<Block>>> {
    SPARE.lock().unwrap_or_else(PoisonError::into_inner)
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
