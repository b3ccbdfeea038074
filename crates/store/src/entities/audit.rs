//! Table of the audit log.

pub(crate) mod audit_entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_entry")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub at: i64,
        pub person_id: Option<i64>,
        pub part: Option<String>,
        pub acting_for: Option<i64>,
        pub company_id: Option<i64>,
        pub action: String,
        pub subject_kind: String,
        pub subject_id: String,
        pub before: Option<String>,
        pub after: Option<String>,
        pub request_id: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
