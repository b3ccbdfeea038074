//! Signatures of webhooks: `t=…,v1=…` over the moment and the raw bytes of the body, as Stripe has them.

use super::provider::WebhookRefused;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// How far the moment of signing may be from now, before or after, in seconds.
const WINDOW: i64 = 300;

/// Checks a header of signatures. Any of several may fit: a provider that changes its secret signs with both for a while.
/// Comparing takes the same time wherever they differ.
///
/// # Errors
/// [`WebhookRefused::NotSigned`], [`WebhookRefused::NotNow`].
pub(super) fn verify(header: &str, secret: &str, body: &[u8], now: Timestamp) -> Result<(), WebhookRefused> {
    let parts = || header.split(',').filter_map(|part| part.split_once('='));
    let moment = parts().find(|(name, _)| *name == "t").map(|(_, moment)| moment).ok_or(WebhookRefused::NotSigned)?;
    let seconds: i64 = moment.parse().map_err(|_| WebhookRefused::NotSigned)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| WebhookRefused::NotSigned)?;
    mac.update(moment.as_bytes());
    mac.update(b".");
    mac.update(body);
    let fits = |signature: &str| hex::decode(signature).is_ok_and(|bytes| mac.clone().verify_slice(&bytes).is_ok());
    if !parts().filter(|(name, _)| *name == "v1").any(|(_, signature)| fits(signature)) {
        return Err(WebhookRefused::NotSigned);
    }
    // The moment is believed only now: it is signed as well.
    if now.as_second().abs_diff(seconds) > WINDOW.unsigned_abs() {
        return Err(WebhookRefused::NotNow);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SECRET: &str = "whsec_of_a_test";
    const BODY: &[u8] = br#"{"payment": "p",  "charge":"captured"}"#;

    fn signature(secret: &str, seconds: i64, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{seconds}.").as_bytes());
        mac.update(body);
        hex::encode(mac.finalize().into_bytes())
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn verdict(header: &str, body: &[u8], now: i64) -> Result<(), WebhookRefused> {
        verify(header, SECRET, body, at(now))
    }

    #[test]
    fn what_is_signed_just_now_is_believed() {
        let good = signature(SECRET, 1000, BODY);
        assert_eq!(verdict(&format!("t=1000,v1={good}"), BODY, 1000), Ok(()));
        // Other secrets and schemes beside it, in any order.
        let other = signature("an older secret", 1000, BODY);
        assert_eq!(verdict(&format!("v0={good},v1={other},v1={good},t=1000"), BODY, 1299), Ok(()));
    }

    #[test]
    fn the_bytes_count_and_not_their_meaning() {
        let good = signature(SECRET, 1000, BODY);
        let same = br#"{"payment":"p","charge":"captured"}"#;
        assert_eq!(verdict(&format!("t=1000,v1={good}"), same, 1000), Err(WebhookRefused::NotSigned));
    }

    #[test]
    fn what_is_not_signed_is_refused() {
        let good = signature(SECRET, 1000, BODY);
        for header in [
            String::new(),
            format!("v1={good}"),
            "t=1000".to_owned(),
            format!("t=1000,v0={good}"),
            format!("t=1001,v1={good}"),
            format!("t=now,v1={good}"),
            format!("t=1000,v1={}", &good[..62]),
            format!("t=1000, v1={good}"),
            "t=1000,v1=".to_owned(),
            format!("t=1000,v1={}", signature("another", 1000, BODY)),
        ] {
            assert_eq!(verdict(&header, BODY, 1000), Err(WebhookRefused::NotSigned), "{header}");
        }
    }

    #[test]
    fn neither_long_ago_nor_ahead_of_time() {
        let header = format!("t=1000,v1={}", signature(SECRET, 1000, BODY));
        for (now, expected) in
            [(1300, Ok(())), (1301, Err(WebhookRefused::NotNow)), (700, Ok(())), (699, Err(WebhookRefused::NotNow))]
        {
            assert_eq!(verdict(&header, BODY, now), expected, "{now}");
        }
    }
}
