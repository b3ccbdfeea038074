//! The product page.

mod business;
mod buy;
mod choice;
mod data;
mod gallery;
mod page;
mod reviews;
mod zoom;

pub use page::ProductPage;
