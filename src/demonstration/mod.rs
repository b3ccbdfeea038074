//! A product in motion: a turntable with spots, a video with chapters, and the calculator.
//!
//! All of it is a part of the app of its own (`split.rs`), loaded once somebody moves on a page that has it: nobody waits
//! for it who only reads. Until then [`Island`] shows what the server wrote.

mod calculator;
mod estimate;
mod film;
mod island;
mod show;
mod turning;
mod turntable;

pub use island::{Asked, Coming, Island};
