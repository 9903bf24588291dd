//! Paper for the day the network is down: forms with answer sheets and keys, for print-ready pages and
//! as an office document.

use actix_web::{
    HttpResponse, get,
    web::{Json, Path, Query},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yuekao_core::{
    bank::Kind,
    exam::{
        self, ExamId,
        service::{Form, FormQuestion, Forms},
    },
    kernel::Points,
    paper::Section,
};

use crate::front::{Problem, Problems, Require, guard::ExamManage, upload};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FormsQuery {
    /// How many forms, 1 to 6.
    #[serde(default = "two")]
    count: u32,
}

/// Neighbours in a hall get different ones.
const fn two() -> u32 {
    2
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrintedQuestion {
    /// Counts from 1 through the whole form.
    no: usize,
    /// Which section it belongs to, from 0.
    section: usize,
    kind: Kind,
    stem: String,
    /// In the order of the form: A, B, C…
    options: Vec<String>,
    /// What options are matched to, numbered from 1.
    prompts: Vec<String>,
    blanks: usize,
    points: Points,
    #[schema(example = "ABD")]
    answer: String,
}

impl From<FormQuestion> for PrintedQuestion {
    fn from(question: FormQuestion) -> Self {
        Self {
            no: question.no,
            section: question.section,
            kind: question.kind,
            stem: question.stem,
            options: question.options,
            prompts: question.prompts,
            blanks: question.blanks,
            points: question.points,
            answer: question.answer,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrintedForm {
    #[schema(example = "A")]
    no: String,
    questions: Vec<PrintedQuestion>,
}

impl From<Form> for PrintedForm {
    fn from(form: Form) -> Self {
        Self { no: form.no, questions: form.questions.into_iter().map(PrintedQuestion::from).collect() }
    }
}

/// Forms with their keys.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PrintedForms {
    exam: ExamId,
    title: String,
    month: i32,
    minutes: i32,
    total: Points,
    /// The promise of the exam, printed at the foot.
    #[schema(required)]
    c: Option<String>,
    sections: Vec<Section>,
    forms: Vec<PrintedForm>,
}

impl From<Forms> for PrintedForms {
    fn from(forms: Forms) -> Self {
        let plan = forms.exam.plan;
        Self {
            exam: forms.exam.id,
            title: plan.title,
            month: plan.month,
            minutes: plan.minutes,
            total: plan.blueprint.total(),
            c: forms.exam.promise.map(|promise| hex::encode(promise.c)),
            sections: forms.sections,
            forms: forms.forms.into_iter().map(PrintedForm::from).collect(),
        }
    }
}

/// So many forms with their keys, drawn as equal papers of nobody in particular; who asks is recorded.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), FormsQuery),
    responses((status = OK, body = PrintedForms), Problems)
)]
#[get("/exams/{id}/forms")]
pub(super) async fn get_forms(
    call: Require<ExamManage>,
    id: Path<ExamId>,
    query: Query<FormsQuery>,
) -> Result<Json<PrintedForms>, Problem> {
    let shelf = &call.app().shelf;
    let forms = exam::service::forms(call.db(), shelf, call.cx(), id.into_inner(), query.count).await?;
    Ok(Json(forms.into()))
}

/// The same forms as an office document: each form, its answer sheet, and all keys at the end.
#[utoipa::path(
    tag = "exam",
    params(("id" = ExamId, Path), FormsQuery),
    responses(
        (status = OK, body = Vec<u8>,
         content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Problems
    )
)]
#[get("/exams/{id}/forms.docx")]
pub(super) async fn download_forms(
    call: Require<ExamManage>,
    id: Path<ExamId>,
    query: Query<FormsQuery>,
) -> Result<HttpResponse, Problem> {
    let shelf = &call.app().shelf;
    let forms = exam::service::forms(call.db(), shelf, call.cx(), id.into_inner(), query.count).await?;
    let name = format!("{} 纸质试卷.docx", forms.exam.plan.title);
    Ok(upload::document(&name, exam::handout(&forms)?))
}
