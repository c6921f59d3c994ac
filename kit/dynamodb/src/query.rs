//! How read models ask a table.

use aws_sdk_dynamodb::{operation::query::builders::QueryFluentBuilder, types::AttributeValue};
use kit_domain::{Context, ReadModelError};
use serde::de::DeserializeOwned;

use crate::{
    Table,
    failure::read_model_error,
    item::{Item, ItemKey, LISTS, from_item, text},
};

/// A range of one partition of the table, or of its index.
pub struct Range {
    /// The partition.
    pub of: String,
    /// The first sort key.
    pub from: String,
    /// The last sort key.
    pub to: String,
}

impl Range {
    /// The range of the partition `of`.
    #[must_use]
    pub fn new(of: String, from: String, to: String) -> Self {
        Self { of, from, to }
    }
}

impl<C: Context, L: 'static> Table<C, L> {
    /// One item, as the table had it some time in the last moments: at half the price of a consistent read.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn get_eventually<T: DeserializeOwned>(&self, key: &ItemKey) -> Result<Option<T>, ReadModelError> {
        let get = self.client.get_item().table_name(&*self.name).set_key(Some(key.attributes()));
        let item = get.send().await.map_err(read_model_error)?.item;
        item.map(parse).transpose()
    }

    /// One item, strongly consistent.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn get<T: DeserializeOwned>(&self, key: &ItemKey) -> Result<Option<T>, ReadModelError> {
        let get = self.client.get_item().table_name(&*self.name).set_key(Some(key.attributes())).consistent_read(true);
        let item = get.send().await.map_err(read_model_error)?.item;
        item.map(parse).transpose()
    }

    /// The first `limit` items of a range of the table, strongly consistent.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn first_of_table<T: DeserializeOwned>(
        &self,
        range: Range,
        limit: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        self.first(self.query_table(), range, limit).await
    }

    /// The last `limit` items of a range of the table, last first, strongly consistent.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn last_of_table<T: DeserializeOwned>(
        &self,
        range: Range,
        limit: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        self.first(self.query_table().scan_index_forward(false), range, limit).await
    }

    /// Up to `limit` of the last items of a range of the table, last first, strongly consistent, and whether
    /// they are as many or all that there are: items may be so large that DynamoDB ends before. With
    /// `before`, which need not be there, those that stand before it.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn some_of_table<T: DeserializeOwned>(
        &self,
        range: Range,
        before: Option<ItemKey>,
        limit: usize,
    ) -> Result<(Vec<T>, bool), ReadModelError> {
        let before = before.map(|key| key.attributes());
        let query = self.query_table().scan_index_forward(false).set_exclusive_start_key(before);
        let page = self.bounded(query, range, limit).send().await.map_err(read_model_error)?;
        let ended = page.last_evaluated_key.is_none();
        let items: Vec<T> = parse_all(page.items)?;
        let are_all = ended || items.len() == limit;
        Ok((items, are_all))
    }

    /// Of the first `limit` items of a range of the table their `id`, strongly consistent.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn first_ids_of_table<T: DeserializeOwned>(
        &self,
        range: Range,
        limit: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        self.first(self.query_table().projection_expression("id"), range, limit).await
    }

    /// The first `limit` items of a list, as the index knows it: it may be a little behind.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn first_of_list<T: DeserializeOwned>(
        &self,
        range: Range,
        limit: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        let query = self
            .client
            .query()
            .index_name(LISTS)
            .key_condition_expression("#list = :of AND place BETWEEN :from AND :to")
            .expression_attribute_names("#list", "list");
        self.first(query, range, limit).await
    }

    /// Items of a range of the table that a filter fits, strongly consistent: at least one if there is one, and at most
    /// `most`. `names` are what stands in the filter in place of attributes' names.
    ///
    /// # Errors
    /// When the table gives no answer.
    pub async fn filtered<T: DeserializeOwned>(
        &self,
        range: Range,
        (filter, names): (&str, &[(&str, &str)]),
        most: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        let names = names.iter().map(|(placeholder, name)| ((*placeholder).to_owned(), (*name).to_owned()));
        let mut pages = self
            .query_table()
            .table_name(&*self.name)
            .filter_expression(filter)
            .set_expression_attribute_names(Some(names.collect()))
            .expression_attribute_values(":of", text(range.of))
            .expression_attribute_values(":from", text(range.from))
            .expression_attribute_values(":to", text(range.to))
            .into_paginator()
            .send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            for item in page.map_err(read_model_error)?.items.unwrap_or_default() {
                found.push(parse(item)?);
            }
            if found.len() >= most {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// A query of a range of the base table.
    fn query_table(&self) -> QueryFluentBuilder {
        self.client.query().consistent_read(true).key_condition_expression("pk = :of AND sk BETWEEN :from AND :to")
    }

    async fn first<T: DeserializeOwned>(
        &self,
        query: QueryFluentBuilder,
        range: Range,
        limit: usize,
    ) -> Result<Vec<T>, ReadModelError> {
        // A page is at most 101 items of a few kilobytes each: DynamoDB answers up to 1 MB at once.
        let query = self.bounded(query, range, limit);
        parse_all(query.send().await.map_err(read_model_error)?.items)
    }

    fn bounded(&self, query: QueryFluentBuilder, range: Range, limit: usize) -> QueryFluentBuilder {
        let values: [(&str, AttributeValue); 3] =
            [(":of", text(range.of)), (":from", text(range.from)), (":to", text(range.to))];
        query
            .table_name(&*self.name)
            .set_expression_attribute_values(Some(values.map(|(name, value)| (name.to_owned(), value)).into()))
            .limit(i32::try_from(limit).unwrap_or(i32::MAX))
    }
}

fn parse_all<T: DeserializeOwned>(items: Option<Vec<Item>>) -> Result<Vec<T>, ReadModelError> {
    items.unwrap_or_default().into_iter().map(parse).collect()
}

fn parse<T: DeserializeOwned>(item: Item) -> Result<T, ReadModelError> {
    from_item(item).map_err(|error| ReadModelError::Broken(error.into()))
}
