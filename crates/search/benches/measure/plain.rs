//! What any search library suggests: tantivy's own "more like this" over plainly split words, ranked by BM25.

use std::error::Error;

use tantivy::collector::TopDocs;
use tantivy::query::MoreLikeThisQuery;
use tantivy::schema::{INDEXED, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexReader, TantivyDocument, doc};

use crate::articles::Article;

/// The peer's index.
pub(crate) struct Plain(IndexReader);

impl Plain {
    /// Indexes headline, lead and body in memory.
    pub(crate) fn new(articles: &[Article]) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let code = schema.add_i64_field("code", INDEXED | STORED);
        let text = schema.add_text_field("text", TEXT | STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000)?;
        for Article { document, .. } in articles {
            let words = [&*document.headline, &document.lead, &document.body_text].join("\n");
            writer.add_document(doc!(code => document.code, text => words))?;
        }
        writer.commit()?;
        Ok(Self(index.reader()?))
    }

    /// Codes of articles about the same things, best first, with the article itself among them.
    pub(crate) fn related(&self, code: i64, limit: usize) -> Result<Vec<i64>, Box<dyn Error>> {
        let searcher = self.0.searcher();
        let field = searcher.schema().get_field("code")?;
        let own = tantivy::query::TermQuery::new(
            tantivy::Term::from_field_i64(field, code),
            tantivy::schema::IndexRecordOption::Basic,
        );
        let found = searcher.search(&own, &TopDocs::with_limit(1).order_by_score())?;
        let Some((_, address)) = found.first() else { return Ok(Vec::new()) };
        let query = MoreLikeThisQuery::builder().with_document(*address);
        let mut codes = Vec::new();
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            codes.extend(document.get_first(field).and_then(|code| code.as_i64()));
        }
        Ok(codes)
    }
}
