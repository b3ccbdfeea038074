//! The words that the server says itself in every language, generated from `locales/` by `build.rs`, as the app's are.
#![allow(dead_code, reason = "most of a feature's words are said by its pages only")]

pub(crate) use giano_commerce::format::{count as number, date as day, day_of, money, percent};

use giano_commerce::Locale;
use std::fmt::Display;

include!(concat!(env!("OUT_DIR"), "/words.rs"));
