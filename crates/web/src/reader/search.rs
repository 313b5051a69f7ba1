//! The search page: results, what they can be narrowed by, and what helps when there are none.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use minijinja::{Value, context};
use news::UtcMs;
use persian::date::Jalali;
use search::{NO_SECTION, Note, Piece, Results, Sort};
use serde::Serialize;

use crate::App;
use crate::cards::{CardView, article_path};
use crate::errors::{self, Failure};
use crate::language::Language;
use crate::layout::{HTML, Layout, render};
use crate::pages::{Reading, Version};
use crate::paging::{PageNumber, pages};
use crate::templates::value;
use crate::{noted, searched, searching};

/// Results of one page.
const PER_PAGE: i64 = 15;
/// Pages that can be turned to: deeper ones cost more with every step, and who came so far needs other words. The last
/// of them says so.
const PAGE_MAX: i64 = 100;
/// A longer query is a paste.
const QUERY_CHARS_MAX: usize = 300;
/// `days=` with this looks for days in the texts.
const DAYS_ARE_WORDS: &str = "words";

/// `words=` with this looks for each word by itself.
const WORDS_ARE_APART: &str = "apart";

/// What articles in no section are called.
const SECTIONLESS: &str = "بی‌بخش";

/// What was asked.
#[derive(Clone, Default, Serialize)]
pub(super) struct Asked {
    q: String,
    section: String,
    source: String,
    from: String,
    to: String,
    sort: String,
    /// `words` when days in the query are words like others.
    days: String,
    /// `apart` when words that make a compound stand for themselves.
    words: String,
    #[serde(skip_serializing)]
    page: PageNumber,
    /// The query was cut.
    #[serde(skip)]
    is_long: bool,
}

/// A choice beside the results, with how many of them it leaves.
#[derive(Serialize)]
struct Choice {
    name: String,
    count: i64,
    url: String,
    is_chosen: bool,
    /// It leaves nothing.
    is_empty: bool,
}

/// What a reader is told above the results, with what can be done instead.
#[derive(Serialize)]
struct Told {
    words: String,
    /// Empty when nothing can.
    url: String,
    link: &'static str,
}

impl Told {
    fn of(words: String) -> Self {
        Self { words, url: String::new(), link: "" }
    }
}

/// `GET /search?q=`; a news code alone leads to its article.
pub(super) async fn show(
    State(app): State<App>,
    Query(fields): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let mut asked = Asked::of(fields);
    asked.is_long = asked.q.chars().count() > QUERY_CHARS_MAX;
    // It stands in the page's title, where a mark that turns the writing would turn what follows.
    asked.q = persian::plain::line(&asked.q.chars().take(QUERY_CHARS_MAX).collect::<String>());
    match app.config.index.named_by(&asked.q) {
        Ok(Some(code)) => Redirect::to(&app.language.path(&article_path(code, ""))).into_response(),
        Ok(None) => answer(&app, &headers, page(&app, &asked).await).await,
        Err(error) => answer(&app, &headers, Err(error.into())).await,
    }
}

async fn answer(app: &App, headers: &HeaderMap, page: Result<String, Failure>) -> Response {
    match page {
        Ok(body) => cacheable(headers, body),
        Err(failure) => errors::page(app, failure, &HeaderMap::new()).await,
    }
}

/// An answer that browsers ask again for (a short 304 when nothing changed) and shared caches may keep for ten
/// seconds: an article that is taken away is gone from a browser at once.
fn cacheable(request: &HeaderMap, body: String) -> Response {
    let version = Version::of(&body);
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate, s-maxage=10"),
    );
    headers.insert(header::ETAG, version.plain_etag());
    if version.is_known(request) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    (headers, body).into_response()
}

async fn page(app: &App, asked: &Asked) -> Result<String, Failure> {
    let layout = Layout::read(&Reading::at(app, &asked.url())).await?;
    // Behind the last page that can be turned to nothing is looked for.
    let number = asked.page.min(PageNumber(PAGE_MAX + 1));
    let (query, mut told) = asked.query(&layout, number, app.now());
    let found = searching::found(app, query).await?;
    told.extend(found.notes.iter().map(|note| asked.told(app.language, note)));
    let (results, shown) = results(app, &found).await?;
    let total = searching::total(&found, shown) as i64;
    let last = pages(total, PER_PAGE).min(PAGE_MAX);
    let page = context! {
        q => &asked.q, asked => value(asked), number => asked.page.0, results, told => value(told),
        url => asked.url(),
        total,
        pages => last,
        facets_max => found.facets.is_short.then_some(search::FACETS_MAX),
        last_shown => (pages(total, PER_PAGE) > PAGE_MAX).then_some(PAGE_MAX * PER_PAGE),
        sections => value(asked.sections(&layout, &found)),
        sources => value(asked.sources(&found)),
        years => value(asked.years(app.language, &found)),
        is_estimated => found.is_estimated, is_cut => found.is_cut, is_phrase_loose => found.is_phrase_loose,
        meant => found.meant.as_ref().map(|meant| context! { text => meant, url => asked.with(|one| one.q.clone_from(meant)) }),
        narrowed => app.language.list(&asked.narrowed(&layout)),
        wider => asked.is_narrowed().then(|| Asked { q: asked.q.clone(), ..Asked::default() }.url()),
    };
    render(app, "reader/search.html", &layout, page)
}

/// A result, and the copies of its story that were found with it.
#[derive(Serialize)]
struct Shown {
    card: CardView,
    headline: Value,
    snippet: Value,
    without: Vec<String>,
    copies: Vec<CardView>,
}

/// What is shown, each story once and none that a page before has shown, and how many articles that is.
async fn results(app: &App, found: &Results) -> Result<(Vec<Value>, usize), Failure> {
    let codes: Vec<i64> = found.hits.iter().map(|hit| hit.code).collect();
    let cards = store::articles::cards(&app.config.store, &codes).await?;
    let mut shown: Vec<Shown> = Vec::new();
    // A page of nothing but copies is better than an empty one.
    let is_new = found.hits.iter().any(|hit| !hit.is_told_before);
    for card in &cards {
        let hit = found.hits.iter().find(|hit| hit.code == card.code && !(is_new && hit.is_told_before));
        let Some(hit) = hit else { continue };
        let card = CardView::of(card);
        match shown.iter_mut().find(|one| one.card.story == card.story) {
            Some(one) => one.copies.push(card),
            None => shown.push(Shown {
                card,
                headline: marked(&hit.headline),
                snippet: marked(&hit.snippet),
                without: hit.without.clone(),
                copies: Vec::new(),
            }),
        }
    }
    Ok((shown.iter().map(value).collect(), cards.len()))
}

impl Asked {
    /// What the fields of a form say. An empty one chooses nothing, and of several with one name the last that says
    /// something counts.
    fn of(fields: Vec<(String, String)>) -> Self {
        let mut asked = Self::default();
        for (name, value) in fields.into_iter().filter(|(_, value)| !value.trim().is_empty()) {
            match name.as_str() {
                "q" => asked.q = value,
                "section" => asked.section = value,
                "source" => asked.source = value,
                "from" => asked.from = value,
                "to" => asked.to = value,
                "sort" => asked.sort = value,
                "days" => asked.days = value,
                "words" => asked.words = value,
                "page" => asked.page = PageNumber::from(value),
                _ => {}
            }
        }
        asked
    }

    /// The query, and what of it could not be followed.
    fn query(&self, layout: &Layout, number: PageNumber, now: UtcMs) -> (search::Query, Vec<Told>) {
        let mut told = Vec::new();
        let language = layout.language;
        let mut day = |text: &str| {
            let ms = persian::date::parse(text, Some(now)).map(|date| date.ms);
            if ms.is_none() && !text.trim().is_empty() {
                told.push(Told::of(language.say(
                    "«{text}» را به‌عنوان روز نشناختیم و جست‌وجو را با آن محدود نکردیم. روز را مانند «۱۴۰۳/۰۹/۱۲» یا «۱۲ آذر ۱۴۰۳» بنویسید.",
                    &[("text", text.into())],
                )));
            }
            ms
        };
        let from = day(&self.from);
        // The last day is in.
        let to = day(&self.to).and_then(persian::date::next_day);
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            told.push(Told::of(
                language.t("روز آغاز پس از روز پایان است؛ شاید جابه‌جا نوشته شده‌اند.").to_owned(),
            ));
        }
        if self.is_long {
            let most = [("count", (QUERY_CHARS_MAX as i64).into())];
            told.push(Told::of(language.say("متن جست‌وجو دراز بود؛ {count} نویسهٔ نخست آن جست‌وجو شد.", &most)));
        }
        let section = layout.sections.iter().find(|section| section.slug == self.section);
        let section = section.map(|section| &*section.slug);
        let section = section.or((self.section == NO_SECTION).then_some(NO_SECTION));
        if section.is_none() && !self.section.is_empty() {
            let named = [("name", (&self.section).into())];
            told.push(Told::of(
                language.say("بخشی با نشانی «{name}» نداریم؛ در همهٔ بخش‌ها جست‌وجو کردیم.", &named),
            ));
        }
        if !["", "date", "relevance"].contains(&&*self.sort) {
            let named = [("name", (&self.sort).into())];
            told.push(Told::of(
                language.say("ترتیب «{name}» را نمی‌شناسیم؛ مرتبط‌ترین‌ها را نخست آوردیم.", &named),
            ));
        }
        let query = search::Query {
            text: self.q.clone(),
            section: section.map(str::to_owned),
            source: Some(self.source.clone()).filter(|source| !source.is_empty()),
            from,
            to,
            sort: if self.sort == "date" { Sort::Date } else { Sort::Relevance },
            limit: if number.0 > PAGE_MAX { 0 } else { PER_PAGE as usize },
            offset: if number.0 > PAGE_MAX { 0 } else { number.offset(PER_PAGE) as usize },
            facets: true,
            now: Some(now),
            are_days_words: self.days == DAYS_ARE_WORDS,
            are_words_apart: self.words == WORDS_ARE_APART,
            patience: None,
        };
        (query, told)
    }

    fn told(&self, language: Language, note: &Note) -> Told {
        let mut told = Told::of(noted::words(language, note));
        match note {
            Note::Days { .. } => {
                told.url = self.with(|one| DAYS_ARE_WORDS.clone_into(&mut one.days));
                told.link = language.t("همان را در متن مطلب‌ها جست‌وجو کنید");
            }
            Note::Together { .. } => {
                told.url = self.with(|one| WORDS_ARE_APART.clone_into(&mut one.words));
                told.link = language.t("واژه‌ها را جدا از هم جست‌وجو کنید");
            }
            _ => {}
        }
        told
    }

    fn sections(&self, layout: &Layout, found: &Results) -> Vec<Choice> {
        let named = found.facets.sections.iter().filter_map(|(slug, count)| {
            let name = section_name(layout, slug)?.to_owned();
            let is_chosen = *slug == self.section;
            let chosen = if is_chosen { "" } else { slug };
            Some(Choice {
                name,
                count: *count as i64,
                url: self.with(|one| one.section = chosen.into()),
                is_chosen,
                is_empty: false,
            })
        });
        named.collect()
    }

    fn sources(&self, found: &Results) -> Vec<Choice> {
        let named = found.facets.sources.iter().map(|(name, count)| {
            let is_chosen = *name == self.source;
            let chosen = if is_chosen { "" } else { name };
            let url = self.with(|one| one.source = chosen.into());
            Choice { name: name.clone(), count: *count as i64, url, is_chosen, is_empty: false }
        });
        named.collect()
    }

    fn years(&self, language: Language, found: &Results) -> Vec<Choice> {
        let named = found.facets.years.iter().map(|(year, count)| {
            let last = Jalali::new(*year, 12, 30).map_or(29, |_| 30);
            let days = (format!("{year}/01/01"), format!("{year}/12/{last}"));
            let is_chosen = (&self.from, &self.to) == (&days.0, &days.1);
            let (from, to) = if is_chosen { Default::default() } else { days };
            let url = self.with(|one| (one.from, one.to) = (from, to));
            Choice {
                name: language.digits(&year.to_string()),
                count: *count as i64,
                url,
                is_chosen,
                is_empty: *count == 0 && !found.is_estimated,
            }
        });
        named.collect()
    }

    /// What it is narrowed to, in words.
    fn narrowed(&self, layout: &Layout) -> Vec<String> {
        let language = layout.language;
        let section = section_name(layout, &self.section)
            .map(|name| language.say("بخش «{name}»", &[("name", name.into())]));
        let source = Some(&self.source).filter(|source| !source.is_empty());
        let source = source.map(|source| language.say("منبع «{name}»", &[("name", source.into())]));
        let days = (!self.from.is_empty() || !self.to.is_empty()).then(|| language.t("این روزها").to_owned());
        section.into_iter().chain(source).chain(days).collect()
    }

    fn is_narrowed(&self) -> bool {
        [&self.section, &self.source, &self.from, &self.to].into_iter().any(|one| !one.is_empty())
    }

    /// The address of the first page of this search with something changed.
    fn with(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut one = self.clone();
        change(&mut one);
        one.url()
    }

    fn url(&self) -> String {
        let fields = [
            ("q", &self.q),
            ("section", &self.section),
            ("source", &self.source),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
            ("days", &self.days),
            ("words", &self.words),
        ];
        let set = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let encoded = |value: &str| {
            percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC).to_string()
        };
        let parts: Vec<String> = set.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("/search?{}", parts.join("&"))
    }
}

/// The name of a section, or of none.
fn section_name<'a>(layout: &'a Layout, slug: &str) -> Option<&'a str> {
    let named = layout.sections.iter().find(|section| section.slug == slug);
    named.map(|section| &*section.name).or((slug == NO_SECTION).then(|| layout.language.t(SECTIONLESS)))
}

/// Pieces as escaped HTML with the found words marked.
fn marked(pieces: &[Piece]) -> Value {
    Value::from_safe_string(searched::marked(pieces))
}
