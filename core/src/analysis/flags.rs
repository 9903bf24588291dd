//! Which questions a person should look at again. A flag needs evidence: with hundreds of questions
//! some look bad by chance alone, and whoever is shown a hundred sound questions stops looking.

use super::{
    classical::{Seen, item_rest, small},
    evidence::{Sample, binomial_upper, discovery_cut, mean_is_larger, student_upper},
    model::{Asked, Attempt, Evidence, FlagKind, FlagRules, QuestionFlag, Responses, Thresholds},
};

/// Choosers an option needs before their rest scores are compared.
const CHOOSERS: usize = 5;

/// At most [`FlagRules::at_most`] questions, the strongest evidence first.
pub(super) fn flags(
    responses: &Responses,
    seen: &[Vec<Seen>],
    thresholds: &Thresholds,
    rules: &FlagRules,
) -> Vec<QuestionFlag> {
    let doubt_rate = doubt_rate(responses, seen);
    let mut tested: Vec<(&Asked, Vec<Evidence>, Vec<Evidence>)> = responses
        .questions
        .iter()
        .zip(seen)
        .filter(|(asked, _)| !asked.void)
        .map(|(asked, all)| {
            let reached: Vec<Seen> =
                all.iter().filter(|seen| seen.answer.attempt != Attempt::NotReached).copied().collect();
            let counted = [contradicted(asked, &reached, rules), doubted(asked, &reached, rules, doubt_rate)];
            let statistical = if small(reached.len()) >= thresholds.discrimination {
                [key_suspect(asked, &reached), negative_discrimination(&reached)]
                    .into_iter()
                    .flatten()
                    .collect()
            } else {
                Vec::new()
            };
            (asked, statistical, counted.into_iter().flatten().collect())
        })
        .collect();
    let all = tested.iter().flat_map(|(_, statistical, _)| statistical).map(|evidence| evidence.p).collect();
    let cut = discovery_cut(all, rules.false_discovery);
    let mut flags: Vec<QuestionFlag> = tested
        .drain(..)
        .filter_map(|(asked, statistical, counted)| {
            let kept =
                statistical.into_iter().filter(|evidence| evidence.p < rules.level && evidence.p <= cut);
            let mut evidence: Vec<Evidence> = kept.chain(counted).collect();
            evidence.sort_by(|a, b| a.p.total_cmp(&b.p));
            (!evidence.is_empty()).then_some(QuestionFlag { revision: asked.revision, evidence })
        })
        .collect();
    flags.sort_by(|a, b| strongest(a).total_cmp(&strongest(b)));
    flags.truncate(rules.at_most);
    flags
}

fn strongest(flag: &QuestionFlag) -> f64 {
    flag.evidence.first().map_or(1.0, |evidence| evidence.p)
}

/// With one right option: its choosers did worse on the rest than those of another. With several:
/// who ticked a wrong one, or left a right one, did better. The p is that of the worst option times
/// the number of options compared.
fn key_suspect(asked: &Asked, reached: &[Seen]) -> Option<Evidence> {
    let rests = |within: &dyn Fn(&Seen) -> bool| -> Sample {
        reached.iter().filter(|seen| within(seen)).filter_map(|seen| seen.rest).collect()
    };
    let answered = |seen: &Seen| seen.answer.attempt == Attempt::Answered;
    let compared: Vec<(u8, f64, Sample, Sample)> = (0..asked.options)
        .filter_map(|option| {
            let right = asked.right.contains(&option);
            let choosers = rests(&|seen| seen.answer.chose(option));
            let (against, with_key) = match asked.right.as_slice() {
                [] => return None,
                [key] if option == *key => return None,
                [key] => (choosers, rests(&|seen| seen.answer.chose(*key))),
                _ => {
                    let others = rests(&|seen| answered(seen) && !seen.answer.chose(option));
                    if right { (others, choosers) } else { (choosers, others) }
                }
            };
            Some((option, mean_is_larger(&against, &with_key, CHOOSERS)?, against, with_key))
        })
        .collect();
    let tests = f64::from(small(compared.len()));
    let (option, p, against, with_key) = compared.into_iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(Evidence {
        kind: FlagKind::KeySuspect,
        n: small(reached.len()),
        p: (p * tests).min(1.0),
        option: Some(option),
        count: Some(small(against.n)),
        key_count: Some(small(with_key.n)),
        value: Some(against.mean()? - with_key.mean()?),
    })
}

fn negative_discrimination(reached: &[Seen]) -> Option<Evidence> {
    let n = reached.iter().filter(|seen| seen.rest.is_some()).count();
    let r = item_rest(reached)?;
    let freedom = f64::from(small(n.checked_sub(2).filter(|freedom| *freedom > 0)?));
    let t = r * (freedom / (1.0 - r * r).max(f64::MIN_POSITIVE)).sqrt();
    Some(Evidence {
        kind: FlagKind::NegativeDiscrimination,
        n: small(n),
        p: student_upper(-t, freedom),
        option: None,
        count: None,
        key_count: None,
        value: Some(r),
    })
}

/// Counts alone: another option drew several times the choices of the only right one.
fn contradicted(asked: &Asked, reached: &[Seen], rules: &FlagRules) -> Option<Evidence> {
    let [key] = asked.right.as_slice() else { return None };
    let n = small(reached.len());
    if n < rules.contradicted_from {
        return None;
    }
    let count = |option: u8| small(reached.iter().filter(|seen| seen.answer.chose(option)).count());
    let key_count = count(*key);
    let (option, count) = (0..asked.options)
        .filter(|option| option != key)
        .map(|option| (option, count(option)))
        .max_by_key(|(_, count)| *count)?;
    let contradicts = count > 0 && count >= key_count.saturating_mul(rules.contradicted_times);
    contradicts.then(|| Evidence {
        kind: FlagKind::KeyContradicted,
        n,
        p: binomial_upper(count, count + key_count, 0.5),
        option: Some(option),
        count: Some(count),
        key_count: Some(key_count),
        value: None,
    })
}

/// Doubts per response over the whole exam: what some takers do to every question is no sign.
fn doubt_rate(responses: &Responses, seen: &[Vec<Seen>]) -> f64 {
    let doubts: u32 = responses.questions.iter().map(|asked| asked.doubts).sum();
    f64::from(doubts) / f64::from(small(seen.iter().map(Vec::len).sum()).max(1))
}

fn doubted(asked: &Asked, reached: &[Seen], rules: &FlagRules, rate: f64) -> Option<Evidence> {
    let n = small(reached.len());
    let doubts = asked.doubts.min(n);
    (doubts > 0 && doubts >= rules.doubts).then(|| Evidence {
        kind: FlagKind::Doubted,
        n,
        p: binomial_upper(doubts, n, rate),
        option: None,
        count: Some(doubts),
        key_count: None,
        value: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            classical::by_question,
            model::{AnalysisSettings, Answer, Answers},
        },
        bank::model::RevisionId,
        kernel::{Chance, Points, SeededChance},
    };

    /// A month: takers of normal ability, four options a question, papers dealt round the pool.
    /// `asked` has its true key at option 0; a question in `miskeyed` is marked by option 1.
    fn month(takers: usize, pool: usize, paper: usize, miskeyed: &[usize], seed: u64) -> Responses {
        let chance = SeededChance::new(seed);
        let uniform = || {
            let mut bytes = [0; 4];
            chance.fill(&mut bytes);
            (f64::from(u32::from_le_bytes(bytes)) + 0.5) / 4_294_967_296.0
        };
        let normal = || (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos();
        let difficulties: Vec<f64> = (0..pool).map(|_| normal() - 0.8).collect();
        let key = |question: usize| u8::from(miskeyed.contains(&question));
        let questions = (0..pool)
            .map(|question| Asked {
                revision: RevisionId(uuid::Uuid::from_u128(u128::try_from(question).unwrap())),
                full: Points::whole(1),
                options: 4,
                right: vec![key(question)],
                void: false,
                doubts: 0,
            })
            .collect();
        let sittings = (0..takers)
            .map(|taker| {
                let theta = normal();
                let cells: Vec<Answer> = (0..paper)
                    .map(|place| {
                        let question = (taker * 37 + place * 11) % pool;
                        let knows = uniform() < 1.0 / (1.0 + (difficulties[question] - theta).exp());
                        let wrong = (uniform() * 3.0).floor();
                        let option = if knows {
                            0
                        } else if wrong < 1.0 {
                            1
                        } else if wrong < 2.0 {
                            2
                        } else {
                            3
                        };
                        let share = if option == key(question) { 1.0 } else { 0.0 };
                        Answer { question, attempt: Attempt::Answered, share, chosen: 1 << option }
                    })
                    .collect();
                Answers { total: Points::ZERO, cells }
            })
            .collect();
        Responses { full: Points::whole(i64::try_from(paper).unwrap()), questions, sittings }
    }

    fn raised(responses: &Responses) -> Vec<QuestionFlag> {
        let settings = AnalysisSettings::default();
        flags(responses, &by_question(responses), &settings.thresholds, &settings.flags)
    }

    fn number(flag: &QuestionFlag) -> usize {
        usize::try_from(flag.revision.0.as_u128()).unwrap()
    }

    #[test]
    fn sound_questions_are_left_alone() {
        // Same paper for all; a month of random papers; one question in many pools.
        let common: usize = (1..=5).map(|seed| raised(&month(200, 40, 40, &[], seed)).len()).sum();
        assert!(common <= 1, "{common} flags on five sound exams");
        let spread = raised(&month(300, 581, 50, &[], 9));
        // Here each has 26 responses and only counts may speak, on questions that few knew.
        assert!(spread.len() * 40 <= 581, "{} of 581 sound questions", spread.len());
    }

    #[test]
    fn wrong_keys_are_found() {
        let found = raised(&month(200, 40, 40, &[3, 17, 25], 4));
        let mut numbers: Vec<usize> = found.iter().map(number).collect();
        numbers.sort_unstable();
        assert!([3, 17, 25].iter().all(|wrong| numbers.contains(wrong)), "{numbers:?}");
        assert!(numbers.len() <= 4, "{numbers:?}");
        let first = &found[0].evidence[0];
        assert!(first.p < 1e-6 && found[0].evidence.iter().any(|e| e.option == Some(0)));
    }

    #[test]
    fn few_responses_speak_by_counts_only() {
        let found = raised(&month(40, 40, 40, &[3], 4));
        assert!(found.iter().all(|flag| flag.evidence.iter().all(|e| e.kind == FlagKind::KeyContradicted)));
        assert!(found.iter().any(|flag| number(flag) == 3));
        assert!(raised(&month(7, 40, 40, &[3], 4)).is_empty());
    }

    #[test]
    fn takers_in_doubt_are_heard() {
        let mut responses = month(20, 30, 30, &[], 4);
        responses.questions[5].doubts = 6;
        responses.questions[6].doubts = 1;
        let found = raised(&responses);
        let doubted: Vec<usize> = found
            .iter()
            .filter(|flag| flag.evidence.iter().any(|e| e.kind == FlagKind::Doubted))
            .map(number)
            .collect();
        assert_eq!(doubted, [5]);
    }

    #[test]
    fn at_most_twenty_the_strongest_first() {
        let wrong: Vec<usize> = (0..30).collect();
        let found = raised(&month(200, 60, 60, &wrong, 8));
        assert_eq!(found.len(), 20);
        assert!(found.windows(2).all(|pair| strongest(&pair[0]) <= strongest(&pair[1])));
    }

    #[test]
    fn a_ruling_closes_the_question() {
        let mut responses = month(200, 40, 40, &[3], 4);
        responses.questions[3].void = true;
        assert!(raised(&responses).iter().all(|flag| number(flag) != 3));
    }
}
