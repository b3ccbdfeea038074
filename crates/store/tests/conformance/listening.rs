//! What a server on PostgreSQL hears of the others: at once while its connection stands, and of a gap whenever it did not.
//! On SQLite there is one process and no connection to lose.

use crate::database::{Fresh, Kind, dropped, fresh};
use giano_store::{Author, Channel, Heard, Listener, SettingDraft, ShopPart, Store, Trial, Versions};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use serde_json::json;
use std::time::Duration;
use tokio::task::JoinHandle;

/// The name under which PostgreSQL knows the connections of the other server.
const APPLICATION: &str = "giano-elsewhere";

/// Sets for how many days goods are taken back, as a merchant does.
async fn change(store: &Store, days: u32) {
    let drafts = [SettingDraft { name: "return_days".to_owned(), value: json!(days), if_version: None }];
    let by = Author::shop(ShopPart::CommandLine, 7);
    assert_eq!(store.change_shop_settings(&by, &drafts, Trial::No).await.unwrap().unwrap().len(), 1);
}

/// What is heard next. Nothing here is looked for by itself, so whatever is heard was told.
async fn heard(listener: &mut Listener) -> Heard {
    tokio::time::timeout(Duration::from_secs(30), listener.next()).await.expect("nothing was told")
}

/// Another server's store, which listens, and a connection beside the shop's database to disturb it with.
struct Elsewhere {
    store: Store,
    listener: Listener,
    relay: JoinHandle<()>,
    beside: DatabaseConnection,
    name: String,
}

impl Elsewhere {
    async fn listening(fresh: &Fresh) -> Self {
        let store = Store::connect(&format!("{}?application_name={APPLICATION}", fresh.url)).await.unwrap();
        let mut listener = store.listen(Channel::Catalog);
        let relay = tokio::spawn({
            let store = store.clone();
            async move { store.relay().await }
        });
        assert_eq!(heard(&mut listener).await, Heard::Gap, "whatever came before it listened, it has not heard");
        let (server, name) = fresh.url.rsplit_once('/').unwrap();
        let beside = Database::connect(format!("{server}/postgres")).await.unwrap();
        Self { store, listener, relay, beside, name: name.to_owned() }
    }

    /// Ends the only connection of the other server, the one that listens, and waits until PostgreSQL has ended it. A second
    /// one would be there to listen with at once.
    async fn lose_connection(&self) {
        let ended = format!(
            "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity \
             WHERE datname = '{}' AND application_name = '{APPLICATION}'",
            self.name
        );
        assert_eq!(self.beside.execute_unprepared(&ended).await.unwrap().rows_affected(), 1);
    }

    /// Whether new connections to the shop's database are taken.
    async fn take_connections(&self, taken: bool) {
        let statement = format!("ALTER DATABASE {} ALLOW_CONNECTIONS {taken}", self.name);
        self.beside.execute_unprepared(&statement).await.unwrap();
    }

    async fn versions(&self) -> Versions {
        self.store.versions().await.unwrap()
    }

    async fn end(self) {
        self.relay.abort();
        self.store.close().await;
        self.beside.close().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_told_without_anybody_looking() {
    let Some(fresh) = fresh(Kind::Postgres).await else { return };
    let mut elsewhere = Elsewhere::listening(&fresh).await;
    let before = fresh.store.versions().await.unwrap();
    change(&fresh.store, 60).await;
    let Heard::Number(number) = heard(&mut elsewhere.listener).await else { panic!("a gap, without any being there") };
    assert!(before.is_news(number));
    elsewhere.end().await;
    dropped(&fresh.url).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_while_nobody_could_be_told_is_read_after_the_gap() {
    let Some(fresh) = fresh(Kind::Postgres).await else { return };
    change(&fresh.store, 60).await;
    let mut elsewhere = Elsewhere::listening(&fresh).await;
    let before = fresh.store.versions().await.unwrap().total();
    // Somebody who is connected already, since nobody else is let in meanwhile.
    let mut only_one = ConnectOptions::new(&fresh.url);
    only_one.max_connections(1);
    let connected = Database::connect(only_one).await.unwrap();
    elsewhere.take_connections(false).await;
    elsewhere.lose_connection().await;
    let change_it = "UPDATE version SET value = value + 1 WHERE part = 'shop'";
    assert_eq!(connected.execute_unprepared(change_it).await.unwrap().rows_affected(), 1);
    elsewhere.take_connections(true).await;
    assert_eq!(heard(&mut elsewhere.listener).await, Heard::Gap, "it was not told, and knows that");
    let changed = elsewhere.versions().await;
    assert_eq!(changed.total(), before + 1, "whoever reads after the gap misses nothing");
    // From then on it is told again.
    change(&fresh.store, 61).await;
    let Heard::Number(number) = heard(&mut elsewhere.listener).await else { panic!("a second gap") };
    assert!(changed.is_news(number));
    connected.close().await.unwrap();
    elsewhere.end().await;
    dropped(&fresh.url).await;
}
