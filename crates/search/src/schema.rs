//! The fields of the index.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// What is kept of an article, by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub code: Field,
    pub published: Field,
    pub story: Field,
    pub section: Field,
    /// Keys of the section's slug and name.
    pub section_names: Field,
    /// The source's key, for filters.
    pub source: Field,
    /// The source's name as it is, for counting.
    pub outlet: Field,
    pub byline: Field,
    /// For showing.
    pub headline: Field,
    /// For showing: kicker, lead and body.
    pub text: Field,
    /// See [`telling`].
    pub telling: Field,
    /// See `likeness`.
    pub opening: Field,
    /// What results are found and ranked by.
    pub keys: Field,
    /// See `vocabulary`.
    pub joins: Field,
    pub tags: Field,
}

/// The schema, and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Analysed before they are added (see `analysis`).
    let terms = |record| TextFieldIndexing::default().set_tokenizer("whitespace").set_index_option(record);
    let listed =
        TextOptions::default().set_indexing_options(terms(IndexRecordOption::Basic).set_fieldnorms(false));
    let ranked = TextOptions::default().set_indexing_options(terms(IndexRecordOption::WithFreqsAndPositions));
    let fields = Fields {
        code: builder.add_i64_field("code", INDEXED | FAST | STORED),
        published: builder.add_i64_field("published", INDEXED | FAST),
        story: builder.add_i64_field("story", FAST),
        section: builder.add_text_field("section", STRING | FAST),
        section_names: builder.add_text_field("section_names", STRING),
        source: builder.add_text_field("source", STRING),
        outlet: builder.add_text_field("outlet", FAST),
        byline: builder.add_text_field("byline", STRING),
        headline: builder.add_text_field("headline", STORED),
        text: builder.add_text_field("text", STORED),
        telling: builder.add_text_field("telling", STORED),
        opening: builder.add_text_field("opening", STORED),
        keys: builder.add_text_field("keys", ranked.clone()),
        joins: builder.add_text_field("joins", listed),
        tags: builder.add_text_field("tags", ranked),
    };
    (builder.build(), fields)
}
