use actix_web::{
    HttpResponse, post,
    web::{Json, Path},
};
use yuekao_core::{
    kernel::Error,
    sitting::{model::SittingId, service},
};

use super::wire::EndInput;
use crate::front::{Problem, Problems, Require, guard::SittingInvigilate};

/// Ends one sitting with a reason; it is marked from what was saved by then.
#[utoipa::path(
    tag = "sitting",
    params(("sitting" = SittingId, Path), ("Idempotency-Key" = Option<String>, Header)),
    request_body = EndInput,
    responses((status = NO_CONTENT), Problems)
)]
#[post("/sittings/{sitting}/end")]
pub(super) async fn end_sitting(
    call: Require<SittingInvigilate>,
    id: Path<SittingId>,
    input: Json<EndInput>,
) -> Result<HttpResponse, Problem> {
    match service::end(call.db(), call.cx(), id.into_inner(), &input.reason).await {
        Ok(_) | Err(Error::Already(_)) => Ok(HttpResponse::NoContent().finish()),
        Err(cause) => Err(cause.into()),
    }
}
