//! The two faces of the shop.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// Whom the shop speaks to: people at home or companies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// Single people buying for themselves: one price, VAT included.
    #[default]
    Home,
    /// Companies: net prices by contract, quantity and payment timing.
    Business,
}

impl Face {
    /// The word used in cookies, links and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Business => "business",
        }
    }

    /// The other face.
    pub const fn other(self) -> Self {
        match self {
            Self::Home => Self::Business,
            Self::Business => Self::Home,
        }
    }
}

/// The word is neither `home` nor `business`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a face is `home` or `business`")]
pub struct UnknownFace;

impl FromStr for Face {
    type Err = UnknownFace;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        match s {
            "home" => Ok(Self::Home),
            "business" => Ok(Self::Business),
            _ => Err(UnknownFace),
        }
    }
}
