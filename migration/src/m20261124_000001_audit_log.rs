//! The audit log, its chain, and the idempotency keys that a unit records beside it.

use sea_orm_migration::prelude::*;

use crate::dialect::{drop, run, run_where};

pub(crate) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m20261124_000001_audit_log"
    }
}

const TABLES: &str = r"
CREATE TABLE audit (
    id {uuid} PRIMARY KEY,
    at BIGINT NOT NULL,
    person {uuid},
    by_part {text} NOT NULL,
    deed {text} NOT NULL,
    subject {uuid},
    detail {text} NOT NULL,
    trace {text} NOT NULL,
    sealed {bytes} NOT NULL
)
;;
CREATE INDEX audit_subject ON audit (subject, id)
;;
CREATE INDEX audit_person ON audit (person, id)
;;
CREATE TABLE audit_link (
    no BIGINT PRIMARY KEY,
    audit_id {uuid} NOT NULL UNIQUE,
    hash {bytes} NOT NULL
)
;;
CREATE TABLE idempotency (
    person {uuid} NOT NULL,
    key {text} NOT NULL,
    fingerprint {text} NOT NULL,
    made {uuid},
    at BIGINT NOT NULL,
    PRIMARY KEY (person, key)
)
;;
CREATE INDEX idempotency_at ON idempotency (at)
";

const POSTGRES_GUARDS: &str = r"
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only';
END
$$
;;
CREATE TRIGGER audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
;;
CREATE TRIGGER audit_link_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()
";

const SQLITE_GUARDS: &str = r"
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
;;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
;;
CREATE TRIGGER audit_link_no_update BEFORE UPDATE ON audit_link
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
;;
CREATE TRIGGER audit_link_no_delete BEFORE DELETE ON audit_link
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        run_where(manager, POSTGRES_GUARDS, SQLITE_GUARDS).await
    }
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop(manager, &["idempotency", "audit_link", "audit"]).await?;
        run_where(manager, "DROP FUNCTION audit_is_append_only", "").await
    }
}
