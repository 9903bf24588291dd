//! What `yuekao verify` says, in both languages side by side.

use clap::ValueEnum;
use yuekao_core::paper::{export::Export, verify::Difference};

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Language {
    Zh,
    En,
}

impl Language {
    pub(super) fn of(self, [zh, en]: [String; 2]) -> String {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// That everything holds, and what was proven.
pub(super) fn holds(export: &Export, papers: usize, language: Language) -> String {
    let (c, witnesses) = (export.commitment, export.contributions.len());
    language.of(if witnesses == 0 {
        [
            format!("证明成立：由承诺值 {c} 重新推导 {papers} 份试卷，与发出的完全一致。无见证人。"),
            format!("The proof holds: {papers} papers come out of C {c} as they were given. Nobody witnessed it."),
        ]
    } else {
        [
            format!("证明成立：由承诺值 {c} 与 {witnesses} 位见证人的内容重新推导 {papers} 份试卷，与发出的完全一致。"),
            format!(
                "The proof holds: {papers} papers come out of C {c} and what {witnesses} witnesses added as they were given."
            ),
        ]
    })
}

/// One thing that is not as it should be.
pub(super) fn differs(difference: &Difference, language: Language) -> String {
    let same = |zh: &str, en: &str| [zh.to_owned(), en.to_owned()];
    language.of(match difference {
        Difference::Format => same("文件格式：本版本不能识别该证明文件。", "format: this version can't read this proof."),
        Difference::Algorithm => {
            same("算法版本：与承诺的不一致，或本版本没有该算法。", "algorithm: not the committed one, or unknown to this version.")
        }
        Difference::Pool => same(
            "冻结题库：试题或其参数与承诺的不一致。",
            "pool: a question or one of its parameters is not what was committed.",
        ),
        Difference::Blueprint => same("组卷蓝图：与承诺的不一致。", "blueprint: not the committed one."),
        Difference::Allocation => same("抽题配比：与承诺的不一致。", "allocation: not the committed one."),
        Difference::Candidates => same(
            "考生名单：人员、编号、次数、回避试题或次序与承诺的不一致。",
            "candidates: a person, an id, an attempt, an avoided question or the order is not what was committed.",
        ),
        Difference::Commitment => {
            same("承诺值：不能由系统种子与各项摘要得出。", "C: does not come from the system seed and the digests.")
        }
        Difference::Contributions => same(
            "见证内容：种子不能由系统种子、承诺值与各位见证人的内容得出。",
            "contributions: the seed does not come from the system seed, C and what the witnesses added.",
        ),
        Difference::Undrawable => {
            same("各部分互相矛盾，无法据以抽题。", "the parts do not fit together: nothing can be drawn from them.")
        }
        Difference::Addendum { number } => [
            format!("第 {number} 号补充记录：摘要不符，或未与前一记录相连。"),
            format!("addendum {number}: not what its digest says, or not linked to the one before it."),
        ],
        Difference::Late { candidate } => [
            format!("考生 {candidate}：补录情况与补充记录不一致。"),
            format!("candidate {candidate}: came late, but no addendum says so, or one names somebody missing."),
        ],
        Difference::Place { candidate } => [
            format!("考生 {candidate}：序位不是种子给出的序位。"),
            format!("candidate {candidate}: the seed gives another place."),
        ],
        Difference::Unreadable { candidate } => [
            format!("考生 {candidate}：试卷数据无法读取。"),
            format!("candidate {candidate}: the paper can't be read."),
        ],
        Difference::Question { candidate, position } => [
            format!("考生 {candidate}：第 {position} 题应为另一道试题。"),
            format!("candidate {candidate}: another question should stand at position {position}."),
        ],
        Difference::Options { candidate, position } => [
            format!("考生 {candidate}：第 {position} 题的选项次序不符。"),
            format!("candidate {candidate}: the options of question {position} should stand in another order."),
        ],
        Difference::Paper { candidate } => [
            format!("考生 {candidate}：证明所列试卷不是本人持有的这一份。"),
            format!("candidate {candidate}: the proof lists another paper than this person holds."),
        ],
        Difference::NotListed { candidate } => [
            format!("考生 {candidate}：不在名单上。"),
            format!("candidate {candidate}: not on the list."),
        ],
        Difference::Revision { index } => [
            format!("冻结题库第 {index} 号：本人试卷上的试题不是证明中封存的那一道。"),
            format!("pool index {index}: the question of the own paper is not the one that the proof veils."),
        ],
    })
}
