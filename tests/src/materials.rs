//! Lectures for tests.

use serde_json::Value;

use crate::Person;

/// A lecture of two sections that names its topic and theme itself.
pub const LECTURE: &str = "\
---
标题: 窗口受理四步
知识领域: 审批制度改革
培训类别: 业务难点
主办部门: 市场监管局
---
# 窗口受理四步

先看清楚来办什么，再看材料。

## 一、一次告知

材料不齐的，当场或者五日内一次告知需要补正的全部内容。

## 二、受理凭证

受理或者不受理，都出具加盖专用印章、注明日期的书面凭证。
";

/// Brings the lecture into the archive.
pub async fn lecture(trainer: &Person) -> Value {
    trainer.upload("/materials", "讲义.md", LECTURE.as_bytes().to_vec(), &[]).await.ok()
}

/// The ids of the plan's five topics, in its order.
pub async fn topics(person: &Person) -> Vec<String> {
    let topics = person.get("/topics").await.ok();
    let id = |topic: &Value| topic["id"].as_str().expect("an id").to_owned();
    topics.as_array().expect("topics").iter().map(id).collect()
}
