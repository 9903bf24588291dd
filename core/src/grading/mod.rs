//! 评分: what a response earns, and how that changes by a ruling. Shares are exact and rounded
//! once a question; full marks are earned by a wholly right answer alone; an old mark stays
//! readable beside the one under the ruling in force.

pub mod policy;
pub mod ruling;
