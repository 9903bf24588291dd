//! What a draw of papers costs and how equal it is, over simulated pools and exams. Prints
//! `{"name": {"value": …, "unit": …}}`; deviations are in points of 100.
//! `YUEKAO_BENCH_SMALL=1` runs everything once with small numbers, to see that it works.

use std::{collections::BTreeMap, error::Error, io::Write, time::Instant};

use yuekao_core::{
    kernel::number,
    paper::{Blueprint, Deal, Frozen, Paper, PoolQuestion, Target, allocation},
};

use crate::{
    figures::Figures,
    pool::{Facilities, candidate, month, pool, with_half_a_stratum_of_enemies},
};

mod figures;
mod pool;
mod truth;

fn main() -> Result<(), Box<dyn Error>> {
    let small = std::env::var_os("YUEKAO_BENCH_SMALL").is_some();
    let mut figures = Figures::default();
    cost(&mut figures, if small { 100 } else { 4_000 }, if small { 20_000 } else { 200_000 })?;
    equality(&mut figures, if small { 300 } else { 10_000 })?;
    exposure(&mut figures, if small { 2 } else { 30 })?;
    truth::spread(&mut figures, if small { 2 } else { 20 })?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&figures)?)?;
    Ok(())
}

/// Papers a second, dealing included, and how that grows with the pool.
fn cost(figures: &mut Figures, papers: u32, large: u64) -> Result<(), Box<dyn Error>> {
    let blueprint = month();
    let each = |size: u64, papers: u32| -> Result<f64, Box<dyn Error>> {
        let pool = pool(size, 1, 50, Facilities::Spread);
        let frozen = Frozen::new(&blueprint, &pool, papers).map_err(|gaps| format!("{gaps:?}"))?;
        let one = Frozen { places: 1, ..frozen.clone() };
        // What it takes to lay the pool out is paid once an exam.
        let start = Instant::now();
        Deal::new(one, [1; 32])?;
        let loading = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let deal = Deal::new(frozen, [1; 32])?;
        let mut bytes = 0;
        for place in 0..papers {
            bytes += deal.paper(&candidate(place)).paper.encode().len();
        }
        std::hint::black_box(bytes);
        Ok((start.elapsed().as_secs_f64() - loading).max(1e-9) / f64::from(papers))
    };
    let few = each(2_000, papers)?;
    let many = each(large, papers)?;
    figures.add("papers.per_second", 1.0 / few, "papers/s");
    figures.add("papers.growth_200k_over_2k", many / few, "ratio");
    Ok(())
}

/// The largest distance from the target over many papers, and that of plain draws from their mean.
fn equality(figures: &mut Figures, papers: u32) -> Result<(), Box<dyn Error>> {
    let deal = deal(&month(), &pool(600, 5, 0, Facilities::Spread), papers, 2)?;
    let target = i32::from(deal.target());
    let scores = |draw: &dyn Fn(u32) -> Paper| -> Vec<i32> {
        (0..papers).map(|place| i32::from(deal.expected(&draw(place)))).collect()
    };
    let off = |scores: &[i32]| {
        f64::from(scores.iter().map(|score| (score - target).abs()).max().unwrap_or_default()) / 100.0
    };
    figures.add("papers.max_deviation", off(&scores(&|place| deal.paper(&candidate(place)).paper)), "points");
    figures.add("papers.plain_max_deviation", off(&scores(&|place| deal.plain(place))), "points");
    Ok(())
}

/// The largest ratio of appearances to their limit over exams of all sizes, and that of plain draws.
fn exposure(figures: &mut Figures, exams: u8) -> Result<(), Box<dyn Error>> {
    let questions = pool(600, 5, 0, Facilities::Spread);
    let reach =
        allocation::report(&month(), &questions).reachable.ok_or("the month's blueprint can't be met")?;
    let aimed = |share| Blueprint { target: Target::Value { share }, ..month() };
    let shares = kind_shares(&questions);
    let hostile = with_half_a_stratum_of_enemies(questions.clone());
    let mut largest = 0.0f64;
    let mut plain = 0.0f64;
    for seed in 0..exams {
        for (blueprint, questions) in [
            (month(), &questions),
            (aimed(reach.from), &questions),
            (aimed(reach.to), &questions),
            (month(), &hostile),
        ] {
            for places in [5, 12, 60, 300] {
                let deal = deal(&blueprint, questions, places, seed)?;
                let limit = |index| deal.limit(index);
                largest = largest.max(ratio(places, |place| deal.paper(&candidate(place)).paper, limit));
                // A plain draw's fair share is that of its section.
                let limit = |index| {
                    let fair = number::index(i64::from(index));
                    let fair = shares.get(fair).map_or(0.0, |share| share * f64::from(places));
                    u32::try_from(number::nearest((1.5 * fair).ceil().max(fair.ceil() + 1.0)))
                        .unwrap_or(u32::MAX)
                };
                plain = plain.max(ratio(places, |place| deal.plain(place), limit));
            }
        }
    }
    figures.add("papers.max_exposure_ratio", largest, "ratio");
    figures.add("papers.plain_max_exposure_ratio", plain, "ratio");
    Ok(())
}

/// By pool index: with what chance a plain paper asks a question.
fn kind_shares(pool: &[PoolQuestion]) -> Vec<f64> {
    let blueprint = month();
    let share = |question: &PoolQuestion| {
        let of_kind = pool.iter().filter(|other| other.kind == question.kind).count();
        blueprint
            .section(question.kind)
            .map_or(0.0, |section| f64::from(section.count) / number::float(of_kind))
    };
    pool.iter().map(share).collect()
}

/// The largest ratio of appearances to their limit in one exam.
fn ratio(places: u32, draw: impl Fn(u32) -> Paper, limit: impl Fn(u32) -> u32) -> f64 {
    let mut times: BTreeMap<u32, u32> = BTreeMap::new();
    for place in 0..places {
        draw(place).questions.iter().for_each(|asked| *times.entry(asked.index).or_default() += 1);
    }
    times.into_iter().map(|(index, times)| f64::from(times) / f64::from(limit(index))).fold(0.0, f64::max)
}

fn deal(blueprint: &Blueprint, pool: &[PoolQuestion], places: u32, seed: u8) -> Result<Deal, Box<dyn Error>> {
    let frozen = Frozen::new(blueprint, pool, places).map_err(|gaps| format!("{gaps:?}"))?;
    Ok(Deal::new(frozen, [seed; 32])?)
}
