//! What servers on one database tell one another at once. Only numbers are told, never contents: whoever hears one reads
//! from the database, which is the truth.
//!
//! On PostgreSQL this is `NOTIFY`, sent with the transaction that makes the change, and one connection a server that
//! listens. On SQLite there is one process, so it stays in memory.

use crate::connection::Store;
use crate::error::StoreError;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr, Statement};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast;

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Channel {
    /// A part of what servers keep in memory has changed; the number says which: see [`crate::Versions::is_news`].
    Catalog,
}

impl Channel {
    const ALL: [Self; 1] = [Self::Catalog];

    /// The name by which PostgreSQL knows it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Catalog => "giano_catalog",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// The channel on which a server hears itself, to know that its connection still lives.
const PULSE: &str = "giano_pulse";
/// How often it is sent, and after how long without any the connection counts as lost.
const PULSE_EVERY: Duration = Duration::from_secs(20);
const PULSE_LOST: Duration = Duration::from_secs(50);
/// Pauses between two tries to listen.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// Something heard, on its way to those who listen in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// A number on a channel.
    Number(Channel, i64),
    /// The connection was made, or made anew.
    Connected,
}

/// What a listener hears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// A number that was told.
    Number(i64),
    /// Something may have been told that was not heard: read on from what is known.
    Gap,
}

/// Hears what is told on one channel.
#[derive(Debug)]
pub struct Listener {
    channel: Channel,
    told: broadcast::Receiver<Told>,
}

impl Listener {
    /// Waits for what is told next. Never returns once the store is gone.
    pub async fn next(&mut self) -> Heard {
        loop {
            match self.told.recv().await {
                Ok(Told::Number(channel, number)) if channel == self.channel => return Heard::Number(number),
                Ok(Told::Number(..)) => {}
                Ok(Told::Connected) | Err(broadcast::error::RecvError::Lagged(_)) => return Heard::Gap,
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

impl Store {
    /// Listens to a channel from now on. What other servers tell is heard while [`Store::relay`] runs.
    pub fn listen(&self, channel: Channel) -> Listener {
        Listener { channel, told: self.told.subscribe() }
    }

    /// Passes on what other servers tell to those who listen here, until it is dropped. After every connection it makes
    /// they are told of a gap.
    pub async fn relay(&self) {
        if self.db.get_database_backend() != DbBackend::Postgres {
            std::future::pending::<()>().await;
        }
        let mut pause = FIRST_PAUSE;
        loop {
            if let Err(error) = self.relay_connection(&mut pause).await {
                tracing::warn!(%error, "not listening to other servers");
            }
            tokio::time::sleep(pause).await;
            pause = Ord::min(pause * 2, LONGEST_PAUSE);
        }
    }

    /// Listens with one connection until it is lost.
    async fn relay_connection(&self, pause: &mut Duration) -> Result<(), StoreError> {
        let lost = |error: sea_orm::SqlxError| StoreError::from(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))));
        let mut listener =
            PgListener::connect_with(self.db.pool().get_postgres_connection_pool()).await.map_err(lost)?;
        let channels = Channel::ALL.into_iter().map(Channel::name).chain([PULSE]);
        listener.listen_all(channels).await.map_err(lost)?;
        *pause = FIRST_PAUSE;
        // Nobody listening is nobody to tell.
        let _ = self.told.send(Told::Connected);
        let pulse = async {
            loop {
                tokio::time::sleep(PULSE_EVERY).await;
                if let Err(error) = tell(&self.db, PULSE, 0).await {
                    tracing::debug!(%error, "no pulse");
                }
            }
        };
        let hear = async {
            // A connection can be lost without a word; then not even one's own pulse is heard.
            while let Ok(heard) = tokio::time::timeout(PULSE_LOST, listener.try_recv()).await {
                match heard {
                    Ok(Some(heard)) => {
                        if let (Some(channel), Ok(number)) = (Channel::named(heard.channel()), heard.payload().parse())
                        {
                            let _ = self.told.send(Told::Number(channel, number));
                        }
                    }
                    // The connection broke and was made anew.
                    Ok(None) => _ = self.told.send(Told::Connected),
                    Err(error) => return Err(lost(error)),
                }
            }
            Ok(())
        };
        tokio::select! {
            ended = hear => ended,
            () = pulse => Ok(()),
        }
    }
}

/// Tells a number on one of PostgreSQL's channels, as soon as the transaction is committed.
pub(crate) async fn tell(db: &impl ConnectionTrait, channel: &str, number: i64) -> Result<(), StoreError> {
    let values = [channel.into(), number.to_string().into()];
    db.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values)).await?;
    Ok(())
}
