//! The file as it stands: nodes and edges, and how nodes lie to each other.

use journey_model::text::RichText;
use serde::Deserialize;

use super::super::value::colour;

#[derive(Deserialize)]
pub(super) struct Canvas {
    #[serde(default)]
    pub nodes: Vec<Node>,
    #[serde(default)]
    pub edges: Vec<Edge>,
}

#[derive(Deserialize)]
pub(super) struct Node {
    pub id: String,
    #[serde(rename = "type")]
    pub sort: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    #[serde(default)]
    pub color: Option<String>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub file: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub label: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Edge {
    pub from_node: String,
    pub to_node: String,
    #[serde(default)]
    pub from_side: String,
    #[serde(default)]
    pub to_side: String,
    #[serde(default)]
    pub from_end: String,
    #[serde(default)]
    pub to_end: String,
    #[serde(default)]
    pub color: String,
    #[serde(default)]
    pub label: String,
}

impl Node {
    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn centre(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    pub(super) fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }

    /// What the node says, as a card's text.
    pub(super) fn said(&self) -> &str {
        match self.sort.as_str() {
            "file" => &self.file,
            "link" => &self.url,
            "group" => &self.label,
            _ => &self.text,
        }
    }

    /// The bold first line and what follows, where a text begins with one.
    pub(super) fn heading(&self) -> Option<(String, &str)> {
        let (first, rest) = self.text.trim().split_once('\n').unwrap_or((self.text.trim(), ""));
        let inner = first.trim().strip_prefix("**")?.strip_suffix("**")?;
        (!inner.contains("**")).then(|| (words_of(inner), rest.trim()))
    }
}

/// What a line says to people, which is Markdown as all text of a canvas is, without its marks.
pub(super) fn words_of(line: &str) -> String {
    // Behind a word nothing begins a list: the plus sign of a title is its own.
    let words = RichText::parse(&format!("x {line}")).plain();
    words.strip_prefix("x").unwrap_or(&words).trim_start().to_owned()
}

/// Whether a group lies in another one.
pub(super) fn is_within(inner: &Node, outer: &Node) -> bool {
    inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() && inner.bottom() <= outer.bottom()
}

/// Groups that lie in no other one. Of two alike the first.
pub(super) fn outermost<'a>(groups: &[&'a Node]) -> Vec<&'a Node> {
    // More groups than a map may have stages are looked at for nothing.
    let groups = &groups[..groups.len().min(2_000)];
    let covers = |(i, inner): (usize, &Node), (j, outer): (usize, &Node)| {
        i != j && is_within(inner, outer) && !(is_within(outer, inner) && i < j)
    };
    let free = |i: usize| {
        !groups
            .iter()
            .enumerate()
            .any(|(j, outer)| covers((i, groups[i]), (j, outer)))
    };
    (0..groups.len()).filter(|i| free(*i)).map(|i| groups[i]).collect()
}

/// Which groups are stages, beside each other, and which lie across them.
pub(super) fn stages_and_bands<'a>(groups: &[&'a Node]) -> (Vec<&'a Node>, Vec<&'a Node>) {
    let shares = |a: (f64, f64), b: (f64, f64)| a.0 < b.1 && b.0 < a.1;
    let is_band = |group: &&&Node| {
        let others = groups.iter().filter(|other| !std::ptr::eq(**other, **group));
        let (mut beside, mut below) = (0, 0);
        for other in others {
            beside += usize::from(shares((group.y, group.bottom()), (other.y, other.bottom())));
            below += usize::from(
                shares((group.x, group.right()), (other.x, other.right()))
                    && group.width > other.width * 1.5
                    && group.height < other.height,
            );
        }
        below >= 1 && below >= beside.min(1) && group.width > group.height
    };
    groups.iter().copied().partition(|group| !is_band(&group))
}
/// A colour of a canvas: hex, or one of six by number (their exact shades are the program's own; these
/// are near Obsidian's and can be told apart on white).
pub(super) fn shade(text: &str) -> Option<String> {
    let preset = match text {
        "1" => "#e5484d",
        "2" => "#e9973f",
        "3" => "#e0b83c",
        "4" => "#3dae6b",
        "5" => "#3aa7b9",
        "6" => "#8a63d2",
        other => return colour(other),
    };
    Some(preset.into())
}
