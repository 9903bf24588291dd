//! The schema, step by step, in plain SQL. It imports nothing of core: a migration that was run
//! stays as it was run, whatever the code has become since.

mod dialect;
mod m20261124_000001_audit_log;
mod m20261124_000002_people_register;
mod m20261124_000003_access_accounts;
mod m20261124_000004_file_job_news;
mod m20261124_000005_materials_archive;
mod m20261124_000006_bank_questions;
mod m20261124_000007_exam_papers;
mod m20261124_000008_sitting_journal;
mod m20261124_000009_grading_marks;
mod m20261124_000010_practice_book;
mod m20261124_000011_standing_months;
mod m20261124_170001_sitting_messages;
mod m20261124_173001_sitting_incidents;
mod m20261124_174500_exam_witnesses;
mod m20261124_180001_sitting_roots;
mod m20261124_181500_paper_blueprints;
mod m20261124_181801_bank_finder;

use sea_orm_migration::prelude::*;

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_audit_log::Step),
            Box::new(m20261124_000002_people_register::Step),
            Box::new(m20261124_000003_access_accounts::Step),
            Box::new(m20261124_000004_file_job_news::Step),
            Box::new(m20261124_000005_materials_archive::Step),
            Box::new(m20261124_000006_bank_questions::Step),
            Box::new(m20261124_000007_exam_papers::Step),
            Box::new(m20261124_000008_sitting_journal::Step),
            Box::new(m20261124_000009_grading_marks::Step),
            Box::new(m20261124_000010_practice_book::Step),
            Box::new(m20261124_000011_standing_months::Step),
            Box::new(m20261124_170001_sitting_messages::Step),
            Box::new(m20261124_173001_sitting_incidents::Step),
            Box::new(m20261124_174500_exam_witnesses::Step),
            Box::new(m20261124_181500_paper_blueprints::Step),
            Box::new(m20261124_181801_bank_finder::Step),
            Box::new(m20261124_180001_sitting_roots::Step),
        ]
    }
}
