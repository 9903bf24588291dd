//! What the command line says of a fault: one table, a column a language. Pages have their own.

use serde_json::Value;

use crate::kernel::Fault;

/// Code, Chinese, English; sorted by code.
const WORDS: &[(&str, &str, &str)] = &[
    (
        "bank.answer_by_mark",
        "答案 {read} 是按颜色、下划线或加粗识别的，请核对。",
        "Answer {read} was told from colour, underline or bold. Please check.",
    ),
    ("bank.answer_without_option", "答案中的“{letter}”没有对应的选项。", "Answer {letter} has no option."),
    (
        "bank.answer_without_question",
        "文末答案第 {number} 题在题目中找不到，已略过。",
        "Answer {number} at the end belongs to no question; it was left out.",
    ),
    (
        "bank.answers_differ",
        "同一题给出了两个不同的答案：“{first}”和“{other}”，请保留一个。",
        "Two answers that differ: “{first}” and “{other}”. Keep one.",
    ),
    (
        "bank.archive_bomb",
        "文件解压后异常庞大，已拒绝。",
        "The file unpacks to far more than it is; it was refused.",
    ),
    (
        "bank.bad_number",
        "第 {blank} 空的数值或误差无法识别，请填数字，误差不能为负。",
        "Blank {blank}: the number or its tolerance can’t be read; a tolerance is never negative.",
    ),
    (
        "bank.blank_added",
        "题干没有空，已在末尾加 {count} 个空，请核对位置。",
        "The stem had no blank; {count} now stand at its end. Please check.",
    ),
    (
        "bank.blank_count",
        "题干有 {in_stem} 个空，答案有 {in_key} 个，两者须一致。",
        "The stem has {in_stem} blanks, the key {in_key}.",
    ),
    ("bank.blank_without_answer", "第 {blank} 空没有答案。", "Blank {blank} has no answer."),
    (
        "bank.broken_archive",
        "文件已损坏或不完整，请重新保存或下载。",
        "The file is damaged or cut off. Save or download it again.",
    ),
    ("bank.broken_json", "JSON 格式有误：{detail}", "The JSON can’t be read: {detail}"),
    (
        "bank.broken_workbook",
        "工作簿无法打开，请用表格软件重新保存。",
        "The workbook can’t be opened. Save it anew with a spreadsheet program.",
    ),
    ("bank.broken_xml", "XML 格式有误，无法读取。", "The XML is malformed."),
    (
        "bank.cell_error",
        "单元格显示错误值 {text}，已按空白处理。",
        "The cell shows the error {text}; it was read as empty.",
    ),
    (
        "bank.choice_as_blank",
        "句中的选择（{offered}）已改为填空，可选内容写在空后。",
        "A choice within the text ({offered}) became a blank; what it offered stands beside it.",
    ),
    (
        "bank.column_left_out",
        "“{column}”列不知含义，未导入；需要时请指定该列的内容。",
        "Column “{column}” is not known and was left out; say what it holds if it is needed.",
    ),
    (
        "bank.difficulty_as_rate",
        "难度系数 {text} 已按得分率换算为 {read} 级。",
        "The rate {text} was read as difficulty {read}.",
    ),
    (
        "bank.element_not_supported",
        "“{what}”是本系统没有的题型，未导入，请单独录入。",
        "“{what}” is a kind of question that this system doesn’t have; it was left out.",
    ),
    ("bank.empty_file", "文件是空的。", "The file is empty."),
    ("bank.empty_option", "选项 {letter} 没有内容。", "Option {letter} is empty."),
    (
        "bank.empty_prompt",
        "待匹配内容第 {prompt} 条是空的。",
        "Number {prompt} of what is to be matched is empty.",
    ),
    ("bank.empty_stem", "题干没有内容。", "The stem is empty."),
    (
        "bank.encrypted_file",
        "文件已加密，请去掉密码后重试。",
        "The file is encrypted. Remove the password and try again.",
    ),
    ("bank.file_too_large", "文件过大，最多 {most_mb} MB。", "The file is too large: at most {most_mb} MB."),
    (
        "bank.forbidden_xml",
        "XML 含有文档类型或自定义实体声明，出于安全已拒绝。",
        "The XML declares a document type or entities; for safety it was refused.",
    ),
    ("bank.key_of_other_kind", "答案的形式与题型不符。", "The key is of another kind than the question."),
    ("bank.key_without_option", "答案“{letter}”没有对应的选项。", "Answer {letter} has no option."),
    (
        "bank.kind_contradicted",
        "标注的题型与内容不符，已按内容识别，请核对。",
        "The heading says another kind than the content. The content was followed; please check.",
    ),
    (
        "bank.kind_not_supported",
        "这种题型暂不能从文本导入，请单独录入。",
        "This kind can’t be read from text yet. Enter it by hand.",
    ),
    (
        "bank.looks_converted",
        "“{text}”可能被表格软件自动改成了日期或科学计数，请核对。",
        "“{text}” may have been turned into a date or a power by the spreadsheet. Please check.",
    ),
    (
        "bank.loosely_written_answer",
        "答案“{text}”书写不规范，已识别为“{read}”，请核对。",
        "Answer “{text}” was read as “{read}”. Please check.",
    ),
    (
        "bank.media_left_out",
        "图片或音视频“{name}”未导入，题中留有标记，请核对。",
        "The picture or recording “{name}” was left out; its name stands in its place.",
    ),
    ("bank.missing_answer", "没有找到答案。", "No answer was found."),
    (
        "bank.missing_option_letter",
        "选项不连续，缺少 {letter}，可能漏行。",
        "Option {letter} is missing; a line may have been lost.",
    ),
    (
        "bank.missing_part",
        "题包清单中的“{name}”不在包内。",
        "“{name}” is listed in the package and not in it.",
    ),
    (
        "bank.no_blank_in_stem",
        "填空题题干须有空，用四个以上下划线“____”表示。",
        "The stem needs a blank: four or more underscores.",
    ),
    (
        "bank.no_question_shape",
        "这一条不是试题的格式：{detail}",
        "This entry doesn’t have the shape of a question: {detail}",
    ),
    (
        "bank.no_questions",
        "没有识别出试题，请检查是否有题号和答案。",
        "Nothing here looks like a question. Are there numbers and answers?",
    ),
    ("bank.no_right_option", "没有指定正确选项。", "No option is marked as right."),
    (
        "bank.no_stem_column",
        "没有找到题干所在的列，请指定各列的内容。",
        "No column says what is asked. Say what the columns hold.",
    ),
    (
        "bank.number_gap",
        "题号不连续：应为第 {expected} 题，实际为第 {number} 题。",
        "A number is left out: {expected} was due, {number} came.",
    ),
    ("bank.number_repeated", "题号 {number} 重复出现。", "Number {number} stands twice."),
    (
        "bank.odd_share",
        "选项“{text}”的得分比例 {share}% 不是常用值，正误已按正负判断，请核对。",
        "Option “{text}” is worth {share} %, which is no usual share; it was read by its sign. Please check.",
    ),
    (
        "bank.old_office_format",
        "这是旧版 Office 文件（.doc 或 .xls），请另存为 .docx 或 .xlsx。",
        "This is an old office file (.doc or .xls). Save it as .docx or .xlsx.",
    ),
    (
        "bank.one_right_in_multiple",
        "多选题只有一个正确选项，请核对是否为单选题。",
        "Only one option of this multiple is right. Is it a single?",
    ),
    (
        "bank.options_not_wanted",
        "判断题和填空题不需要选项。",
        "True/false and blank questions have no options.",
    ),
    (
        "bank.order_incomplete",
        "正确顺序须把每个选项各用一次：共 {options} 项，答案列出 {in_key} 项。",
        "The right order must name each option once: there are {options}, the key names {in_key}.",
    ),
    (
        "bank.pair_count",
        "每条待匹配的内容都要指明对应的选项：共 {prompts} 条，已指明 {in_key} 条。",
        "Each thing to match needs its option: there are {prompts}, {in_key} have one.",
    ),
    (
        "bank.partial_credit_left_out",
        "答案“{text}”原可得 {share}% 的分，本系统不设部分得分答案，已略过。",
        "Answer “{text}” earned {share} % of the points; such answers are left out.",
    ),
    (
        "bank.prompts_not_wanted",
        "只有匹配题可以有待匹配的内容。",
        "Only a matching question has things to match.",
    ),
    ("bank.repeated_option_letter", "选项 {letter} 重复出现。", "Option {letter} stands twice."),
    (
        "bank.same_option_twice",
        "选项 {letter} 与前面的选项内容相同：“{text}”。",
        "Option {letter} reads the same as an earlier one: “{text}”.",
    ),
    (
        "bank.same_prompt_twice",
        "待匹配内容第 {prompt} 条“{text}”与前面重复。",
        "Number {prompt} of what is to be matched, “{text}”, stands there already.",
    ),
    (
        "bank.same_question_twice",
        "与第 {other_line} 行的试题完全相同。",
        "The same question stands at line {other_line}.",
    ),
    (
        "bank.same_stem_other_key",
        "与第 {other_line} 行的试题题干相同、答案不同，请核对。",
        "Line {other_line} has the same stem with another key. One of them is wrong.",
    ),
    ("bank.script_left_out", "题中的脚本或表单已删除。", "Scripts or forms in it were taken out."),
    (
        "bank.several_right_options",
        "单选题只能有一个正确选项，现有 {count} 个。",
        "A single has one right option, not {count}.",
    ),
    (
        "bank.stray_line",
        "这一行不属于任何试题，已略过：“{text}”。",
        "This line belongs to no question and was left out: “{text}”.",
    ),
    ("bank.too_few_options", "至少要有两个选项。", "At least two options are needed."),
    ("bank.too_few_prompts", "待匹配的内容至少要有两条。", "At least two things must be there to match."),
    ("bank.too_long", "内容过长，最多 {most}，现为 {length}。", "Too long: at most {most}, now {length}."),
    (
        "bank.too_many_in_file",
        "一个文件最多 {most} 题，请分开。",
        "A file holds at most {most} questions. Split it.",
    ),
    ("bank.too_many_options", "选项最多 {most} 个。", "At most {most} options."),
    ("bank.too_many_prompts", "待匹配的内容最多 {most} 条。", "At most {most} things can be matched."),
    ("bank.unclosed_brace", "答案的花括号“｛”没有闭合。", "The braces of the answer are never closed."),
    (
        "bank.unknown_difficulty",
        "难度“{text}”无法识别，请填 1 到 5。",
        "Difficulty “{text}” is not known: write 1 to 5.",
    ),
    (
        "bank.unknown_encoding",
        "文字编码无法识别，请另存为 UTF-8 后重试。",
        "The encoding of the text is not known. Save it as UTF-8 and try again.",
    ),
    (
        "bank.unknown_format",
        "不是可识别的试题文件。支持 Word（.docx）、Excel（.xlsx）、CSV、纯文本、GIFT、Aiken、Moodle XML、QTI 和 JSON。",
        "This is no file of questions that can be read: .docx, .xlsx, CSV, plain text, GIFT, Aiken, Moodle XML, QTI or JSON.",
    ),
    (
        "bank.unknown_kind",
        "无法判断题型：没有选项，也没有空，答案也不是对错。",
        "The kind can’t be told: no options, no blank, and the answer is neither true nor false.",
    ),
    ("bank.unreadable_answer", "答案“{text}”无法识别。", "Answer “{text}” can’t be read."),
    (
        "bank.xml_too_large",
        "XML 层次过深或内容过多，已拒绝。",
        "The XML nests too deep or branches too far; it was refused.",
    ),
];

/// A language that the command line speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
}

/// A fault in words; a code that reading never gives stands as it is.
#[must_use]
pub fn message(fault: &Fault, language: Language) -> String {
    let Some((_, chinese, english)) = WORDS.iter().find(|(code, ..)| *code == fault.code) else {
        return fault.code.to_owned();
    };
    let mut text = match language {
        Language::Chinese => (*chinese).to_owned(),
        Language::English => (*english).to_owned(),
    };
    for (name, value) in &fault.params {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{
        format::{Unclear, Unusable},
        rule::Flaw,
    };

    #[test]
    fn every_code_has_its_words() {
        for code in [Unclear::CODES, Unusable::CODES, Flaw::CODES].concat() {
            assert!(WORDS.iter().any(|(known, ..)| *known == code), "{code} has no words");
        }
        assert!(WORDS.is_sorted_by_key(|(code, ..)| code));
        let fault = Unclear::AnswerWithoutOption.with("letter", "E");
        assert!(message(&fault, Language::Chinese).contains("“E”"));
        assert!(message(&fault, Language::English).contains('E'));
    }
}
