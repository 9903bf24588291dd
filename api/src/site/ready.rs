use actix_web::HttpResponse;

use crate::front::{Open, Problem};

/// A replica whose clock is further than this from the database's would judge deadlines wrongly.
const CLOCK_DIFFERENCE_US: i64 = 250_000;

/// The process can serve: the database answers and the clocks agree.
pub(super) async fn readyz(call: Open) -> Result<HttpResponse, Problem> {
    call.db().ping().await?;
    if let Some(theirs) = call.db().clock().await? {
        let difference = call.cx().now().since(theirs).abs();
        if difference > CLOCK_DIFFERENCE_US {
            return Ok(HttpResponse::ServiceUnavailable()
                .body(format!("the clock is {difference} µs from the database's: set it by NTP")));
        }
    }
    Ok(HttpResponse::Ok().body("ready"))
}
