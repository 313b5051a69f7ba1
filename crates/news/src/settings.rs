//! What a newsroom says about itself: name, about, licence, social accounts.

use serde::{Deserialize, Serialize};

use crate::appearance::Appearance;

/// The site's own words, kept as one JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SiteSettings {
    /// The site's name.
    pub name: String,
    /// One line under the name.
    pub motto: String,
    /// About text, paragraphs separated by empty lines.
    pub about: String,
    /// The licence notice of the Ministry of Culture and Islamic Guidance.
    pub licence: String,
    /// Who owns it.
    pub owner: String,
    /// مدیر مسئول.
    pub managing_editor: String,
    /// Postal address, telephone and e-mail, one a line.
    pub contact: String,
    /// Social accounts: name and address.
    pub social: Vec<(String, String)>,
    /// How it looks.
    pub appearance: Appearance,
    /// Who may sell the site's advertising space (`ads.txt`), as its sellers give it; empty for nobody.
    pub ads: String,
    /// Programs that gather texts to train language models are asked to stay away.
    pub keeps_trainers_out: bool,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            name: "بینش".into(),
            motto: "خبر، درست و روشن".into(),
            about: "این پایگاه خبری با بینش ساخته شده است. این متن را در اتاق خبر ویرایش کنید.".into(),
            licence: String::new(),
            owner: String::new(),
            managing_editor: String::new(),
            contact: String::new(),
            social: Vec::new(),
            appearance: Appearance::default(),
            ads: String::new(),
            keeps_trainers_out: false,
        }
    }
}
