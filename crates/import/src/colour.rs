//! Colour words: what they look like, and what they are in Italian.

/// English word, other words for it, Italian word, swatch.
const COLOURS: [(&str, &[&str], &str, &str); 29] = [
    ("black", &["nero"], "Nero", "#26221f"),
    ("white", &["bianco"], "Bianco", "#ffffff"),
    ("gray", &["grey", "grigio"], "Grigio", "#8f9296"),
    ("silver", &["argento"], "Argento", "#c4c8cc"),
    ("red", &["rosso"], "Rosso", "#c0392b"),
    ("burgundy", &["bordeaux"], "Bordeaux", "#6d1a2d"),
    ("orange", &["arancione", "arancio"], "Arancione", "#e5812a"),
    ("terracotta", &[], "Terracotta", "#c8603a"),
    ("copper", &["rame"], "Rame", "#b87344"),
    ("gold", &["oro"], "Oro", "#c9a24b"),
    ("yellow", &["giallo"], "Giallo", "#f0c93a"),
    ("amber", &["ambra"], "Ambra", "#d8922a"),
    ("cream", &["crema"], "Crema", "#f1e6cc"),
    ("beige", &["sabbia", "sand"], "Beige", "#d9c6a5"),
    ("brown", &["marrone"], "Marrone", "#6f4a2f"),
    ("green", &["verde"], "Verde", "#3f7d4e"),
    ("olive", &["oliva"], "Oliva", "#7a7a3a"),
    ("mint", &["menta"], "Menta", "#a8d8c0"),
    ("turquoise", &["turchese"], "Turchese", "#35a7a0"),
    ("teal", &["petrolio"], "Petrolio", "#23686b"),
    ("blue", &["blu"], "Blu", "#2f6cb3"),
    ("navy", &["blu navy"], "Blu navy", "#1f2d4f"),
    ("light blue", &["azzurro", "sky blue"], "Azzurro", "#8dbbe6"),
    ("purple", &["viola", "violet"], "Viola", "#76458f"),
    ("lavender", &["lavanda"], "Lavanda", "#b7a5d6"),
    ("pink", &["rosa"], "Rosa", "#e59ab2"),
    ("steel", &["acciaio"], "Acciaio", "#b9bcbf"),
    ("ivory", &["avorio"], "Avorio", "#f6f1e3"),
    ("charcoal", &["antracite", "anthracite"], "Antracite", "#3c4044"),
];

/// The Italian word and the swatch of a colour word, in English or Italian.
pub(crate) fn colour(word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.trim().to_lowercase();
    let found = COLOURS.iter().find(|(english, others, ..)| *english == word || others.contains(&word.as_str()));
    found.map(|(_, _, italian, swatch)| (*italian, *swatch))
}

/// Whether an option tells colours apart.
pub(crate) fn is_colour_option(name: &str) -> bool {
    matches!(name.trim().to_lowercase().as_str(), "color" | "colour" | "colore")
}
