use super::*;
use uuid::Uuid;

fn question(number: u128) -> QuestionId {
    QuestionId(Uuid::from_u128(number))
}
fn codes(blueprint: &Blueprint) -> Vec<(String, &'static str)> {
    blueprint.issues().into_iter().map(|issue| (issue.at, issue.fault.code)).collect()
}

#[test]
fn the_monthly_template_is_fifty_questions_for_a_hundred_points() {
    let template = Template::monthly();
    assert_eq!(template.blueprint.count(), 50);
    assert_eq!(template.blueprint.total(), Points::whole(100));
    assert_eq!(codes(&template.blueprint), []);
    let json = serde_json::to_string(&template).unwrap();
    assert_eq!(serde_json::from_str::<Template>(&json).unwrap(), template);
}

#[test]
fn each_kind_has_its_policies() {
    let suited = |kind: Kind| Policy::ALL.iter().copied().filter(|policy| policy.suits(kind)).count();
    let all = Kind::ALL.iter().map(|kind| (*kind, suited(*kind))).filter(|(_, count)| *count > 1);
    assert_eq!(all.collect::<Vec<_>>(), [(Kind::Multiple, 3), (Kind::Ordering, 2)]);
}

#[test]
fn every_mistake_is_named_where_it_is() {
    let mut blueprint = Template::monthly().blueprint;
    blueprint.sections[1].kind = Kind::Single;
    blueprint.sections[2].policy = Policy::PerOption;
    blueprint.sections[3].points_each = Points::ZERO;
    blueprint.labels =
        vec![LabelMargin { label: 6, from: 3, to: 2 }, LabelMargin { label: 2, from: 60, to: 70 }];
    blueprint.fixed = vec![question(1), question(2), question(1)];
    blueprint.shut_out = vec![question(2)];
    blueprint.enemies = vec![vec![question(1), question(2)], vec![question(1)]];
    blueprint.tags_in = vec!["新".into()];
    blueprint.tags_out = vec!["旧".into(), "新".into()];
    blueprint.target = Target::Value { share: 10_001 };
    let found = codes(&blueprint);
    for expected in [
        ("/sections/1/kind", "paper.repeated_kind"),
        ("/sections/2/policy", "paper.policy_not_for_kind"),
        ("/sections/3/points_each", "paper.points_out_of_range"),
        ("/labels/0/label", "paper.label_out_of_range"),
        ("/labels/0", "paper.margin_reversed"),
        ("/labels", "paper.margins_above_count"),
        ("/fixed/2", "paper.repeated_question"),
        ("/shut_out/0", "paper.fixed_and_shut_out"),
        ("/enemies/0", "paper.fixed_enemies"),
        ("/enemies/1", "paper.enemy_set_too_small"),
        ("/enemies/1/0", "paper.in_two_enemy_sets"),
        ("/tags_out/1", "paper.tag_in_and_out"),
        ("/target/share", "paper.target_out_of_range"),
    ] {
        assert!(found.iter().any(|(at, code)| (at.as_str(), *code) == expected), "{expected:?} in {found:?}");
    }
    assert_eq!(found.len(), 13, "{found:?}");
    assert_eq!(codes(&Blueprint::default()), [("/sections".into(), "paper.no_sections")]);
}

#[test]
fn a_selection_knows_tags_and_exceptions() {
    let mut blueprint = Template::monthly().blueprint;
    blueprint.tags_in = vec!["窗口".into()];
    blueprint.tags_out = vec!["停用".into()];
    blueprint.fixed = vec![question(1)];
    blueprint.shut_out = vec![question(2)];
    blueprint.enemies = vec![vec![question(3), question(4)]];
    let selection = blueprint.selection();
    let admits = |number, tags: &[&str]| {
        let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
        selection.admits(question(number), Kind::Single, &tags)
    };
    assert!(admits(1, &[]) && admits(3, &["窗口"]));
    assert!(!admits(2, &["窗口"]) && !admits(3, &[]) && !admits(3, &["窗口", "停用"]));
    assert_eq!((selection.enemy(question(4)), selection.enemy(question(1))), (Some(0), None));
}
