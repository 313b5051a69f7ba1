//! How the site looks: colours, font, the front page's blocks, footer and logo. What was typed is shown again when
//! something of it is refused.

use std::collections::HashMap;

use axum::Form;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::Response;
use minijinja::{Value, context};
use news::appearance::{Appearance, Block, BlockKind, CONTRAST_MIN, Colour, Font, ITEMS_MAX, Palette};
use news::person::Action;
use persian::plain::line;
use store::settings::Logo;

use super::done::Done;
use super::session::Editor;
use super::{Refused, page, see};
use crate::App;
use crate::errors::Failure;
use crate::language::Language;
use crate::logo::{self, LogoRefusal};
use crate::theme::{self, Palettes};

/// Lines of the footer, and characters of one.
const FOOTER_LINES_MAX: usize = 6;
const FOOTER_CHARS_MAX: usize = 300;
const COLOURS: [(&str, &str); 4] =
    [("paper", "زمینه"), ("ink", "متن"), ("accent", "رنگ تأکید"), ("deep", "نام سایت و پیوندها")];

type Fields = HashMap<String, String>;

/// `GET /newsroom/appearance`
pub(super) async fn show(State(app): State<App>, editor: Editor) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let known = store::settings::site(&app.config.store).await?;
    form(&app, &editor, StatusCode::OK, &fields(&known.appearance), "").await
}

/// `POST /newsroom/appearance`
pub(super) async fn update(
    State(app): State<App>,
    editor: Editor,
    Form(sent): Form<Fields>,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let mut site = store::settings::site(&app.config.store).await?;
    match read(app.language, &sent, &site.appearance) {
        Ok(appearance) => site.appearance = appearance,
        Err(refusal) => return form(&app, &editor, StatusCode::UNPROCESSABLE_ENTITY, &sent, &refusal).await,
    }
    let mut tx = app.config.store.begin(app.now()).await?;
    store::settings::set_site(&mut tx, &site).await?;
    tx.commit().await?;
    Ok(see(&Done::SettingsSaved.at("/newsroom/appearance")))
}

/// `POST /newsroom/appearance/logo`: without a file the logo goes.
pub(super) async fn set_logo(
    State(app): State<App>,
    editor: Editor,
    mut sent: Multipart,
) -> Result<Response, Refused> {
    editor.may(Action::ManageSettings)?;
    let unread = |error: axum::extract::multipart::MultipartError| Failure::Broken(error.to_string());
    let mut bytes = Vec::new();
    while let Some(field) = sent.next_field().await.map_err(unread)? {
        if field.name() == Some("logo") {
            bytes = field.bytes().await.map_err(unread)?.to_vec();
        }
    }
    let mut site = store::settings::site(&app.config.store).await?;
    let logo = match bytes.is_empty() {
        true => None,
        false => match logo::clean(&bytes) {
            Ok(clean) => Some(clean),
            Err(refusal) => {
                let typed = fields(&site.appearance);
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return form(&app, &editor, status, &typed, &refusal_words(app.language, &refusal)).await;
            }
        },
    };
    site.appearance.logo_size = logo.as_ref().map_or([0; 2], |clean| clean.size);
    let logo = logo.map(|clean| Logo { name: name(&clean), bytes: clean.bytes });
    site.appearance.logo = logo.as_ref().map(|logo| logo.name.clone()).unwrap_or_default();
    let mut tx = app.config.store.begin(app.now()).await?;
    store::settings::set_logo(&mut tx, logo.as_ref()).await?;
    store::settings::set_site(&mut tx, &site).await?;
    tx.commit().await?;
    Ok(see(&Done::SettingsSaved.at("/newsroom/appearance")))
}

fn name(clean: &logo::Clean) -> String {
    format!("logo-{}.{}", crate::assets::short_hash(&clean.bytes), clean.end)
}

fn refusal_words(language: Language, refusal: &LogoRefusal) -> String {
    let words = match refusal {
        LogoRefusal::TooLarge => {
            "نشان بزرگ است: پروندهٔ SVG یا PNG تا ۶۴ کیلوبایت و تا ۱۰۲۴ نقطه در هر سو پذیرفته می‌شود."
        }
        LogoRefusal::Unreadable => "این پرونده خوانده نشد: SVG یا PNG سالم بفرستید.",
        LogoRefusal::Sizeless => "اندازهٔ این SVG روشن نیست: viewBox یا width و height لازم است.",
        LogoRefusal::Forbidden(name) => return language.say(
            "در این SVG عنصر <{name}> هست که پذیرفته نمی‌شود: تنها شکل و رنگ. نوشته‌ها را در برنامهٔ طراحی به شکل (path) برگردانید.",
            &[("name", name.into())],
        ),
    };
    language.t(words).to_owned()
}

async fn form(
    app: &App,
    editor: &Editor,
    status: StatusCode,
    sent: &Fields,
    refusal: &str,
) -> Result<Response, Refused> {
    let of = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let palettes = [("light", "رنگ‌های روشن", theme::LIGHT), ("dark", "رنگ‌های تیره", theme::DARK)].map(|(word, title, first)| {
        let colours = COLOURS.map(|(name, title)| {
            let field = format!("{word}-{name}");
            let first = theme::colours(first).into_iter().find(|(other, _)| *other == name);
            context! { value => of(&field), field, title, first => first.map(|(_, colour)| colour.to_string()) }
        });
        context! { title, colours => colours.to_vec() }
    });
    let blocks = BlockKind::ALL.map(|kind| {
        let word = kind.as_str();
        context! { word, title => title(kind), place => of(&format!("{word}-place")), items => of(&format!("{word}-items")) }
    });
    let sections = store::sections::all(&app.config.store).await?;
    let sections: Vec<Value> =
        sections.into_iter().map(|one| context! { slug => one.slug, name => one.name }).collect();
    let site = store::settings::site(&app.config.store).await?;
    let values = context! {
        refusal, palettes => palettes.to_vec(), blocks => blocks.to_vec(), items_max => ITEMS_MAX, all_sections => sections,
        font => of("font"), wanted => of("sections"), footer => of("footer"), has_logo => !site.appearance.logo.is_empty(),
    };
    page(app, editor, "editor/appearance.html", status, values).await
}

fn title(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Lead => "خبرهای نخست",
        BlockKind::Latest => "تازه‌ترین‌ها",
        BlockKind::Live => "پوشش زنده (آنچه اکنون جریان دارد)",
        BlockKind::Photo => "گزارش تصویری",
        BlockKind::Sections => "بخش‌ها (شمار در هر بخش)",
        BlockKind::Opinion => "دیدگاه",
        BlockKind::Viewed => "پربازدیدترین‌ها",
        BlockKind::Discussed => "پربحث‌ترین‌ها",
    }
}

/// An appearance as the form's fields.
fn fields(appearance: &Appearance) -> Fields {
    let mut fields = Fields::new();
    for (word, palette) in [("light", appearance.light), ("dark", appearance.dark)] {
        for (name, colour) in parts(palette) {
            fields.insert(format!("{word}-{name}"), colour.map(|one| one.to_string()).unwrap_or_default());
        }
    }
    let font = serde_json::to_value(appearance.font).ok();
    fields.insert("font".into(), font.and_then(|font| font.as_str().map(str::to_owned)).unwrap_or_default());
    for (place, block) in appearance.front().iter().enumerate() {
        let word = block.kind.as_str();
        fields.insert(format!("{word}-place"), (place + 1).to_string());
        fields.insert(format!("{word}-items"), block.items.to_string());
    }
    fields.insert("sections".into(), appearance.sections.join(" "));
    fields.insert("footer".into(), appearance.footer.join("\n"));
    fields
}

fn parts(palette: Palette) -> [(&'static str, Option<Colour>); 4] {
    [("paper", palette.paper), ("ink", palette.ink), ("accent", palette.accent), ("deep", palette.deep)]
}

/// What was sent as a appearance; a sentence when something of it is refused.
fn read(language: Language, sent: &Fields, known: &Appearance) -> Result<Appearance, String> {
    let of = |name: &str| sent.get(name).map(|text| line(text)).unwrap_or_default();
    let palettes =
        Palettes { light: palette(language, &of, "light")?, dark: palette(language, &of, "dark")? };
    for (theme, palette) in
        [("رنگ‌های روشن", palettes.light.or(theme::LIGHT)), ("رنگ‌های تیره", palettes.dark.or(theme::DARK))]
    {
        is_readable(language, theme, palette)?;
    }
    let font = serde_json::from_value(of("font").into()).unwrap_or(Font::Vazirmatn);
    let mut blocks = Vec::new();
    for kind in BlockKind::ALL {
        let number = |what: &str| {
            let text = persian::digits::to_ascii(&of(&format!("{}-{what}", kind.as_str())));
            if text.is_empty() { Ok(0) } else { text.parse::<usize>() }
        };
        let (Ok(place), Ok(items)) = (number("place"), number("items")) else {
            return Err(language.say(
                "برای «{title}» جای آن و شمار مطلب‌ها را با عدد بنویسید.",
                &[("title", language.t(title(kind)).into())],
            ));
        };
        if items > 0 {
            blocks.push((place, Block { kind, items: items.min(ITEMS_MAX) }));
        }
    }
    blocks.sort_by_key(|(place, _)| *place);
    let footer = sent.get("footer").map(String::as_str).unwrap_or_default();
    let footer = footer.lines().map(|text| line(text).chars().take(FOOTER_CHARS_MAX).collect::<String>());
    Ok(Appearance {
        logo: known.logo.clone(),
        logo_size: known.logo_size,
        light: palettes.light,
        dark: palettes.dark,
        font,
        blocks: blocks.into_iter().map(|(_, block)| block).collect(),
        sections: of("sections").split_whitespace().map(str::to_owned).collect(),
        footer: footer.filter(|text| !text.is_empty()).take(FOOTER_LINES_MAX).collect(),
    })
}

fn palette(language: Language, of: &impl Fn(&str) -> String, word: &str) -> Result<Palette, String> {
    let colour = |name: &str, title: &str| match of(&format!("{word}-{name}")) {
        text if text.is_empty() => Ok(None),
        text => match Colour::parse(&text) {
            Some(colour) => Ok(Some(colour)),
            None => Err(language.say(
                "رنگ «{text}» برای {title} خوانده نشد: آن را مانند #a5391f بنویسید.",
                &[("text", (&text).into()), ("title", language.t(title).into())],
            )),
        },
    };
    let [paper, ink, accent, deep] = COLOURS.map(|(name, title)| colour(name, title));
    Ok(Palette { paper: paper?, ink: ink?, accent: accent?, deep: deep? })
}

/// Whether text of every colour is read well on the ground and on panels.
fn is_readable(language: Language, theme: &str, palette: Palette) -> Result<(), String> {
    let all = theme::colours(palette);
    let of = |name: &str| {
        all.iter().find(|(other, _)| *other == name).map_or(Colour([0; 3]), |(_, colour)| *colour)
    };
    let soft = ("soft", "متن کم‌رنگ، که از متن و زمینه ساخته می‌شود،");
    for (name, title) in COLOURS.into_iter().skip(1).chain([soft]) {
        let contrast = of(name).contrast(of("paper")).min(of(name).contrast(of("panel")));
        if contrast < CONTRAST_MIN {
            return Err(language.say(
                "در {theme}، {title} روی زمینه خوانا نیست: نسبت روشنایی {contrast} است و باید دست‌کم ۴٫۵ باشد. رنگی تیره‌تر یا روشن‌تر برگزینید.",
                &[
                    ("theme", language.t(theme).into()),
                    ("title", language.t(title).into()),
                    ("contrast", (&language.decimal(contrast)).into()),
                ],
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_shows_is_read_again_as_it_was() {
        let appearance = Appearance {
            light: Palette { accent: Colour::parse("#7a1f12"), ..Palette::default() },
            font: Font::System,
            blocks: vec![
                Block { kind: BlockKind::Viewed, items: 3 },
                Block { kind: BlockKind::Lead, items: 1 },
            ],
            sections: vec!["sport".into(), "economy".into()],
            footer: vec!["یک".into(), "دو".into()],
            ..Appearance::default()
        };
        assert_eq!(read(Language::Persian, &fields(&appearance), &appearance).as_ref(), Ok(&appearance));
        let first = read(Language::Persian, &fields(&Appearance::default()), &Appearance::default())
            .expect("readable");
        assert_eq!(first.front(), Block::FIRST);
    }

    #[test]
    fn colours_that_cannot_be_read_are_refused() {
        let refused = |name: &str, text: &str| {
            let mut sent = fields(&Appearance::default());
            sent.insert(name.into(), text.into());
            read(Language::Persian, &sent, &Appearance::default()).err().unwrap_or_default()
        };
        assert!(
            refused("light-accent", "#f0907a")
                .starts_with("در رنگ‌های روشن، رنگ تأکید روی زمینه خوانا نیست: نسبت روشنایی ۲٫۱")
        );
        assert!(refused("dark-ink", "#555555").starts_with("در رنگ‌های تیره، متن روی زمینه"));
        assert!(
            refused("light-ink", "#606060").contains("متن کم‌رنگ"),
            "what is mixed of it is looked at too"
        );
        assert!(refused("light-deep", "red;}").starts_with("رنگ «\u{2066}red;}\u{2069}»"));
        assert!(refused("lead-items", "x").starts_with("برای «خبرهای نخست»"));
        assert_eq!(refused("light-accent", "#7a1f12"), "");
    }
}
