//! Signing in and out, and who one is here.

mod card;
mod sign_in;

pub(crate) use card::AccountCard;
pub use sign_in::SignInPage;
