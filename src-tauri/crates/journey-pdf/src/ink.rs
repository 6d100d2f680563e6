//! A page's surface together with the marks that tie what is drawn to the structure tree.

use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

/// What a stretch of page content means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Nothing to read: hairlines, grounds, repetitions on a neighbouring sheet.
    Artifact,
    /// The whole node.
    Whole,
    /// The node's text box of that index.
    Text(u16),
    /// The part of a text box that lies in the node's link of that index.
    Link { text: u16, link: u16 },
    /// The node's picture of that index.
    Figure(u16),
    /// The sketch of an assembly page, which is no node.
    Sketch,
}

/// A marked stretch of content, to be hung into the structure tree.
pub(crate) struct Mark {
    /// Index of the part, and of the node in the part's scene.
    pub part: usize,
    pub node: usize,
    pub target: Target,
    pub id: Identifier,
}

/// Draws on the surface and opens and closes marks as the meaning of what is drawn changes.
pub(crate) struct Ink<'s, 'd> {
    pub surface: &'s mut Surface<'d>,
    pub marks: Vec<Mark>,
    /// The part that is drawn.
    part: usize,
    open: Option<(usize, Target)>,
    /// Inside groups that are drawn on a surface of their own, no mark may open or close.
    locked: u32,
}

impl<'s, 'd> Ink<'s, 'd> {
    pub fn new(surface: &'s mut Surface<'d>, part: usize) -> Self {
        Self {
            surface,
            part,
            marks: Vec::new(),
            open: None,
            locked: 0,
        }
    }

    /// What is drawn from now on means this.
    pub fn aim(&mut self, node: usize, target: Target) {
        let same = match (self.open, target) {
            (Some((_, Target::Artifact)), Target::Artifact) => true,
            (open, _) => open == Some((node, target)),
        };
        if same || self.locked > 0 {
            return;
        }
        self.close();
        let tag = match target {
            Target::Artifact => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            Target::Text(_) | Target::Link { .. } => ContentTag::Span(SpanTag::empty()),
            Target::Whole | Target::Figure(_) | Target::Sketch => ContentTag::Other,
        };
        self.start(node, target, tag);
    }

    /// What is drawn from now on reads as `text`, whatever it looks like.
    pub fn aim_actual(&mut self, node: usize, target: Target, text: &str) {
        if self.locked > 0 || target == Target::Artifact {
            return;
        }
        self.close();
        self.start(
            node,
            target,
            ContentTag::Span(SpanTag::empty().with_actual_text(Some(text))),
        );
        // The next stretch must not be read as the same text.
        self.open = Some((usize::MAX, target));
    }

    fn start(&mut self, node: usize, target: Target, tag: ContentTag<'_>) {
        let id = self.surface.start_tagged(tag);
        if target != Target::Artifact {
            let part = self.part;
            self.marks.push(Mark { part, node, target, id });
        }
        self.open = Some((node, target));
    }

    /// Starts something of the sheet, not of the map: its label, its cut marks.
    pub fn aim_beside(&mut self, kind: ArtifactType) {
        self.close();
        self.surface
            .start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        self.open = Some((usize::MAX, Target::Artifact));
    }

    /// Holds the current mark until the same number of [`Self::unlock`].
    pub fn lock(&mut self) {
        self.locked += 1;
    }

    pub fn unlock(&mut self) {
        self.locked -= 1;
    }

    pub fn close(&mut self) {
        if self.open.take().is_some() {
            self.surface.end_tagged();
        }
    }
}
