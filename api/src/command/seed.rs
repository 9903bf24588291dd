use std::{process::ExitCode, sync::Arc, time::Instant as Moment};

use yuekao_api::{config::Settings, demo};
use yuekao_core::{
    kernel::{Clock, SystemClock},
    people,
};

use super::{Failure, app_on, say};

/// Seeds the demo once; a database that knows anyone is left alone.
pub(super) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    let begun = Moment::now();
    let now = SystemClock.now();
    let (clock, chance) = demo::beginnings(now);
    let walking: Arc<dyn Clock> = clock.clone();
    let app = app_on(settings, walking, chance).await?;
    if people::service::is_empty(&app.db).await? {
        demo::seed(&app, &clock, now).await?;
        say(&format!("The demo was made in {:.0} s.", begun.elapsed().as_secs_f64()))?;
    }
    app.db.close().await;
    for (number, name, role) in demo::accounts() {
        say(&format!("  {number}  {name}  {role}"))?;
    }
    say(&format!("Each of them signs in with the password {}", demo::PASSWORD))
}
