//! Many rows handed to one statement, where a statement for each would cost a round trip each:
//! arrays through UNNEST on PostgreSQL, one JSON text through json_each on SQLite.

use std::fmt::Write;

use sea_orm::{DbBackend, Statement, Value};
use uuid::Uuid;

use super::DbKind;

/// PostgreSQL's arrays travel without NULLs here; this number stands for one.
const NULL: i64 = i64::MIN;

enum Column {
    Ids(Vec<Uuid>),
    Ints(Vec<i64>),
    Texts(Vec<String>),
    Bytes(Vec<Vec<u8>>),
}

/// Rows by column, all columns of one length.
pub(crate) struct Rowset {
    kind: DbKind,
    names: Vec<&'static str>,
    columns: Vec<Column>,
}

impl Rowset {
    pub(crate) const fn new(kind: DbKind) -> Self {
        Self { kind, names: Vec::new(), columns: Vec::new() }
    }
    fn add(mut self, name: &'static str, column: Column) -> Self {
        self.names.push(name);
        self.columns.push(column);
        self
    }
    pub(crate) fn ids(self, name: &'static str, values: impl Iterator<Item = Uuid>) -> Self {
        self.add(name, Column::Ids(values.collect()))
    }
    pub(crate) fn ints(self, name: &'static str, values: impl Iterator<Item = i64>) -> Self {
        self.add(name, Column::Ints(values.collect()))
    }
    pub(crate) fn maybe_ints(self, name: &'static str, values: impl Iterator<Item = Option<i64>>) -> Self {
        self.ints(name, values.map(|value| value.unwrap_or(NULL)))
    }
    pub(crate) fn texts(self, name: &'static str, values: impl Iterator<Item = String>) -> Self {
        self.add(name, Column::Texts(values.collect()))
    }
    pub(crate) fn bytes(self, name: &'static str, values: impl Iterator<Item = Vec<u8>>) -> Self {
        self.add(name, Column::Bytes(values.collect()))
    }

    /// The statement in which `{rows}` stands for these rows; the caller gives them an alias.
    pub(crate) fn statement(self, sql: &str) -> Statement {
        match self.kind {
            DbKind::Postgres => self.postgres(sql),
            DbKind::Sqlite => self.sqlite(sql),
        }
    }

    fn postgres(self, sql: &str) -> Statement {
        let mut select = String::from("(SELECT ");
        let mut arrays = String::new();
        for (index, (name, column)) in self.names.iter().zip(&self.columns).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let no = index + 1;
            // Writing to a String can't fail.
            let _ = match column {
                Column::Ints(_) => write!(select, "{comma}NULLIF({name}, {NULL}) AS {name}"),
                _ => write!(select, "{comma}{name}"),
            };
            let array = match column {
                Column::Ids(_) => "uuid",
                Column::Ints(_) => "bigint",
                Column::Texts(_) => "text",
                Column::Bytes(_) => "bytea",
            };
            let _ = write!(arrays, "{comma}${no}::{array}[]");
        }
        let _ = write!(select, " FROM UNNEST({arrays}) AS u ({}))", self.names.join(", "));
        let values = self.columns.into_iter().map(|column| match column {
            Column::Ids(values) => Value::from(values),
            Column::Ints(values) => Value::from(values),
            Column::Texts(values) => Value::from(values),
            Column::Bytes(values) => Value::from(values),
        });
        Statement::from_sql_and_values(DbBackend::Postgres, sql.replace("{rows}", &select), values)
    }

    fn sqlite(self, sql: &str) -> Statement {
        let mut select = String::from("(SELECT ");
        for (index, (name, column)) in self.names.iter().zip(&self.columns).enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let _ = match column {
                Column::Ids(_) | Column::Bytes(_) => {
                    write!(select, "{comma}unhex(value ->> {index}) AS {name}")
                }
                _ => write!(select, "{comma}value ->> {index} AS {name}"),
            };
        }
        select.push_str(" FROM json_each($1))");
        let rows: Vec<Vec<serde_json::Value>> = (0..self.height())
            .map(|row| self.columns.iter().map(|column| column.json(row)).collect())
            .collect();
        let rows = serde_json::Value::from(rows.into_iter().map(serde_json::Value::from).collect::<Vec<_>>());
        Statement::from_sql_and_values(
            DbBackend::Sqlite,
            sql.replace("{rows}", &select),
            [rows.to_string().into()],
        )
    }

    fn height(&self) -> usize {
        self.columns.first().map_or(0, |column| match column {
            Column::Ids(values) => values.len(),
            Column::Ints(values) => values.len(),
            Column::Texts(values) => values.len(),
            Column::Bytes(values) => values.len(),
        })
    }
}

impl Column {
    fn json(&self, row: usize) -> serde_json::Value {
        match self {
            Self::Ids(values) => values.get(row).map(|id| id.simple().to_string()).into(),
            Self::Ints(values) => values.get(row).filter(|value| **value != NULL).copied().into(),
            Self::Texts(values) => values.get(row).cloned().into(),
            Self::Bytes(values) => values.get(row).map(hex::encode).into(),
        }
    }
}
