//! The service as one value, and all its routes with their description, without any database.

use std::{fmt, sync::Arc, time::Duration};

use actix_web::web;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_actix_web::{scope, service_config::ServiceConfig};
use yuekao_core::{
    access::{Access, AccessSettings, rule::AccessRefusal, rule::PasswordIssue, token::derive_key},
    analysis::{Analyst, service::AnalysisRefusal},
    bank::{
        format::{Unclear, Unusable},
        rule::BankIssue,
        rule::Barred,
        rule::Flaw,
    },
    exam::{self, ExamIssue, ExamRefusal, Shelf, SupplyIssue},
    file::{self, Files},
    grading::{self, Marker, rule::GradingIssue, ruling::Overruled},
    job::Runner,
    kernel::{Chance, Clock, Context, Result, error::TextIssue, page::PageIssue, sheet::SheetIssue},
    materials::{Unreadable, rule::MaterialsIssue},
    news::{self, Hub},
    paper::{BlueprintIssue, DrawFault},
    people::rule::PeopleIssue,
    practice::{self, PracticeIssue, PracticeRefusal},
    sitting::{self, PassKey, Writer, model::SittingIssue, service::Desk},
    standing::{
        import::ValueIssue,
        rule::{ApprovalIssue, SchemeFault, StandingRefusal},
    },
    unit::{Db, OnceIssue},
};

use crate::{
    access, audit, bank,
    config::Settings,
    front::{problem, upload},
    materials, people, site,
};

/// What a word can refuse, word by word: with the front's own these are all problem codes.
pub const REFUSALS: &[&[&str]] = &[
    AccessRefusal::CODES,
    PeopleIssue::CODES,
    Barred::CODES,
    ExamRefusal::CODES,
    DrawFault::CODES,
    SittingIssue::CODES,
    GradingIssue::CODES,
    Overruled::CODES,
    PracticeRefusal::CODES,
    AnalysisRefusal::CODES,
    StandingRefusal::CODES,
];

/// What can be wrong with a field or a row, word by word.
pub const ISSUES: &[&[&str]] = &[
    PageIssue::CODES,
    TextIssue::CODES,
    OnceIssue::CODES,
    SheetIssue::CODES,
    PeopleIssue::CODES,
    PasswordIssue::CODES,
    Unreadable::CODES,
    MaterialsIssue::CODES,
    Flaw::CODES,
    BankIssue::CODES,
    Unclear::CODES,
    Unusable::CODES,
    BlueprintIssue::CODES,
    ExamIssue::CODES,
    SupplyIssue::CODES,
    SittingIssue::CODES,
    GradingIssue::CODES,
    PracticeIssue::CODES,
    SchemeFault::CODES,
    ValueIssue::CODES,
    ApprovalIssue::CODES,
];

const TRIM_NEWS: Duration = Duration::from_secs(600);
const SWEEP_FILES: Duration = Duration::from_secs(3600);
/// The seed of a draw is fixed soon after the witnesses' hour.
const FIX_SEEDS: Duration = Duration::from_secs(1);
/// A sitting is recorded as closed, and marked, within a second after its grace.
const CLOSE_SITTINGS: Duration = Duration::from_millis(400);
/// The root of an exam stands within a second or two of its end.
const PUBLISH_ROOTS: Duration = Duration::from_secs(1);
/// What an incident covers counts soon, however late it arrives.
const ACCEPT_LATE: Duration = Duration::from_secs(5);
const SWEEP_MARKS: Duration = Duration::from_millis(700);
/// What a released exam taught is in the wrong-answer books soon after.
const TAKE_IN_RELEASED: Duration = Duration::from_secs(3);

/// The service in one process. What it holds may be lost: the truth is in the database.
pub struct App {
    pub db: Db,
    pub access: Access,
    pub files: Files,
    /// What is fixed of published exams.
    pub shelf: Shelf,
    pub desk: Desk,
    pub marker: Marker,
    pub analyst: Analyst,
    pub hub: Hub,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub settings: Settings,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("db", &self.db).finish_non_exhaustive()
    }
}

impl App {
    /// Makes the service; call it within the runtime, where its writing tasks go on.
    ///
    /// # Errors
    /// If the folder of files can't be used.
    pub fn new(
        settings: Settings,
        access: &AccessSettings,
        db: Db,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self> {
        let files = Files::in_folder(&settings.data.join("files"), derive_key(&access.signing_key, "file"))?;
        let hub = Hub::new(db.clone(), Arc::clone(&clock));
        let shelf = Shelf::default();
        let passes = PassKey::derive(&access.signing_key);
        let desk = Desk { writer: Writer::start(db.clone()), passes, shelf: shelf.clone() };
        let marker = Marker::start(db.clone(), shelf.clone());
        let analyst = Analyst::new(marker.clone(), shelf.clone());
        let access = Access::new(access);
        Ok(Self { db, access, files, shelf, desk, marker, analyst, hub, clock, chance, settings })
    }
    #[must_use]
    pub fn new_trace(&self) -> String {
        let mut bytes = [0u8; 8];
        self.chance.fill(&mut bytes);
        hex::encode(bytes)
    }
    /// What the service does in the background, in this process or one of its own.
    #[must_use]
    pub fn runner(&self) -> Runner {
        let (files, shelf) = (self.files.clone(), self.shelf.clone());
        let [sweeping, remarking] = [self.marker.clone(), self.marker.clone()];
        Runner::new(self.db.clone(), Arc::clone(&self.clock), Arc::clone(&self.chance))
            .handle(exam::service::DRAW, exam::service::draw_papers)
            .every("exam.fix_seed", FIX_SEEDS, async |db, cx| exam::service::fix_due(&db, &cx).await)
            .handle(grading::service::REMARK, move |task| {
                let marker = remarking.clone();
                async move { grading::service::remark(&marker, &task).await }
            })
            .every("sitting.close", CLOSE_SITTINGS, async |db, cx| {
                sitting::service::close_due(&db, &cx).await
            })
            .every("sitting.root", PUBLISH_ROOTS, async |db, cx| {
                sitting::service::publish_due(&db, &cx).await
            })
            .every("sitting.accept", ACCEPT_LATE, async |db, cx| sitting::service::accept_due(&db, &cx).await)
            .every("grading.sweep", SWEEP_MARKS, move |db, cx| {
                let marker = sweeping.clone();
                async move { marker.sweep(&db, cx.now()).await }
            })
            .every("practice.take_in", TAKE_IN_RELEASED, move |db, cx| {
                let shelf = shelf.clone();
                async move { practice::service::take_in_released(&db, &shelf, &cx).await }
            })
            .every("news.trim", TRIM_NEWS, async |db, cx| news::service::trim(&db, cx.now()).await)
            .every("file.sweep", SWEEP_FILES, move |db, cx| {
                let files = files.clone();
                async move { file::service::sweep(&db, &files, cx.now()).await.map(drop) }
            })
    }
    /// Whether browsers reach this over https.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.settings.tls.is_some() || !self.settings.trusted_proxies.is_empty()
    }
    /// A context in which a part of the service itself acts.
    #[must_use]
    pub fn context(&self, part: &'static str) -> Context {
        Context::system(part, Arc::clone(&self.clock), Arc::clone(&self.chance))
    }
}

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        openapi.components.get_or_insert_default().add_security_scheme("bearer", bearer);
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Yuekao 月考", description = "The exam and question bank service of an administrative service centre."),
    components(schemas(problem::ProblemBody, problem::ProblemCode, problem::IssueCode)),
    modifiers(&Security),
    security(("bearer" = []))
)]
struct Head;

/// The description before any operation is added.
#[must_use]
pub fn head() -> utoipa::openapi::OpenApi {
    Head::openapi()
}

/// Every operation of the API.
pub fn routes(config: &mut ServiceConfig) {
    config.service(
        scope::scope("/api/v1")
            // Routes are tried in this order: first what an exam morning asks thousands of times.
            .configure(crate::sitting::routes)
            .configure(site::routes)
            .configure(access::routes)
            .configure(people::routes)
            .configure(audit::routes)
            .configure(crate::file::routes)
            .configure(materials::routes)
            .configure(bank::routes)
            .configure(crate::paper::routes)
            .configure(crate::exam::routes)
            .configure(crate::grading::routes)
            .configure(crate::practice::routes)
            .configure(crate::analysis::routes)
            .configure(crate::standing::routes)
            .configure(crate::news::routes),
    );
}

/// How bodies, paths and queries are read: what can't be leaves by the same door as all problems.
pub fn readers(config: &mut web::ServiceConfig) {
    config
        .app_data(web::JsonConfig::default().limit(2 * 1024 * 1024).error_handler(problem::json_error))
        .app_data(web::PayloadConfig::default().limit(upload::LARGEST))
        .app_data(web::PathConfig::default().error_handler(problem::path_error))
        .app_data(web::QueryConfig::default().error_handler(problem::query_error));
}
