//! Loading a merchant's catalogue from the exports of other shops, and the demonstration shop.
//!
//! - [`adobe`], [`shopify`], [`prices`]: read a file as a stream, write product by product (each in one transaction), and
//!   answer with a [`Report`] of everything taken and every line that was not. Loading the same file again changes nothing.
//! - [`demo`]: the demonstration shop's own files.
//! - [`pictures`]: pictures in several sizes and formats, made once.

pub mod demo;
mod digest;
mod markup;
