//! Pages, questions and reviews.

use super::Checking;
use crate::demo::content::Page;
use std::collections::HashSet;

impl Checking<'_> {
    pub(super) fn page(&mut self, page: &Page) {
        self.text("title", &page.title);
        self.text("summary", &page.summary);
        self.markdown("body", &page.body);
        page.products.iter().for_each(|slug| self.has_product("products", slug));
        page.image.iter().for_each(|image| self.picture(None, image));
        for figure in &page.figures {
            self.text("figures", &figure.value);
            self.text("figures", &figure.label);
        }
        for line in &page.kit {
            self.has_sku("kit", line.sku.as_str());
            self.ensure(line.quantity > 0, || format!("kit: none of {}", line.sku));
        }
        self.has_page("trade", "trades", page.trade.as_ref());
        self.has_page("guide", "guides", page.guide.as_ref());
        self.has_page("case", "cases", page.case.as_ref());
        let only =
            |what: &str, kind: &str, there: bool| (there && page.kind != kind).then(|| format!("{what}: {kind} only"));
        let misplaced = [
            only("figures, company", "cases", !page.figures.is_empty() || page.company.is_some()),
            only("kit, guide, case", "trades", !page.kit.is_empty() || page.guide.is_some() || page.case.is_some()),
            only("days_ago, author", "posts", page.days_ago.is_some() || page.author.is_some()),
        ];
        misplaced.into_iter().flatten().for_each(|what| self.ensure(false, || what));
        let dated = page.kind != "posts" || (page.days_ago.is_some_and(|days| days >= 0) && page.author.is_some());
        self.ensure(dated, || "a post has days_ago and an author".to_owned());
    }

    pub(super) fn faq(&mut self) {
        let faq = &self.files.faq;
        self.file = self.files.folder.join("faq.toml");
        let mut codes = HashSet::new();
        for topic in &faq.topics {
            self.text(&topic.code, &topic.name);
            self.ensure(codes.insert(&topic.code), || format!("topic `{}` is there twice", topic.code));
            let asked = faq.questions.iter().any(|question| question.topic == topic.code);
            self.ensure(asked, || format!("topic `{}` has no question", topic.code));
        }
        let mut ids = HashSet::new();
        for question in &faq.questions {
            let id = &question.id;
            self.text(id, &question.question);
            self.markdown(id, &question.answer);
            self.ensure(ids.insert(id), || format!("`{id}` is there twice"));
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            self.ensure(!id.is_empty() && id.bytes().all(plain), || format!("`{id}` is no part of an address"));
            self.ensure(codes.contains(&question.topic), || format!("{id}: no topic `{}`", question.topic));
            question.products.iter().for_each(|slug| self.has_product(id, slug));
        }
    }

    pub(super) fn reviews(&mut self) {
        self.file = self.files.folder.join("reviews.toml");
        let mut keys = HashSet::new();
        for review in &self.files.reviews {
            self.has_product(&review.title, &review.product);
            self.ensure((1..=5).contains(&review.rating), || format!("`{}`: 1 to 5 stars", review.title));
            let said = [&review.title, &review.body, &review.author].iter().all(|text| !text.trim().is_empty());
            self.ensure(said, || format!("`{}`: title, body and author", review.title));
            self.ensure(review.days_ago >= 0, || format!("`{}` is not yet written", review.title));
            let key = (&review.product, &review.author, &review.title);
            self.ensure(keys.insert(key), || format!("`{}` is there twice", review.title));
        }
    }
}
