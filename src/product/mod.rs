//! The product pages: one of each face.

mod at_home;
mod beside;
mod buy;
mod choice;
mod data;
mod facts;
mod for_business;
mod gallery;
mod page;
mod reviews;
mod zoom;

pub use at_home::ProductPage;
pub use for_business::BusinessProductPage;
