//! The wire contract: endpoints, bodies, answers and problem codes, written once for server and app.
//!
//! Every endpoint is a type that implements [`Endpoint`]; the server routes it by [`Endpoint::PATH`], the app
//! calls it by the same. Texts in answers are in the visitor's language already, except inside price traces,
//! where the domain keeps both.

pub mod basket;
pub mod catalog;
pub mod checkout;
pub mod content;
pub mod demonstration;
pub mod endpoint;
pub mod faq;
pub mod home;
pub mod orders;
pub mod price;
pub mod problem;
pub mod product;
pub mod session;

pub use endpoint::{Endpoint, Method, NoBody, NoQuery};
pub use problem::{Code, FieldIssue, Problem};
