//! The engine: lays a document out, and remembers what the next layout can use again.

use std::collections::HashMap;
use std::sync::Arc;

use journey_model::{Asset, Card, CardFamily, CardId, Document};
use journey_scene::{Node, NodeId, Point, Rect, Role, Scene, Size, round_to};

use crate::card::{self, CardContext, CardPicture};
use crate::fonts::FontBook;
use crate::grid::Grid;
use crate::paragraph::{Paragraphs, Shaper};
use crate::sheet::{Layer, Sheet, cell};
use crate::theme::Theme;
use crate::{curve, footer, header, lane, link, note, stage};

/// A card as it was last drawn, with what it was drawn from.
struct KeptCard {
    card: Card,
    context: CardContext,
    id: NodeId,
    picture: CardPicture,
    /// The scene that last showed it.
    used: u64,
}

/// Lays out one open map again and again. What it keeps makes the next layout faster and never
/// different: a fresh engine gives the same scene.
pub struct Engine {
    book: FontBook,
    shaper: Shaper,
    paragraphs: Paragraphs,
    cards: HashMap<CardId, KeptCard>,
    theme: Option<&'static str>,
    scenes: u64,
}

/// Fewer new cards than this are shaped on the calling thread: starting another costs more.
const PARALLEL_FROM: usize = 400;

impl Engine {
    /// An engine that has laid out nothing yet.
    pub fn new(book: FontBook) -> Self {
        Self {
            shaper: Shaper::new(book.clone()),
            book,
            paragraphs: Paragraphs::new(),
            cards: HashMap::new(),
            theme: None,
            scenes: 0,
        }
    }

    /// The scene of a document in a theme. Never fails: whatever a valid document holds has a picture.
    pub fn scene(&mut self, document: &Document, theme: &'static Theme) -> Arc<Scene> {
        if self.theme != Some(theme.name) {
            self.cards.clear();
            self.theme = Some(theme.name);
        }
        self.scenes += 1;
        let m = theme.metrics;
        let mut grid = Grid::new(document, m);
        self.draw_cards(document, theme, &grid);

        let mut sheet = Sheet::new(document, theme, &mut self.shaper, &mut self.paragraphs);
        let content_width = (grid.x1 - m.margin).max(m.least_width);
        let mut y = header::lay_out(&mut sheet, content_width);
        y += m.band_gap + link::loop_room(&sheet, &grid);
        let band = y;
        y = stage::lay_out_stages(&mut sheet, &grid, y);
        let headings = y;
        y = stage::lay_out_steps(&mut sheet, &grid, y + 4.0);
        let body = y;

        let cards = &self.cards;
        for index in 0..grid.rows.len() {
            let least = lane::heading_height(&mut sheet, &grid.rows[index]);
            let row = &mut grid.rows[index];
            row.y = y;
            let mut height = least;
            if !row.lane.collapsed {
                if let Some(least) = row.lane.height {
                    height = height.max(f64::from(least));
                }
                let top = if row.family == CardFamily::Curve {
                    let curve = curve::lay_out(&mut sheet, &grid, index, height);
                    height = height.max(curve);
                    curve
                } else {
                    0.0
                };
                let row = &grid.rows[index];
                if row.shows_cards() {
                    let cards = place_cards(&mut sheet, &grid, index, top, cards);
                    height = height.max(cards);
                }
            }
            let row = &mut grid.rows[index];
            row.height = round_to(height, 2);
            y += row.height;
            lane::lay_out_heading(&mut sheet, &grid, index);
        }
        let bottom = y;
        lane::lay_out_rules(&mut sheet, &grid, headings, body, bottom);
        link::lay_out(&mut sheet, &grid, band);
        let extent = note::lay_out(&mut sheet);
        let end = footer::lay_out(&mut sheet, content_width, bottom);

        let width = (m.margin + content_width).max(extent.width) + m.margin;
        let height = end.max(extent.height) + m.margin;
        let size = Size::new(round_to(width.ceil(), 2), round_to(height.ceil(), 2));
        let nodes = sheet.into_nodes();
        self.paragraphs.turn();
        let used = self.scenes;
        // Undo and previews bring cards back: keep them for a few scenes.
        if used.is_multiple_of(16) {
            self.cards.retain(|_, kept| kept.used + 16 >= used);
        }
        Arc::new(Scene {
            size,
            paper: theme.paper,
            title: document.map.title.clone(),
            language: document.map.language.clone(),
            theme: theme.name,
            nodes,
            fonts: self.book.faces(),
            grid: Rect::new(grid.x0, round_to(body, 2), grid.x1, round_to(bottom, 2)),
        })
    }

    /// Draws the cards that are new or changed since they were last drawn.
    fn draw_cards(&mut self, document: &Document, theme: &'static Theme, grid: &Grid<'_>) {
        let steps: Vec<Arc<str>> = grid
            .columns
            .iter()
            .map(|column| column.title().into())
            .collect();
        let mut stale: Vec<(&Card, Option<&Asset>, CardContext)> = Vec::new();
        for row in grid.rows.iter().filter(|row| row.shows_cards()) {
            for (column, cards) in row.cells.iter().enumerate() {
                for card in cards {
                    let asset = card.image.as_ref().and_then(|id| document.assets.get(id));
                    let span = grid.span(column, card);
                    let width = grid.card_width(column, span, theme.metrics);
                    if let Some(kept) = self.cards.get_mut(&card.id) {
                        let context = &kept.context;
                        let same = context.width == width
                            && context.kind == row.lane.kind
                            && context.lane_colour == row.lane.colour
                            && context.step == steps[column]
                            && same_bytes(context.asset.as_ref(), asset)
                            && kept.card == **card;
                        if same {
                            kept.used = self.scenes;
                            continue;
                        }
                    }
                    let context = CardContext {
                        kind: row.lane.kind,
                        lane_colour: row.lane.colour.clone(),
                        step: Arc::clone(&steps[column]),
                        width,
                        asset: asset.map(|asset| Arc::clone(&asset.bytes)),
                    };
                    stale.push((card, asset, context));
                }
            }
        }
        let pictures = draw_all(&self.book, &mut self.shaper, theme, &stale);
        for ((card, _, context), picture) in stale.into_iter().zip(pictures) {
            let kept = KeptCard {
                card: card.clone(),
                context,
                id: NodeId::new(card.id.as_str()),
                picture,
                used: self.scenes,
            };
            self.cards.insert(card.id.clone(), kept);
        }
    }
}

fn same_bytes(kept: Option<&Arc<[u8]>>, asset: Option<&Asset>) -> bool {
    match (kept, asset) {
        (None, None) => true,
        (Some(kept), Some(asset)) => Arc::ptr_eq(kept, &asset.bytes) || **kept == *asset.bytes,
        _ => false,
    }
}

/// Draws cards in order; many of them on two threads. A card's picture depends on nothing but its
/// own inputs, so that the result is the same either way.
fn draw_all(
    book: &FontBook,
    shaper: &mut Shaper,
    theme: &'static Theme,
    stale: &[(&Card, Option<&Asset>, CardContext)],
) -> Vec<CardPicture> {
    let draw =
        |shaper: &mut Shaper, part: &[(&Card, Option<&Asset>, CardContext)]| -> Vec<CardPicture> {
            part.iter()
                .map(|(card, asset, context)| card::draw(shaper, theme, card, *asset, context))
                .collect()
        };
    if stale.len() < PARALLEL_FROM {
        return draw(shaper, stale);
    }
    let (front, back) = stale.split_at(stale.len() / 2);
    std::thread::scope(|scope| {
        let handle = scope.spawn(|| draw(&mut Shaper::new(book.clone()), back));
        let mut pictures = draw(shaper, front);
        // A panic in the other thread is a bug: let it show where it happened.
        pictures.extend(
            handle
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        );
        pictures
    })
}

/// Stacks the cards of a row under each other, cards that span several steps below everything that
/// stands in any of them; returns the height that the row needs. `top` is taken already.
fn place_cards(
    sheet: &mut Sheet<'_>,
    grid: &Grid<'_>,
    index: usize,
    top: f64,
    kept: &HashMap<CardId, KeptCard>,
) -> f64 {
    let m = sheet.m;
    let row = &grid.rows[index];
    let mut skyline = vec![top + m.cell_top; grid.columns.len()];
    let mut bottom: f64 = 0.0;
    sheet.reserve(Layer::Card, row.card_count());
    for (column, cards) in row.cells.iter().enumerate() {
        for card in cards {
            let Some(kept) = kept.get(&card.id) else {
                continue;
            };
            let span = grid.span(column, card);
            let y = skyline[column..column + span]
                .iter()
                .copied()
                .fold(0.0, f64::max);
            let end = y + kept.picture.size.height;
            skyline[column..column + span].fill(end + m.gap);
            bottom = bottom.max(end + m.cell_top);
            sheet.push(
                Layer::Card,
                Node {
                    id: kept.id.clone(),
                    role: Role::Card,
                    origin: Point::new(
                        round_to(grid.columns[column].x + m.cell_inset, 2),
                        round_to(row.y + y, 2),
                    ),
                    size: kept.picture.size,
                    label: Arc::clone(&kept.picture.label),
                    cell: Some(cell(index, column, span)),
                    edit: Some(Arc::clone(&kept.picture.edit)),
                    content: Arc::clone(&kept.picture.content),
                },
            );
        }
    }
    bottom
}
