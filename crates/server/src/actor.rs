//! Who is asking, and what they may do.
//!
//! Made once for a request, out of its session. Everything owned is read and written with what is here, never with what the
//! request says of itself.

use crate::cookies;
use crate::problem::Failure;
use crate::request_id;
use crate::state::AppState;
use crate::throttle::Client;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use giano_api::Code;
use giano_api::session::{BASKET_COOKIE, SESSION_COOKIE};
use giano_commerce::company::{
    CompanyState, Permission, Permissions, Role, StaffPermission, StaffPermissions, TeamId, TeamTree,
};
use giano_store::{Author, BasketOwner, CompanyAddress, CompanyRecord, OrderOwner, PersonRecord, SessionRecord, Who};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Who is asking. Without a session it is somebody anonymous, who has at most a basket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Actor {
    /// The signed-in person; with [`Actor::acting_for`] the sales representative.
    pub person: Option<PersonRecord>,
    /// The customer that a sales representative acts for.
    pub acting_for: Option<PersonRecord>,
    /// The company that the session is for.
    pub company: Option<Arc<CompanyRecord>>,
    /// The company's usual address, where it was read: see [`Actor::usual_address`].
    pub usual_address: Arc<OnceCell<Option<CompanyAddress>>>,
    /// What the person (or the one acted for) is in the company.
    pub role: Option<Role>,
    /// The team in the company.
    pub team: Option<TeamId>,
    /// What may be done in the company.
    pub permissions: Permissions,
    /// What may be done for the shop, as one of its staff.
    pub staff: StaffPermissions,
    /// Token of the guest's basket, as in the cookie.
    pub basket_token: Option<String>,
    /// Where the request comes from, for limits.
    pub client: Client,
    /// The request's name in the server's log.
    pub request: Option<String>,
}

impl Actor {
    /// Somebody with a session, without what only a request knows.
    pub async fn of_session(state: &AppState, session: SessionRecord) -> Result<Self, Failure> {
        let SessionRecord { person, staff, acting_for, membership, expires_at: _ } = session;
        let mut actor = Self {
            person: Some(person),
            staff: staff.map(giano_commerce::company::StaffRole::permissions).unwrap_or_default(),
            ..Self::default()
        };
        if let Some(membership) = membership {
            actor.company = state.store.company(membership.company).await?.map(Arc::new);
            let permissions = membership.role.permissions();
            actor.permissions = if acting_for.is_some() { permissions.while_acted_for() } else { permissions };
            actor.role = Some(membership.role);
            actor.team = membership.team;
        }
        actor.acting_for = acting_for;
        Ok(actor)
    }

    /// The usual address of the company that the session is for, read where it is needed and once for a request.
    ///
    /// # Errors
    /// As reading it fails.
    pub async fn usual_address(&self, state: &AppState) -> Result<Option<&CompanyAddress>, Failure> {
        let Some(company) = &self.company else { return Ok(None) };
        let read = || state.store.usual_address(company.id);
        Ok(self.usual_address.get_or_try_init(read).await?.as_ref())
    }

    /// For whom things are done: the customer acted for, else the signed-in person.
    pub fn customer(&self) -> Option<&PersonRecord> {
        self.acting_for.as_ref().or(self.person.as_ref())
    }

    /// Whose orders are one's own: those at home, and those for the company of the session where its role lets see them. A
    /// sales representative sees what the customer ordered for that company only. None where nobody is signed in.
    pub fn own_orders(&self) -> Option<OrderOwner> {
        let company = self.company.as_ref().filter(|_| self.may(Permission::ViewOwnOrders)).map(|company| company.id);
        let at_home = self.acting_for.is_none() || self.company.is_none();
        Some(OrderOwner::Person { person: self.customer()?.id, at_home, company })
    }

    /// Whose orders of the company may be read: those of all its people, else those of the person's team and of the teams below
    /// it. None where the role lets see neither.
    ///
    /// # Errors
    /// As reading the teams fails.
    pub async fn others_orders(&self, state: &AppState) -> Result<Option<OrderOwner>, Failure> {
        let Some(company) = self.company.as_ref().map(|company| company.id) else { return Ok(None) };
        if self.may(Permission::ViewCompanyOrders) {
            return Ok(Some(OrderOwner::Company(company)));
        }
        if !self.may(Permission::ViewTeamOrders) {
            return Ok(None);
        }
        let teams = match self.team {
            Some(team) => {
                let all = state.store.teams(company).await?;
                TeamTree::new(all.iter().map(|team| (team.id, team.above))).with_those_below(team)
            }
            None => BTreeSet::new(),
        };
        Ok(Some(OrderOwner::Teams { company, teams: teams.into_iter().collect() }))
    }

    /// Notes that a sales representative acts for nobody any more, before the session of a token ends.
    ///
    /// # Errors
    /// As noting it fails.
    pub async fn end_acting(&self, state: &AppState, token: &str) -> Result<(), Failure> {
        if let (Some(person), true) = (&self.person, self.acting_for.is_some()) {
            state.store.end_acting(&self.author(state.clock.millis()), &cookies::hash(token), person.id).await?;
        }
        Ok(())
    }

    /// Whether nobody is signed in.
    pub const fn is_anonymous(&self) -> bool {
        self.person.is_none()
    }

    /// Whose basket, where there can be one already.
    pub fn basket_owner(&self) -> Option<BasketOwner> {
        match (self.customer(), &self.basket_token) {
            (Some(person), _) => Some(BasketOwner::Person(person.id)),
            (None, Some(token)) => Some(BasketOwner::Guest(cookies::hash(token))),
            (None, None) => None,
        }
    }

    /// Whether something may be done in the company. Outside of a company nothing is.
    pub fn may(&self, permission: Permission) -> bool {
        self.company.is_some() && self.permissions.contains(permission)
    }

    /// Refuses those who are not among the shop's staff with a permission.
    pub fn require_staff(&self, permission: StaffPermission) -> Result<(), Failure> {
        if self.staff.contains(permission) { Ok(()) } else { Err(self.refusal()) }
    }

    /// Who is not signed in may do so; for others there is no way.
    fn refusal(&self) -> Failure {
        Failure::new(if self.is_anonymous() { Code::SignInRequired } else { Code::Forbidden })
    }

    /// Refuses those who may look but not buy for the company.
    pub fn may_buy_for_company(&self) -> Result<(), Failure> {
        match &self.company {
            Some(company) if company.state != CompanyState::Active => Err(Failure::new(Code::CompanyNotActive)),
            Some(_) if !self.permissions.contains(Permission::PlaceOrders) => Err(Failure::new(Code::Forbidden)),
            Some(_) | None => Ok(()),
        }
    }

    /// Who asks for a change, for the audit log.
    pub fn author(&self, now: i64) -> Author {
        Author {
            who: self.person.as_ref().map_or(Who::Guest, |person| Who::Person(person.id)),
            acting_for: self.acting_for.as_ref().map(|customer| customer.id),
            request: self.request.clone(),
            at: now,
        }
    }
}

impl FromRequestParts<Arc<AppState>> for Actor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<AppState>) -> Result<Self, Failure> {
        if let Some(actor) = parts.extensions.get::<Self>() {
            return Ok(actor.clone());
        }
        let session = match cookies::read(&parts.headers, SESSION_COOKIE) {
            Some(token) => state.store.session(&cookies::hash(token), state.clock.millis()).await?,
            None => None,
        };
        let known = match session {
            Some(session) => Self::of_session(state, session).await?,
            None => Self::default(),
        };
        let token = cookies::read(&parts.headers, BASKET_COOKIE);
        let actor = Self {
            basket_token: token
                .filter(|token| token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .map(str::to_owned),
            client: Client::new(state.settings.proxies.client(&parts.headers, &parts.extensions)),
            request: request_id::of(parts),
            ..known
        };
        parts.extensions.insert(actor.clone());
        Ok(actor)
    }
}
