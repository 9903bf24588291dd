//! Sixty people, plainly invented: surnames in their old order with the sixty names of the
//! sexagenary cycle as given names.

use yuekao_core::{
    access,
    kernel::{Error, PersonId, Result, Role, sheet},
    people::{self, import},
};

use super::{Demo, PASSWORD};

pub(super) const DEPARTMENTS: [&str; 8] = [
    "市场监管局",
    "人力资源和社会保障局",
    "发展改革委",
    "大数据中心",
    "城市运行管理中心",
    "行政服务中心",
    "审批改革科",
    "机关纪委",
];

/// The fourth is the back office.
const GROUPS: [&str; 4] = ["企业开办类", "社会事务类", "综合受理类", "后台审批类"];

const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// How many of each: number's letter, roles as the workbook writes them, first department.
const OFFICES: [(&str, &str, usize); 6] = [
    ("A", "管理员", 1),
    ("M", "管理者", 2),
    ("I", "督查", 1),
    ("T", "培训师", 4),
    ("H", "负责人", 4),
    ("W", "考生", 48),
];

/// Someone of the demo.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: PersonId,
    pub(super) number: String,
}

fn name(no: usize) -> String {
    let at = |text: &str, place: usize| text.chars().nth(place % text.chars().count()).unwrap_or('某');
    [at(SURNAMES, no), at(STEMS, no), at(BRANCHES, no)].iter().collect()
}

/// The rows of the workbook by which the demo's people arrive.
fn rows() -> Vec<[String; 8]> {
    let mut rows = Vec::with_capacity(60);
    for (letter, roles, count) in OFFICES {
        for no in 1..=count {
            let place = rows.len();
            let pick = |names: &'static [&'static str], at: usize| {
                names.get(at % names.len()).copied().unwrap_or("")
            };
            let house = matches!(letter, "A" | "M" | "I");
            let department = if house { "行政服务中心" } else { pick(&DEPARTMENTS, place) };
            // The centre's own offices work behind the windows.
            let back = house || ["审批改革科", "机关纪委"].contains(&department);
            let group = match (house, back) {
                (true, _) => "",
                (false, true) => "后台审批类",
                (false, false) => pick(&GROUPS, place % 3),
            };
            let text = |text: &str| text.to_owned();
            rows.push([
                format!("{letter}{no:03}"),
                name(place),
                text(department),
                text(group),
                text(if back { "后台" } else { "前台窗口" }),
                if back {
                    String::new()
                } else {
                    format!("{}{:02}", pick(&["A", "B", "C"], place), place % 24 + 1)
                },
                text(if place.is_multiple_of(3) { "是" } else { "否" }),
                text(roles),
            ]);
        }
    }
    rows
}

/// Brings them in by the import that every centre uses, with the demo's one password.
pub(super) async fn arrive(demo: &Demo<'_>) -> Result<Vec<Member>> {
    let rows = rows();
    let cells: Vec<Vec<sheet::Cell>> =
        rows.iter().map(|row| row.iter().map(|text| sheet::Cell::from(text.as_str())).collect()).collect();
    let workbook = sheet::write("人员", &import::COLUMNS, &cells)?;
    let (db, cx) = (&demo.app.db, demo.app.context("demo"));
    let plan = people::service::plan_import(db, &workbook).await?;
    access::service::import_people(db, &cx, &plan).await?;
    let mut members = Vec::with_capacity(rows.len());
    for [number, ..] in rows {
        let person = people::service::find_by_number(db, &number).await?.ok_or(Error::NotFound("people"))?;
        access::service::set_password(&demo.app.access, db, &cx, person.id, PASSWORD.to_owned()).await?;
        members.push(Member { id: person.id, number });
    }
    Ok(members)
}

/// One account a role, for the sign-in page.
#[must_use]
pub fn accounts() -> Vec<(&'static str, String, Role)> {
    let numbers = ["W001", "T001", "H001", "M001", "I001", "A001"];
    let roles = [Role::Staff, Role::Trainer, Role::Head, Role::Manager, Role::Inspector, Role::Admin];
    let rows = rows();
    let name =
        |number: &str| rows.iter().find(|row| row[0] == number).map(|row| row[1].clone()).unwrap_or_default();
    numbers.into_iter().zip(roles).map(|(number, role)| (number, name(number), role)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn sixty_people_in_eight_departments_and_four_groups() {
        let rows = rows();
        assert_eq!(rows.len(), 60);
        let distinct = |at: usize| rows.iter().map(|row| row[at].as_str()).collect::<HashSet<_>>();
        assert_eq!((distinct(0).len(), distinct(1).len(), distinct(2).len()), (60, 60, 8));
        assert_eq!(distinct(3), HashSet::from_iter(GROUPS.into_iter().chain([""])));
        assert_eq!(accounts().len(), 6);
    }
}
