//! Who calls, as a type in a handler's signature: [`Require`] names the permission, [`SignedInAny`]
//! takes anyone signed in, [`Open`] takes anyone.

use std::{future::Future, marker::PhantomData, ops::Deref, pin::Pin, sync::Arc};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header, web};
use yuekao_core::{
    access::{self, rule::AccessRefusal},
    kernel::{Actor, Context, Error, Once, Permission, error::Unknown},
    unit::Db,
};

use super::{
    idempotency::Fingerprint,
    problem::Problem,
    trace::{By, Trace},
};
use crate::app::App;

/// A permission as a type; of a pair either one is enough.
pub trait Permitted {
    fn may(cx: &Context) -> bool;
}

impl<A: Permitted, B: Permitted> Permitted for (A, B) {
    fn may(cx: &Context) -> bool {
        A::may(cx) || B::may(cx)
    }
}

/// Declares types for permissions.
macro_rules! permissions {
    ($($name:ident),+ $(,)?) => {$(
        #[derive(Debug)]
        pub struct $name;
        impl Permitted for $name {
            fn may(cx: &Context) -> bool {
                cx.may(Permission::$name)
            }
        }
    )+};
}

permissions!(
    PeopleManage,
    PeopleRead,
    SettingsManage,
    MaterialsRead,
    MaterialsWrite,
    BankRead,
    BankWrite,
    BankReview,
    ExamManage,
    ExamRead,
    ExamAttend,
    ExamWitness,
    SittingTake,
    SittingInvigilate,
    SittingWatch,
    GradingRule,
    GradingRead,
    AnalysisRead,
    StandingManage,
    StandingRead,
    StandingReadAll,
    StandingReadDepartment,
    AuditRead,
    AuditVerify,
);

/// The service and the context of one request.
#[derive(Clone)]
pub struct Call {
    app: web::Data<App>,
    cx: Context,
}

impl Call {
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.app.db
    }
    #[must_use]
    pub fn cx(&self) -> &Context {
        &self.cx
    }
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }
}

/// A caller who may do `P`.
pub struct Require<P>(Call, PhantomData<P>);

/// Anyone signed in, even with a first password that must be changed.
pub struct SignedInAny(Call);

/// Anyone at all; acts in the name of the service's front.
pub struct Open(Call);

impl<P> Deref for Require<P> {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.0
    }
}
impl Deref for SignedInAny {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.0
    }
}
impl Deref for Open {
    type Target = Call;
    fn deref(&self) -> &Call {
        &self.0
    }
}

type Extracted<T> = Pin<Box<dyn Future<Output = Result<T, Problem>>>>;

impl<P: Permitted + 'static> FromRequest for Require<P> {
    type Error = Problem;
    type Future = Extracted<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (call, must_change) = signed_in(&request).await?;
            if must_change {
                return Err(Problem::new(
                    actix_web::http::StatusCode::FORBIDDEN,
                    AccessRefusal::PasswordMustChange,
                ));
            }
            if !P::may(&call.cx) {
                return Err(Error::Forbidden.into());
            }
            Ok(Self(call, PhantomData))
        })
    }
}

impl FromRequest for SignedInAny {
    type Error = Problem;
    type Future = Extracted<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(signed_in(&request).await?.0)) })
    }
}

impl FromRequest for Open {
    type Error = Problem;
    type Future = Extracted<Self>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self(call(&request, Actor::System("front"))?)) })
    }
}

async fn signed_in(request: &HttpRequest) -> Result<(Call, bool), Problem> {
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .ok_or(Error::Unauthenticated(Unknown::NoToken))?;
    let app = app(request)?;
    let claims = access::service::authenticate(&app.access, &app.db, app.clock.now(), token).await?;
    let caller = claims.caller()?;
    request.extensions_mut().insert(By(caller.id));
    Ok((call(request, Actor::Person(caller))?, claims.must_change))
}

fn app(request: &HttpRequest) -> Result<&web::Data<App>, Problem> {
    request
        .app_data::<web::Data<App>>()
        .ok_or_else(|| Error::internal("the app was not given to the server").into())
}

fn call(request: &HttpRequest, actor: Actor) -> Result<Call, Problem> {
    let app = app(request)?.clone();
    let extensions = request.extensions();
    let trace = extensions.get::<Trace>().map_or_else(|| Arc::from("-"), |trace| Arc::clone(&trace.0));
    let once = extensions
        .get::<Fingerprint>()
        .map(|print| Arc::new(Once::new(print.key.clone(), print.fingerprint.clone())));
    let cx = Context { clock: Arc::clone(&app.clock), chance: Arc::clone(&app.chance), actor, trace, once };
    Ok(Call { app, cx })
}
