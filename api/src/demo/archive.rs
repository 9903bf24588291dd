//! Ten lectures and three hundred questions, by the ways that trainers use: the upload, and the
//! reader of pasted questions.

use std::collections::HashMap;

use rust_embed::RustEmbed;
use yuekao_core::{
    bank::{self, QuestionId, format, model::QuestionInput},
    kernel::{Context, Error, Result},
    materials::{self, MaterialId, model::Upload, model::UploadForm},
    people,
};

use super::Demo;
use crate::app::App;

#[derive(RustEmbed)]
#[folder = "../demo/"]
struct Content;

/// Who lectures; the next one reviews.
const TRAINERS: [&str; 4] = ["T001", "T002", "T003", "T004"];

pub(super) async fn fill(demo: &Demo<'_>) -> Result<()> {
    let reviewers = TRAINERS.iter().cycle().skip(1);
    for ((lecture, author), reviewer) in lectures().iter().zip(TRAINERS.iter().cycle()).zip(reviewers) {
        demo.clock.advance_seconds(26 * 3600);
        let author = demo.acting(author).await?;
        let material = upload(demo.app, &author, lecture).await?;
        demo.clock.advance_seconds(5400);
        let made = write(demo.app, &author, material, lecture).await?;
        demo.clock.advance_seconds(7200);
        let reviewer = demo.acting(reviewer).await?;
        for id in made {
            demo.clock.advance_seconds(40);
            bank::service::accept(&demo.app.db, &reviewer, id).await?;
        }
    }
    Ok(())
}

/// Only the lectures and their questions, all by the same two people.
///
/// # Errors
/// Those of the services it uses.
pub async fn stock_bank(app: &App, author: &Context, reviewer: &Context) -> Result<()> {
    for lecture in lectures() {
        let material = upload(app, author, &lecture).await?;
        let made = write(app, author, material, &lecture).await?;
        for id in made {
            bank::service::accept(&app.db, reviewer, id).await?;
        }
    }
    Ok(())
}

fn lectures() -> Vec<String> {
    Content::iter().map(String::from).filter(|name| name.starts_with("lectures/")).collect()
}

fn content(name: &str) -> Result<Vec<u8>> {
    Content::get(name)
        .map(|file| file.data.into_owned())
        .ok_or_else(|| Error::internal(format!("{name} is missing")))
}

/// The lecture's own front matter tells its title, topic and theme.
async fn upload(app: &App, author: &Context, lecture: &str) -> Result<MaterialId> {
    let bytes = content(lecture)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let host =
        text.lines().find_map(|line| line.strip_prefix("主办部门:")).map(str::trim).unwrap_or_default();
    let departments = people::service::departments(&app.db).await?;
    let department =
        departments.iter().find(|department| department.name == host).map(|department| department.id);
    let form = UploadForm { title: None, topic: None, theme: None, department };
    let file_name = lecture.rsplit('/').next().unwrap_or(lecture).to_owned();
    materials::service::upload(&app.db, &app.files, author, Upload { file_name, bytes, form }).await
}

/// Reads the lecture's questions as if they were pasted, and hands them in for review.
async fn write(app: &App, author: &Context, material: MaterialId, lecture: &str) -> Result<Vec<QuestionId>> {
    let questions = lecture.replace("lectures/", "questions/").replace(".md", ".txt");
    let text = String::from_utf8_lossy(&content(&questions)?).into_owned();
    let material = materials::service::get(&app.db, material).await?;
    let clauses: HashMap<&str, _> =
        material.clauses.iter().map(|clause| (clause.label.as_str(), clause.id)).collect();
    let mut inputs = Vec::new();
    for item in format::read_text(&text).items {
        let place = format!("{questions} line {}", item.line);
        let body = item.body.ok_or_else(|| Error::internal(format!("{place}: {:?}", item.issues)))?;
        let rests: Vec<_> =
            item.clause_refs.iter().filter_map(|label| clauses.get(label.as_str()).copied()).collect();
        if rests.is_empty() {
            return Err(Error::internal(format!("{place}: no clause {:?}", item.clause_refs)));
        }
        let label = i32::from(item.difficulty.unwrap_or(3));
        inputs.push(QuestionInput { body, topic: material.row.topic, label, clauses: rests });
    }
    bank::service::create_all(&app.db, author, inputs, true).await
}
