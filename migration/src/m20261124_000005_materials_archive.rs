//! The archive: topics with the plan's five roots, numbered materials, their editions and clauses.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run, run_where};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_000005_materials_archive"
    }
}

const TABLES: &str = r"
CREATE TABLE materials_topic (
    id {uuid} PRIMARY KEY,
    name {text} NOT NULL,
    slug {text} NOT NULL UNIQUE,
    parent_id {uuid} REFERENCES materials_topic (id),
    sort INTEGER NOT NULL
)
;;
CREATE TABLE materials_number (
    year INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
)
;;
CREATE TABLE material (
    id {uuid} PRIMARY KEY,
    no {text} NOT NULL UNIQUE,
    year INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    title {text} NOT NULL,
    search_text {text} NOT NULL,
    topic_id {uuid} NOT NULL REFERENCES materials_topic (id),
    theme {text} NOT NULL,
    department_id {uuid} REFERENCES people_department (id),
    trainer_id {uuid} REFERENCES person (id),
    clauses INTEGER NOT NULL,
    questions INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (year, seq)
)
;;
CREATE INDEX material_by_topic ON material (topic_id, year, seq)
;;
CREATE TABLE materials_edition (
    id {uuid} PRIMARY KEY,
    material_id {uuid} NOT NULL REFERENCES material (id),
    no INTEGER NOT NULL,
    file_id {uuid} NOT NULL REFERENCES file (id),
    file_name {text} NOT NULL,
    created_at BIGINT NOT NULL,
    superseded_at BIGINT,
    UNIQUE (material_id, no)
)
;;
CREATE INDEX materials_edition_by_file ON materials_edition (file_id)
;;
CREATE TABLE materials_clause (
    id {uuid} PRIMARY KEY,
    edition_id {uuid} NOT NULL REFERENCES materials_edition (id),
    sort INTEGER NOT NULL,
    address {text} NOT NULL,
    label {text} NOT NULL,
    text {text} NOT NULL,
    questions INTEGER NOT NULL,
    UNIQUE (edition_id, address)
)
";

/// Name, slug, and the last digit of the id, which stays the same in every installation.
const ROOTS: [(&str, &str); 5] = [
    ("审批制度改革", "reform"),
    ("标准化建设", "standardisation"),
    ("创全", "civilised_city"),
    ("窗口业务知识", "window_business"),
    ("行为规范", "conduct"),
];

/// Each database writes a UUID in its own way.
fn roots(uuid: impl Fn(&str) -> String) -> String {
    let row = |(index, (name, slug)): (usize, &(&str, &str))| {
        let sort = index + 1;
        let id = uuid(&format!("00000000-0000-7000-8000-00000000000{sort}"));
        format!("({id}, '{name}', '{slug}', NULL, {sort})")
    };
    let rows: Vec<String> = ROOTS.iter().enumerate().map(row).collect();
    format!("INSERT INTO materials_topic (id, name, slug, parent_id, sort) VALUES {}", rows.join(", "))
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        let postgres = roots(|id| format!("'{id}'"));
        let sqlite = roots(|id| format!("X'{}'", id.replace('-', "")));
        run_where(manager, &postgres, &sqlite).await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables =
            ["materials_clause", "materials_edition", "material", "materials_number", "materials_topic"];
        drop(manager, &tables).await
    }
}
