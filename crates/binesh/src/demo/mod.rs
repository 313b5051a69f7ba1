//! `binesh demo`.
pub async fn run(_: crate::cli::Demo) -> anyhow::Result<()> { Ok(()) }
