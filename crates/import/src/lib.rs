//! Loading a merchant's catalogue from the exports of other shops, and the demonstration shop.
