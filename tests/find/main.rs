//! Finding among 100,000 questions on both databases: a page of the list and its facets together,
//! under the searches and filters that trainers make. The 95th percentile goes to
//! `target/bench.json`; timing decides nothing.

use std::{sync::Arc, time::Instant as Moment};

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectionTrait, Database},
};
use uuid::Uuid;
use yuekao_api::{app::App, config::Settings};
use yuekao_core::{
    access::{self, AccessSettings},
    bank::{self, Body, Choice, Key, Kind, QuestionInput, QuestionState, service::QuestionFilter},
    kernel::{Actor, Caller, Context, PageRequest, SystemChance, SystemClock, sheet},
    materials,
    people::{self, import},
    unit::{Db, DbSettings},
};
use yuekao_migration::Migrator;
use yuekao_tests::{
    load::{Failure, report::Report},
    postgres,
};

const QUESTIONS: usize = 100_000;
const AT_ONCE: usize = 200;
const AUTHORS: usize = 20;
/// How often each search is made.
const ROUNDS: usize = 10;

/// What stems are made of; a question has one of each, so that a word is in one question of 12 to 20.
const PARTS: [&[&str]; 4] = [
    &[
        "申请人",
        "行政机关",
        "窗口工作人员",
        "企业开办专窗",
        "首席事务代表",
        "市场主体",
        "办事群众",
        "进驻部门",
        "受理人员",
        "审批科室",
        "督查专员",
        "综合窗口",
        "引导员",
    ],
    &[
        "提交申请材料",
        "办理行政许可",
        "受理投诉举报",
        "公开政府信息",
        "核发营业执照",
        "告知补正内容",
        "实施告知承诺",
        "归集电子证照",
        "开展窗口服务",
        "处理热线诉求",
        "推进标准化建设",
        "参加文明实践",
        "办理变更登记",
        "送达决定文书",
        "共享公共数据",
    ],
    &[
        "应当遵循什么原则",
        "应当在几日内办结",
        "不得有下列哪种行为",
        "应当出具什么凭证",
        "需要经过哪些环节",
        "由谁作出决定",
        "可以采取什么方式",
        "应当说明什么理由",
        "属于哪一类事项",
        "应当如何记录",
        "依照哪部法规",
        "何时开始计算期限",
    ],
    &[
        "（窗口）",
        "（热线）",
        "（审批）",
        "（公开）",
        "（登记）",
        "（许可）",
        "（标准）",
        "（数据）",
        "（文明）",
        "（礼仪）",
        "（廉政）",
    ],
];

/// What is looked for: words of two signs and more, two words at once, a lone sign, and none.
const SEARCHES: [&str; 10] = [
    "许可",
    "窗口",
    "电子证照",
    "标准化建设",
    "行政 期限",
    "告知承诺",
    "礼",
    "营业执照 登记",
    "不存在的词",
    "",
];

#[tokio::main]
async fn main() -> Result<(), Failure> {
    // `cargo test` runs benches too, to see that they work: nothing is measured then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let mut report = Report::default();
    let folder = tempfile::tempdir()?;
    let sqlite = format!("sqlite://{}?mode=rwc", folder.path().join("find.db").display());
    for (name, url) in
        [("bank.search_p95_ms_sqlite", sqlite), ("bank.search_p95_ms_postgres", postgres::empty().await)]
    {
        let app = filled(&url, folder.path()).await?;
        let p95 = find(&app, &report).await?;
        report.add(name, p95, "ms");
        app.db.close().await;
    }
    report.write()
}

async fn filled(url: &str, data: &std::path::Path) -> Result<App, Failure> {
    let settings =
        Settings { data: data.to_owned(), database_url: url.replace("?mode=rwc", ""), ..Settings::default() };
    let migrated = Database::connect(url).await?;
    Migrator::up(&migrated, None).await?;
    migrated.close().await?;
    let access = AccessSettings { signing_key: vec![11; 32], cheap_passwords: true, cores: 2 };
    let db = Db::connect(&DbSettings::new(settings.database_url.clone())).await?;
    let app = App::new(settings, &access, db, Arc::new(SystemClock), Arc::new(SystemChance))?;
    let number = |no: usize| format!("T{no:03}");
    let row = |no: usize| {
        let cells = [&number(no), "命题人", "综合科", "", "前台窗口", "", "否", "培训师"];
        cells.map(sheet::Cell::from).to_vec()
    };
    let rows: Vec<Vec<sheet::Cell>> = (0..AUTHORS).map(row).collect();
    let workbook = sheet::write("人员", &import::COLUMNS, &rows)?;
    let plan = people::service::plan_import(&app.db, &workbook).await?;
    access::service::import_people(&app.db, &app.context("bench"), &plan).await?;
    let mut authors = Vec::with_capacity(AUTHORS);
    for no in 0..AUTHORS {
        let person = people::service::find_by_number(&app.db, &number(no)).await?.ok_or("no author")?;
        let caller = Caller { id: person.id, roles: person.roles, department: None, session: Uuid::nil() };
        authors.push(Context { actor: Actor::Person(caller), ..app.context("bench") });
    }
    let topics = materials::service::topics(&app.db).await?;
    for first in (0..QUESTIONS).step_by(AT_ONCE) {
        let inputs = (first..first + AT_ONCE).map(|no| QuestionInput {
            body: body(no),
            topic: topics[no % topics.len()].id,
            label: i32::try_from(no % 5).unwrap_or_default() + 1,
            clauses: vec![],
        });
        let author = &authors[first / AT_ONCE % AUTHORS];
        bank::service::create_all(&app.db, author, inputs.collect(), first % 3 == 0).await?;
    }
    let writer = Database::connect(url).await?;
    writer.execute_unprepared("ANALYZE").await?;
    writer.close().await?;
    Ok(app)
}

fn body(no: usize) -> Body {
    let mut rest = no;
    let stem = PARTS.iter().map(|parts| {
        let part = parts[rest % parts.len()];
        rest /= parts.len();
        part
    });
    let stem = format!("{}？{no}", stem.collect::<String>());
    let option = |at: usize| Choice { text: PARTS[1][(no + at) % PARTS[1].len()].to_owned(), fixed: false };
    let (kind, options, key) = match no % 3 {
        0 => (Kind::Single, (0..4).map(option).collect(), Key::Options { right: vec![1] }),
        1 => (Kind::Multiple, (0..5).map(option).collect(), Key::Options { right: vec![0, 2] }),
        _ => (Kind::TrueFalse, vec![], Key::Truth { value: true }),
    };
    Body { kind, stem, prompts: vec![], options, key, explanation: "依据培训讲义。".to_owned() }
}

/// The 95th percentile of a page and its facets, asked for together as the page does.
async fn find(app: &App, report: &Report) -> Result<f64, Failure> {
    let topics = materials::service::topics(&app.db).await?;
    let page = PageRequest::new(None, None)?;
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        for words in SEARCHES {
            let search = (!words.is_empty()).then(|| words.to_owned());
            let filter = match round % 4 {
                0 => QuestionFilter { search, ..QuestionFilter::default() },
                1 => {
                    QuestionFilter { search, state: Some(QuestionState::Draft), ..QuestionFilter::default() }
                }
                2 => QuestionFilter { search, kind: Some(Kind::Multiple), ..QuestionFilter::default() },
                _ => QuestionFilter {
                    search,
                    topic: Some(topics[0].id),
                    label: Some(3),
                    ..QuestionFilter::default()
                },
            };
            let start = Moment::now();
            let (list, facets) = tokio::try_join!(
                bank::service::list(&app.db, &filter, &page),
                bank::service::facets(&app.db, &filter),
            )?;
            let took = start.elapsed().as_secs_f64() * 1000.0;
            if round < 4 {
                let found: i64 = facets.kind.iter().map(|(_, count)| count).sum();
                report.line(&format!(
                    "{took:7.1} ms  “{words}” by {}: {} shown of {found}",
                    round % 4,
                    list.items.len()
                ));
            }
            times.push(took);
        }
    }
    times.sort_by(f64::total_cmp);
    Ok(times[(times.len() * 95).div_ceil(100) - 1])
}
