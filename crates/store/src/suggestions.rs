//! What an editor wants suggested under an article, and what not.

use news::article::NewsCode;

use crate::database::values;
use crate::events::EventKind;
use crate::{Store, StoreError, Tx};

/// An editor's choice for one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Suggested first, in this order.
    pub pinned: Vec<NewsCode>,
    /// Never suggested.
    pub excluded: Vec<NewsCode>,
}

/// What was chosen for an article.
pub async fn chosen(store: &Store, code: NewsCode) -> Result<Choice, StoreError> {
    let sql = "SELECT suggested, place FROM suggestion WHERE code = $1 ORDER BY place, suggested";
    let rows = store.rows(sql, values![code], |row| Ok((row.int(0)?, row.int(1)?))).await?;
    let (excluded, pinned): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, place)| *place == 0);
    let codes = |rows: Vec<(NewsCode, i64)>| rows.into_iter().map(|(code, _)| code).collect();
    Ok(Choice { pinned: codes(pinned), excluded: codes(excluded) })
}

/// Chooses, in place of what was chosen before.
pub async fn choose(tx: &mut Tx, code: NewsCode, choice: &Choice) -> Result<(), StoreError> {
    tx.run("DELETE FROM suggestion WHERE code = $1", values![code]).await?;
    let pinned = (1_i64..).zip(&choice.pinned);
    for (place, suggested) in pinned.chain(choice.excluded.iter().map(|suggested| (0, suggested))) {
        let sql = "INSERT INTO suggestion (code, suggested, place) VALUES ($1, $2, $3)";
        tx.run(sql, values![code, *suggested, place]).await?;
    }
    tx.tell(EventKind::Article, code);
    Ok(())
}
