//! Mounts the app in the browser.

fn main() {
    giano_app::start();
}
