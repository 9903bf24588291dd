//! Whose page calls: the sitting pass, which needs no sign-in and no database.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use yuekao_core::{
    kernel::{Error, error::Unknown},
    sitting::{Pass, model::SittingId},
};

use crate::front::{Open, Problem, guard::Call, trace::By};

const HEADER: &str = "X-Sitting-Pass";

/// A page that holds a pass for the sitting of its path.
pub(super) struct Holder {
    open: Open,
    pub pass: Pass,
}

impl Deref for Holder {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.open
    }
}

impl FromRequest for Holder {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let open = Open::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let open = open.await?;
            let header = request.headers().get(HEADER).and_then(|value| value.to_str().ok());
            let header = header.ok_or(Error::Unauthenticated(Unknown::NoToken))?;
            let pass = Pass::read(header, &open.app().desk.passes, open.cx().now())?;
            let sitting = request.match_info().get("sitting").and_then(|id| id.parse::<SittingId>().ok());
            if sitting != Some(pass.key.id) {
                return Err(Error::Forbidden.into());
            }
            request.extensions_mut().insert(By(pass.person));
            Ok(Self { open, pass })
        })
    }
}
