//! `binesh user`: list and add people of the newsroom.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, bail};
use news::person::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN, Role, login_is_right};
use store::StoreError;

use crate::cli::{Place, User, UserAdd, UserPassword};
use crate::clock;
use crate::site::Site;

/// Does what was asked.
pub async fn run(args: User) -> anyhow::Result<()> {
    match args {
        User::Add(args) => add(args).await,
        User::List(place) => list(place).await,
        User::Password(args) => set_password(args).await,
    }
}

async fn add(args: UserAdd) -> anyhow::Result<()> {
    if !login_is_right(&args.login) {
        bail!("{} cannot be a login: 2 to 40 small Latin letters, digits, `.`, `-` or `_`.", args.login);
    }
    let (password, made) = read_password()?;
    let hashed = web::password::hash(&password).context("The password could not be hashed")?;
    let store = Site::open_store(&args.place, clock::now()).await?;
    let role = Role::parse(&args.role).unwrap_or(Role::Reporter);
    let name = args.name.clone().unwrap_or_else(|| args.login.clone());
    let mut tx = store.begin(clock::now()).await?;
    match store::people::create(&mut tx, &args.login, &name, role, &hashed).await {
        Ok(_) => tx.commit().await?,
        Err(StoreError::Conflict) => {
            bail!("{} is there already; set a password with `binesh user password`.", args.login)
        }
        Err(error) => return Err(error.into()),
    }
    say!("Added {} ({}).", args.login, role.as_str())?;
    if made {
        say!("Password: {password}")?;
    }
    Ok(())
}

async fn set_password(args: UserPassword) -> anyhow::Result<()> {
    Site::must_be_there(&args.place)?;
    let store = Site::open_store(&args.place, clock::now()).await?;
    let person = store::people::by_login(&store, &args.login).await?;
    let person = person.with_context(|| format!("There is nobody with the login {}", args.login))?;
    let (password, made) = read_password()?;
    let hashed = web::password::hash(&password).context("The password could not be hashed")?;
    let mut tx = store.begin(clock::now()).await?;
    store::people::set_password(&mut tx, person.id, &hashed).await?;
    tx.commit().await?;
    say!("{} has a new password and is logged out everywhere.", args.login)?;
    if made {
        say!("Password: {password}")?;
    }
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    Site::must_be_there(&place)?;
    let store = Site::open_store(&place, clock::now()).await?;
    for person in store::people::all(&store).await? {
        say!("{}  {}  {}", person.login, person.role.as_str(), person.name)?;
    }
    Ok(())
}

/// The first line of standard input, or one made here when there is none. True when made.
fn read_password() -> anyhow::Result<(String, bool)> {
    let mut line = String::new();
    if !std::io::stdin().is_terminal() {
        std::io::stdin().lock().read_line(&mut line).context("The password could not be read")?;
    }
    let typed = line.trim_end_matches(['\r', '\n']);
    if typed.is_empty() {
        let made = web::password::generate().context("The operating system gives no randomness")?;
        return Ok((made, true));
    }
    if typed.chars().count() < PASSWORD_CHARS_MIN || typed.len() > PASSWORD_BYTES_MAX {
        bail!(
            "A password has {PASSWORD_CHARS_MIN} characters at least and {PASSWORD_BYTES_MAX} bytes at most."
        );
    }
    Ok((typed.to_owned(), false))
}
