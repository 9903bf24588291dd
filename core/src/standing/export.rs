//! A month's list as a workbook in the words of such an office. Pure.

use super::{
    bulletin::{Bulletin, Line},
    model::{Component, NotRanked},
};
use crate::kernel::{
    Result,
    sheet::{self, Cell},
};

const COLUMNS: [&str; 10] =
    ["窗口大类", "名次", "工号", "姓名", "部门", "总分", "业务技能", "服务业绩", "工作作风", "备注"];

const fn words(why: NotRanked) -> &'static str {
    match why {
        NotRanked::TooFewDays => "在岗天数不足，不参加排名",
        NotRanked::FirstFullMonth => "首个整月，不参加排名",
        NotRanked::ManagerOfExam => "组织本次考试，不参加排名",
        NotRanked::NoTotal => "无可计分项，不参加排名",
    }
}

/// # Errors
/// `Internal` for what a workbook can't hold.
pub fn workbook(bulletin: &Bulletin) -> Result<Vec<u8>> {
    let lines =
        bulletin.groups.iter().flat_map(|group| group.lines.iter().map(|line| row(&group.name, line)));
    sheet::write("月度排名", &COLUMNS, &lines.collect::<Vec<_>>())
}

fn row(group: &str, line: &Line) -> Vec<Cell> {
    let note = line.placed.not_ranked.map(words).or(line.placed.vetoed.then_some("不参加当月评优"));
    vec![
        group.into(),
        line.placed.place.map_or(Cell::Empty, |place| Cell::Number(place.into())),
        line.number.as_str().into(),
        line.name.as_str().into(),
        line.department.as_ref().map(|department| department.name.as_str()).into(),
        line.placed.total.into(),
        line.points(Component::Skill).into(),
        line.points(Component::Performance).into(),
        line.points(Component::Conduct).into(),
        note.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        kernel::{PersonId, Points},
        people::GroupId,
        standing::{bulletin::GroupList, explain::Explanation, model::Scheme, place::Placed},
    };
    use uuid::Uuid;

    #[test]
    fn what_begins_like_a_formula_stays_text() {
        let line = Line {
            number: "W1".into(),
            name: "=1+1".into(),
            department: None,
            placed: Placed {
                person: PersonId(Uuid::nil()),
                total: Some(Points(8750)),
                place: Some(1),
                not_ranked: None,
                vetoed: false,
            },
            explanation: Explanation { total: Some(Points(8750)), components: Vec::new() },
            sources: Vec::new(),
        };
        let bulletin = Bulletin {
            month: 202_611,
            scheme_name: "办法".into(),
            scheme: Scheme::default(),
            groups: vec![GroupList {
                group: GroupId(Uuid::nil()), name: "税务类".into(), lines: vec![line]
            }],
        };
        let rows = sheet::read(&workbook(&bulletin).unwrap(), &COLUMNS).unwrap();
        let cells: Vec<&str> = (0..7).map(|column| rows[0].cell(column)).collect();
        assert_eq!(cells, ["税务类", "1", "W1", "=1+1", "", "87.5", ""]);
    }
}
