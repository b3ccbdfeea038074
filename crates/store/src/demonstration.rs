//! What the home page for business demonstrates, and what its calculator starts from; kept as settings.

use crate::catalog::Upserted;
use crate::connection::Store;
use crate::error::StoreError;
use giano_commerce::Sku;
use giano_commerce::locale::Text;
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The settings that keep them.
const DEMONSTRATION: &str = "demonstration";
const CALCULATOR: &str = "calculator";

/// The product demonstrated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemonstrationSetting {
    /// Its slug.
    pub product: String,
    /// Parts to point at on its picture; none where it has a turntable.
    #[serde(default)]
    pub steps: Vec<StepSetting>,
}

/// A part to point at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepSetting {
    /// Headline.
    pub title: Text,
    /// Text.
    pub text: Text,
    /// Per cent from the left of the picture.
    pub x: u8,
    /// Per cent from the top of the picture.
    pub y: u8,
}

/// What a calculator starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalculatorSetting {
    /// SKU of the beans.
    pub beans: Sku,
    /// Grams of coffee in a piece of it.
    pub beans_grams: u32,
    /// Grams of coffee in a cup.
    pub grams_a_cup: Decimal,
    /// Machines, those for the fewest cups first.
    pub machines: Vec<CalculatorMachine>,
}

/// A machine with what it can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalculatorMachine {
    /// Its SKU.
    pub sku: Sku,
    /// Cups it makes in a day without haste.
    pub cups_a_day: u32,
}

impl Store {
    /// The product demonstrated, where one is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn demonstration(&self) -> Result<Option<DemonstrationSetting>, StoreError> {
        self.read_setting(DEMONSTRATION).await
    }

    /// Sets the product demonstrated.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_demonstration(&self, setting: &DemonstrationSetting) -> Result<Upserted, StoreError> {
        self.write_setting(DEMONSTRATION, setting).await
    }

    /// What the calculator starts from, where there is one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn calculator(&self) -> Result<Option<CalculatorSetting>, StoreError> {
        self.read_setting(CALCULATOR).await
    }

    /// Sets what the calculator starts from; none takes it away.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn put_calculator(&self, setting: Option<&CalculatorSetting>) -> Result<Upserted, StoreError> {
        self.write_setting(CALCULATOR, &setting).await
    }

    /// A setting that is JSON. One that cannot be read, being of another version, is as good as none.
    async fn read_setting<T: DeserializeOwned>(&self, key: &'static str) -> Result<Option<T>, StoreError> {
        let Some(json) = self.setting(key).await? else { return Ok(None) };
        let read: Result<Option<T>, _> = serde_json::from_str(&json);
        Ok(read.unwrap_or_else(|error| {
            tracing::warn!(%error, key, "setting");
            None
        }))
    }

    async fn write_setting(&self, key: &str, value: &impl Serialize) -> Result<Upserted, StoreError> {
        let json = serde_json::to_string(value).map_err(StoreError::unreadable("setting"))?;
        self.put_setting(key, &json).await
    }
}
