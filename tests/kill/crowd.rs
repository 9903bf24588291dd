//! Takers who go on answering while things break around them.

use std::time::Duration;

use tokio::{sync::watch, task::JoinSet, time::sleep};
use yuekao_tests::load::{Failure, server::Server, stage::Stage};

use crate::taker::{Ledger, Saved, Taker};

/// Between two answers of a taker.
const THINKING: Duration = Duration::from_millis(15);

pub(crate) struct Crowd {
    takers: JoinSet<Result<Taker, Failure>>,
    ledger: Ledger,
    /// How many of them shall have handed in by now.
    leaving: watch::Sender<usize>,
}

impl Crowd {
    /// Everyone joins, at the servers in turn, and goes on answering.
    pub(crate) async fn sit(stage: &Stage, servers: &[&Server], many: usize) -> Result<Self, Failure> {
        stage.wait_for_opening().await;
        let ledger = Ledger::default();
        let (leaving, leave) = watch::channel(0);
        let mut takers = JoinSet::new();
        for no in 0..many {
            let mut addresses: Vec<String> = servers.iter().map(|server| server.address()).collect();
            addresses.rotate_left(no % servers.len());
            let taker = Taker::join(stage, no, addresses, ledger.clone()).await?;
            takers.spawn(answer(taker, no, leave.clone()));
        }
        Ok(Self { takers, ledger, leaving })
    }
    /// Lets the first `many` hand in.
    pub(crate) fn let_go(&self, many: usize) {
        self.leaving.send_replace(many);
    }
    pub(crate) fn saved(&self) -> Vec<Saved> {
        self.ledger.lock().expect("no taker broke down").clone()
    }
    /// Waits until that many answers more than now are saved.
    pub(crate) async fn go_on(&self, many: usize) -> Result<(), Failure> {
        let before = self.saved().len();
        for _ in 0..600 {
            if self.saved().len() >= before + many {
                return Ok(());
            }
            sleep(Duration::from_millis(50)).await;
        }
        Err(format!("{} answers were saved in 30 s", self.saved().len() - before).into())
    }
    /// All hand in; gives them as they left, and all that was saved.
    pub(crate) async fn finish(mut self) -> Result<(Vec<Taker>, Vec<Saved>), Failure> {
        self.let_go(usize::MAX);
        let mut left = Vec::new();
        while let Some(taker) = self.takers.join_next().await {
            left.push(taker??);
        }
        Ok((left, self.saved()))
    }
}

async fn answer(mut taker: Taker, no: usize, leave: watch::Receiver<usize>) -> Result<Taker, Failure> {
    while *leave.borrow() <= no {
        taker.save().await?;
        sleep(THINKING).await;
    }
    taker.hand_in().await?;
    Ok(taker)
}
