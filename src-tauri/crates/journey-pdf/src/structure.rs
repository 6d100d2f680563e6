//! The structure tree: what a screen reader tells, in the order in which it makes sense.
//!
//! Title, subtitle, objective and personas; then the grid as a table (stages and steps as column
//! headers, lanes as row headers, cards as cells, several cards of a cell as a list); then links, notes,
//! legend and footer. The title is the first heading, personas and objectives have headings below it. A
//! document of several scenes has a part for each, whose title is a heading of the second level.

use std::collections::{BTreeMap, HashMap};
use std::num::{NonZeroU16, NonZeroU32};

use journey_scene::{Node, Primitive, Role, Scene};
use krilla::tagging::{
    BBox, Identifier, ListNumbering, Node as Tree, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::book::Book;
use crate::grid::{Grid, is_whole, name};
use crate::ink::{Mark, Target};
use crate::painter::LEAD;
use crate::shape;

/// Builds the tree over all marks; each mark hangs in it exactly once.
pub(crate) fn tree(book: &Book<'_>, marks: Vec<Mark>) -> TagTree {
    let mut sketches: Vec<Vec<Identifier>> = book.parts.iter().map(|_| Vec::new()).collect();
    let mut of_parts: Vec<Vec<Vec<(Target, Identifier)>>> = book
        .parts
        .iter()
        .map(|part| part.scene.nodes.iter().map(|_| Vec::new()).collect())
        .collect();
    for mark in marks {
        if mark.target == Target::Sketch {
            if let Some(of_part) = sketches.get_mut(mark.part) {
                of_part.push(mark.id);
            }
        } else if let Some(of_node) = of_parts.get_mut(mark.part).and_then(|part| part.get_mut(mark.node)) {
            of_node.push((mark.target, mark.id));
        }
    }
    let mut tree = TagTree::new();
    let mut titled = false;
    for (part, (marks, sketch)) in of_parts.into_iter().zip(sketches).enumerate() {
        let Some(scene) = book.scene(part) else {
            continue;
        };
        let mut teller = Teller {
            book,
            part,
            scene,
            marks,
            titled,
            level: 0,
        };
        let mut blocks = Vec::new();
        blocks.extend(teller.sketch(sketch));
        teller.tell(&mut blocks);
        titled = teller.titled;
        if book.parts.len() == 1 {
            blocks.into_iter().for_each(|block| tree.push(block));
        } else if !blocks.is_empty() {
            tree.push(TagGroup::with_children(
                Tag::Part,
                blocks.into_iter().map(Tree::from).collect(),
            ));
        }
    }
    tree
}

fn nodes(scene: &Scene, wanted: impl Fn(&Node) -> bool) -> impl Iterator<Item = (usize, &Node)> {
    scene.nodes.iter().enumerate().filter(move |(_, node)| wanted(node))
}

struct Teller<'a> {
    book: &'a Book<'a>,
    part: usize,
    scene: &'a Scene,
    /// Marks of each node, in the order they were drawn; emptied as they are told.
    marks: Vec<Vec<(Target, Identifier)>>,
    /// Whether the document has its first heading.
    titled: bool,
    /// The level of the part's own title, 0 before it.
    level: u16,
}

impl Teller<'_> {
    fn tell(&mut self, blocks: &mut Vec<TagGroup>) {
        let scene = self.scene;
        for role in [Role::Title, Role::Subtitle, Role::Objective] {
            // What stands in the grid (the goal of a stage) is told there.
            for (index, node) in nodes(scene, |node| node.role == role && node.cell.is_none()) {
                blocks.extend(self.outside(index, node));
            }
        }
        self.personas(blocks);
        blocks.extend(table(self));
        for role in [Role::Link, Role::Note, Role::Legend, Role::Footer] {
            for (index, node) in nodes(scene, |node| node.role == role) {
                blocks.extend(self.outside(index, node));
            }
        }
        // Whatever has no place in the grid: a mark that hangs nowhere would break the file.
        for (index, node) in nodes(scene, |_| true) {
            blocks.extend(self.outside(index, node));
        }
    }

    /// A section for each persona, whatever nodes it has: the name as a heading, and what is said of it.
    fn personas(&mut self, blocks: &mut Vec<TagGroup>) {
        let mut sections: Vec<(&str, Vec<Tree>)> = Vec::new();
        for (index, node) in nodes(self.scene, |node| node.role == Role::Persona) {
            let children = if is_whole(node) {
                self.headed(index, node)
            } else {
                self.parts(index, node)
            };
            let record = node.id.record();
            match sections.iter_mut().find(|(other, _)| *other == record) {
                Some((_, section)) => section.extend(children),
                None => sections.push((record, children)),
            }
        }
        let told = sections.into_iter().filter(|(_, children)| !children.is_empty());
        blocks.extend(told.map(|(_, children)| TagGroup::with_children(Tag::Section, children)));
    }

    /// The parts of a node, the first paragraph as a heading below the title.
    fn headed(&mut self, index: usize, node: &Node) -> Vec<Tree> {
        let mut parts = self.parts(index, node);
        let paragraph = parts.iter_mut().find_map(|part| match part {
            Tree::Group(group) if matches!(group.tag, TagKind::P(_)) => Some(group),
            _ => None,
        });
        if let Some(paragraph) = paragraph {
            let level = if self.titled { self.level.max(1) + 1 } else { 1 };
            self.titled = true;
            let words = Some(name(node)).filter(|words| !words.is_empty());
            let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
            paragraph.tag = Tag::Hn(level, Some(words.unwrap_or_else(|| label(node)))).into();
        }
        parts
    }

    /// The assembly page is one picture with its words.
    fn sketch(&self, marks: Vec<Identifier>) -> Option<TagGroup> {
        let mut leaves = self.book.leaves.iter().enumerate();
        let (page, leaf) = leaves.find(|(_, leaf)| leaf.part == self.part && leaf.assembly)?;
        let words = leaf.words.as_ref()?.english.clone();
        let rect = shape::rect(leaf.sheet.size.to_rect())?;
        let figure = Tag::Figure(Some(words)).with_bbox(Some(BBox::new(page, rect)));
        let children: Vec<Tree> = marks.into_iter().map(Tree::from).collect();
        (!children.is_empty()).then(|| TagGroup::with_children(figure, children))
    }

    /// The group of a node outside the grid; `None` if nothing of it was drawn.
    fn outside(&mut self, index: usize, node: &Node) -> Option<TagGroup> {
        match node.role {
            Role::Title => {
                let children = self.flat(index);
                if children.is_empty() {
                    return None;
                }
                // The document's title; further ones are those of its parts.
                self.level = if self.titled { 2 } else { 1 };
                self.titled = true;
                let level = NonZeroU16::new(self.level).unwrap_or(NonZeroU16::MIN);
                Some(TagGroup::with_children(Tag::Hn(level, Some(label(node))), children))
            }
            Role::Objective => {
                let children = self.headed(index, node);
                (!children.is_empty()).then(|| TagGroup::with_children(Tag::Section, children))
            }
            Role::Legend => {
                let entries = self.parts(index, node);
                (!entries.is_empty()).then(|| list(entries))
            }
            Role::Note => {
                let children = self.parts(index, node);
                (!children.is_empty()).then(|| TagGroup::with_children(Tag::Div, children))
            }
            _ => self.block(index, node),
        }
    }

    /// One block of the node: a figure with its label, a paragraph, or several in a division.
    fn block(&mut self, index: usize, node: &Node) -> Option<TagGroup> {
        let marks = self.marks.get(index).filter(|marks| !marks.is_empty())?;
        let whole = marks.iter().any(|(target, _)| *target == Target::Whole);
        if whole {
            let children = self.flat(index);
            let figure = Tag::Figure(Some(label(node))).with_bbox(self.bounds(node));
            return Some(TagGroup::with_children(figure, children));
        }
        let mut parts = self.parts(index, node);
        match parts.len() {
            0 => None,
            1 => match parts.pop()? {
                Tree::Group(mut only) => {
                    let paragraph = matches!(only.tag, TagKind::P(_));
                    let linked = only.children.iter().any(|child| matches!(child, Tree::Group(_)));
                    // Say what the sheet shows by form and colour alone: kind, evidence, star, level.
                    if paragraph && !linked && !says_its_label(node) {
                        only.tag.set_alt_text(Some(label(node)));
                    }
                    Some(only)
                }
                leaf => Some(TagGroup::with_children(Tag::P, vec![leaf])),
            },
            _ => Some(TagGroup::with_children(Tag::Div, parts)),
        }
    }

    /// All marks of a node without further structure, for headings and headers.
    fn flat(&mut self, index: usize) -> Vec<Tree> {
        let Some(marks) = self.marks.get_mut(index) else {
            return Vec::new();
        };
        let (annotations, content): (Vec<_>, Vec<_>) = std::mem::take(marks)
            .into_iter()
            .partition(|(target, _)| matches!(target, Target::Link { text: u16::MAX, .. }));
        let mut children: Vec<Tree> = content.into_iter().map(|(_, id)| id.into()).collect();
        let leads = annotations
            .iter()
            .any(|(target, _)| matches!(target, Target::Link { link: LEAD, .. }));
        if leads {
            // All of the header is the link.
            let mut link = TagGroup::new(Tag::Link);
            annotations.into_iter().for_each(|(_, id)| link.push(id));
            children.into_iter().for_each(|child| link.push(child));
            return vec![link.into()];
        }
        if !annotations.is_empty() {
            let links = annotations.into_iter().map(|(_, id)| id.into()).collect();
            children.push(TagGroup::with_children(Tag::Link, links).into());
        }
        children
    }

    /// A paragraph for each text box (with its links), a figure for each picture.
    fn parts(&mut self, index: usize, node: &Node) -> Vec<Tree> {
        let Some(marks) = self.marks.get_mut(index) else {
            return Vec::new();
        };
        let marks = std::mem::take(marks);
        let mut annotations: BTreeMap<u16, Vec<Identifier>> = BTreeMap::new();
        for (target, id) in &marks {
            if let Target::Link { text: u16::MAX, link } = target {
                annotations.entry(*link).or_default().push(*id);
            }
        }
        let mut blocks: Vec<Tree> = Vec::new();
        // The paragraph being filled, and the link at its end.
        let mut paragraph: Option<(u16, Vec<Tree>)> = None;
        let mut open_link: Option<u16> = None;
        for (target, id) in marks {
            let (text, link) = match target {
                Target::Text(text) => (text, None),
                Target::Link { text: u16::MAX, .. } => continue,
                Target::Link { text, link } => (text, Some(link)),
                Target::Figure(number) => {
                    close(&mut blocks, &mut paragraph);
                    let alt = picture_alt(node, number).unwrap_or_else(|| label(node));
                    let figure = Tag::Figure(Some(alt)).with_bbox(self.bounds(node));
                    blocks.push(TagGroup::with_children(figure, vec![id.into()]).into());
                    continue;
                }
                Target::Whole | Target::Artifact | Target::Sketch => {
                    close(&mut blocks, &mut paragraph);
                    let figure = Tag::Figure(Some(label(node))).with_bbox(self.bounds(node));
                    blocks.push(TagGroup::with_children(figure, vec![id.into()]).into());
                    continue;
                }
            };
            if paragraph.as_ref().is_none_or(|(number, _)| *number != text) {
                close(&mut blocks, &mut paragraph);
                paragraph = Some((text, Vec::new()));
                open_link = None;
            }
            let Some((_, children)) = &mut paragraph else {
                continue;
            };
            match (link, children.last_mut()) {
                (None, _) => children.push(id.into()),
                (Some(link), Some(Tree::Group(group))) if open_link == Some(link) => group.push(id),
                (Some(link), _) => {
                    let mut group = TagGroup::new(Tag::Link);
                    for annotation in annotations.remove(&link).unwrap_or_default() {
                        group.push(annotation);
                    }
                    group.push(id);
                    children.push(group.into());
                }
            }
            open_link = link;
        }
        close(&mut blocks, &mut paragraph);
        // Links over what is no text.
        for ids in annotations.into_values() {
            let children = ids.into_iter().map(Tree::from).collect();
            let link = TagGroup::with_children(Tag::Link, children);
            blocks.push(TagGroup::with_children(Tag::P, vec![link.into()]).into());
        }
        blocks
    }

    /// Where the node stands, for figures: on the page that tells it.
    fn bounds(&self, node: &Node) -> Option<BBox> {
        let bounds = node.bounds();
        let (page, sheet) = self.book.page_of(self.part, node)?;
        let seen = sheet.transform.transform_rect_bbox(bounds.intersect(sheet.window));
        Some(BBox::new(page, shape::rect(seen)?))
    }
}

/// Blocks as a list; one alone is none.
fn list(mut blocks: Vec<Tree>) -> TagGroup {
    if blocks.len() == 1
        && let Some(Tree::Group(only)) = blocks.pop_if(|block| matches!(block, Tree::Group(_)))
    {
        return only;
    }
    let items = blocks.into_iter().map(|block| {
        let body = TagGroup::with_children(Tag::LBody, vec![block]);
        TagGroup::with_children(Tag::LI, vec![body.into()]).into()
    });
    TagGroup::with_children(Tag::L(ListNumbering::None), items.collect())
}

fn close(blocks: &mut Vec<Tree>, paragraph: &mut Option<(u16, Vec<Tree>)>) {
    if let Some((_, children)) = paragraph.take() {
        blocks.push(TagGroup::with_children(Tag::P, children).into());
    }
}

fn label(node: &Node) -> String {
    let label = node.label.trim();
    if label.is_empty() {
        format!("{:?}", node.role)
    } else {
        label.to_owned()
    }
}

/// Whether the texts of the node, one after the other, are its label.
fn says_its_label(node: &Node) -> bool {
    let letter = |c: &char| !c.is_whitespace();
    let mut label = node.label.chars().filter(letter);
    let mut same = true;
    each(&node.content, &mut |primitive| {
        if let Primitive::Text(text) = primitive {
            same = same && text.source.chars().filter(letter).all(|c| label.next() == Some(c));
        }
    });
    same && label.next().is_none()
}

fn picture_alt(node: &Node, number: u16) -> Option<String> {
    let mut alts = Vec::new();
    each(&node.content, &mut |primitive| match primitive {
        Primitive::Image(image) if !image.alt.is_empty() => alts.push(image.alt.clone()),
        _ => {}
    });
    alts.into_iter().nth(usize::from(number))
}

fn each<'a>(primitives: &'a [Primitive], see: &mut dyn FnMut(&'a Primitive)) {
    for primitive in primitives {
        match primitive {
            Primitive::Group { children, .. } => each(children, see),
            other => see(other),
        }
    }
}

/// A row of the grid.
#[derive(Default)]
struct Row {
    /// The lane or separator line, with its parts.
    header: Vec<usize>,
    /// Cards and points by the column where they start.
    cells: BTreeMap<u32, Entry>,
}

/// What stands in one cell of the table.
#[derive(Default)]
struct Entry {
    nodes: Vec<usize>,
    /// How many columns the widest of the nodes covers.
    columns: u32,
}

/// The grid as a table; every row has the same number of columns, as PDF/UA wants.
fn table(teller: &mut Teller<'_>) -> Option<TagGroup> {
    let scene = teller.scene;
    let grid = Grid::of(scene);
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let mut heads: BTreeMap<Role, BTreeMap<u32, Entry>> = BTreeMap::new();
    let mut columns = 0;
    let headers: HashMap<&str, Role> = nodes(scene, |node| {
        matches!(node.role, Role::Stage | Role::Step) && is_whole(node)
    })
    .map(|(_, node)| (node.id.as_str(), node.role))
    .collect();
    for (index, node) in scene.nodes.iter().enumerate() {
        let Some(cell) = grid.cell(node) else {
            continue;
        };
        let end = cell.column.saturating_add(cell.columns.max(1));
        match node.role {
            Role::Lane | Role::Separator => {
                rows.entry(cell.row).or_default().header.push(index);
            }
            Role::Stage | Role::Step => {
                columns = columns.max(end);
                let header = heads.entry(node.role).or_default().entry(cell.column).or_default();
                header.nodes.push(index);
                header.columns = header.columns.max(cell.columns);
            }
            // The goal of a stage is read with its heading.
            Role::Subtitle => {
                let header = headers.get(node.id.record()).and_then(|role| heads.get_mut(role));
                if let Some(header) = header.and_then(|of_role| of_role.get_mut(&cell.column)) {
                    header.nodes.push(index);
                }
            }
            Role::Card | Role::Score | Role::EmotionCurve => {
                columns = columns.max(end);
                let row = rows.entry(cell.row).or_default();
                let inside = row.cells.entry(cell.column).or_default();
                inside.nodes.push(index);
                inside.columns = inside.columns.max(cell.columns);
            }
            _ => {}
        }
    }
    let mut head = TagGroup::new(Tag::THead);
    for headers in heads.values() {
        head.push(header_row(teller, headers, columns));
    }
    let mut body = TagGroup::new(Tag::TBody);
    for row in rows.into_values() {
        body.push(body_row(teller, row, columns));
    }
    let mut table = TagGroup::new(Tag::Table);
    for part in [head, body] {
        if !part.children.is_empty() {
            table.push(part);
        }
    }
    (!table.children.is_empty()).then_some(table)
}

/// How many columns an entry may cover: what it asks for, up to the next entry or the end.
fn span(wanted: u32, from: u32, next: Option<u32>, columns: u32) -> u32 {
    wanted.max(1).min(next.unwrap_or(columns).saturating_sub(from).max(1))
}

fn spanning(columns: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(columns).filter(|n| n.get() > 1)
}

fn empty_cell() -> Tree {
    TagGroup::new(Tag::TD).into()
}

fn header_row(teller: &mut Teller<'_>, headers: &BTreeMap<u32, Entry>, columns: u32) -> TagGroup {
    // Above the lanes' own column.
    let mut cells = vec![empty_cell()];
    let mut column = 0;
    for (&at, header) in headers {
        cells.extend((column..at).map(|_| empty_cell()));
        let next = headers.range(at + 1..).next().map(|(&next, _)| next);
        let width = span(header.columns, at, next, columns);
        let tag = Tag::TH(TableHeaderScope::Column).with_col_span(spanning(width));
        let content = header.nodes.iter().flat_map(|&index| teller.flat(index)).collect();
        cells.push(TagGroup::with_children(tag, content).into());
        column = at + width;
    }
    cells.extend((column..columns).map(|_| empty_cell()));
    TagGroup::with_children(Tag::TR, cells)
}

fn body_row(teller: &mut Teller<'_>, row: Row, columns: u32) -> TagGroup {
    let scene = teller.scene;
    let separator = row
        .header
        .iter()
        .any(|&index| scene.nodes[index].role == Role::Separator);
    // A separator line is one header across the table.
    let across = separator && row.cells.is_empty();
    let tag = Tag::TH(TableHeaderScope::Row).with_col_span(spanning(if across { columns + 1 } else { 1 }));
    let header = row.header.iter().flat_map(|&index| teller.flat(index)).collect();
    let mut cells = vec![TagGroup::with_children(tag, header).into()];
    let mut column = if across { columns } else { 0 };
    let starts: Vec<u32> = row.cells.keys().copied().collect();
    for (number, (at, entry)) in row.cells.into_iter().enumerate() {
        cells.extend((column..at).map(|_| empty_cell()));
        let width = span(entry.columns, at, starts.get(number + 1).copied(), columns);
        let several = entry.nodes.iter().all(|&index| scene.nodes[index].role == Role::Card);
        let blocks: Vec<Tree> = entry
            .nodes
            .into_iter()
            .filter_map(|index| teller.block(index, &scene.nodes[index]))
            .map(Tree::from)
            .collect();
        let tag = Tag::TD.with_col_span(spanning(width));
        let content = if several && blocks.len() > 1 {
            vec![list(blocks).into()]
        } else {
            blocks
        };
        cells.push(TagGroup::with_children(tag, content).into());
        column = at + width;
    }
    cells.extend((column..columns).map(|_| empty_cell()));
    TagGroup::with_children(Tag::TR, cells)
}
