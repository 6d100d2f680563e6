//! The engine: lays a document out, and remembers what the next layout can use again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use journey_model::{Asset, Card, CardFamily, ChangeSet, ChannelKind, Document};
use journey_scene::{Point, Rect, Scene, Size, round_to};

use crate::anchor::Anchors;
use crate::card::{self, CardContext, CardPicture};
use crate::fonts::FontBook;
use crate::grid::Grid;
use crate::kept::{CellLook, KeptCard, KeptCards};
use crate::options::{Legend, Part, PartError, SheetOptions};
use crate::paragraph::{Paragraphs, Shaper};
use crate::sheet::{Brief, Heading, Layer, Sheet};
use crate::shown::Shown;
use crate::theme::Theme;
use crate::{blank, crop, curve, footer, header, lane, link, note, stage};

/// Lays out one open map again and again. What it keeps makes the next layout faster and never
/// different: a fresh engine gives the same scene.
pub struct Engine {
    pub(crate) book: FontBook,
    pub(crate) shaper: Shaper,
    pub(crate) paragraphs: Paragraphs,
    cards: KeptCards,
    theme: Option<&'static str>,
}

/// Fewer new cards than this are shaped on the calling thread: starting another costs more.
const PARALLEL_FROM: usize = 400;

/// Most threads that shape cards, and how many cards each of them takes at a time.
const THREADS: usize = 4;
const PORTION: usize = 64;

impl Engine {
    /// An engine that has laid out nothing yet.
    pub fn new(book: FontBook) -> Self {
        Self {
            shaper: Shaper::new(book.clone()),
            book,
            paragraphs: Paragraphs::new(),
            cards: KeptCards::default(),
            theme: None,
        }
    }

    /// The scene of a document in a theme. Never fails: whatever a valid document holds has a picture.
    pub fn scene(&mut self, document: &Document, theme: &'static Theme) -> Arc<Scene> {
        let options = SheetOptions::default();
        self.drawn(document, theme, Brief::new(&options, &Part::Whole))
    }

    /// A sheet as it leaves the app: the map or a part of it, with what the options ask for, in their
    /// colours. With default options the whole map is exactly [`Engine::scene`].
    ///
    /// # Errors
    /// [`PartError`] where nothing of the part is on the sheet.
    pub fn sheet(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        options: &SheetOptions,
        part: &Part,
    ) -> Result<Arc<Scene>, PartError> {
        let theme = theme.printed(options.colours);
        let part = part.simplified(document)?;
        if let Part::Records(ids) = &part {
            let whole = SheetOptions {
                notes: options.notes,
                ..SheetOptions::default()
            };
            let scene = self.drawn(document, theme, Brief::new(&whole, &Part::Whole));
            return crop::to_records(&scene, document, ids, theme).ok_or(PartError::Records);
        }
        Ok(self.drawn(document, theme, Brief::new(options, &part)))
    }

    /// Lays out one sheet, whatever this engine has laid out before.
    pub(crate) fn drawn(&mut self, document: &Document, theme: &'static Theme, brief: Brief<'_>) -> Arc<Scene> {
        self.surveyed(document, theme, brief).0
    }

    /// As [`Engine::drawn`], and what occurs on the sheet.
    pub(crate) fn surveyed(
        &mut self,
        document: &Document,
        theme: &'static Theme,
        brief: Brief<'_>,
    ) -> (Arc<Scene>, Shown) {
        if self.theme != Some(theme.name) {
            self.cards = KeptCards::default();
            self.theme = Some(theme.name);
        }
        self.cards.compare(document);
        self.lay_out(document, theme, brief)
    }

    /// As [`Engine::scene`], and faster: for a document that differs from the one that this engine laid
    /// out last by nothing but `changes`. The cards that they do not touch are taken to be as they were.
    pub fn scene_after(&mut self, changes: &ChangeSet, document: &Document, theme: &'static Theme) -> Arc<Scene> {
        let follows =
            self.theme == Some(theme.name) && self.cards.follow(changes) && self.cards.len() == document.cards.len();
        if !follows {
            return self.scene(document, theme);
        }
        debug_assert!(self.cards.hold(document), "the changes are not all that differs");
        let options = SheetOptions::default();
        self.lay_out(document, theme, Brief::new(&options, &Part::Whole)).0
    }

    fn lay_out(&mut self, document: &Document, theme: &'static Theme, brief: Brief<'_>) -> (Arc<Scene>, Shown) {
        let m = theme.metrics;
        // Notes lie where the map's own sheet has them; on any other sheet they follow what they lie on.
        let notes = brief.options.notes && !document.notes.is_empty();
        let anchors = (notes && !brief.is_usual()).then(|| {
            let options = SheetOptions {
                notes: false,
                ..SheetOptions::default()
            };
            Anchors::of(&self.lay_out(document, theme, Brief::new(&options, &Part::Whole)).0)
        });
        let mut grid = Grid::new(document, m, &brief);
        self.draw_cards(document, theme, &mut grid);

        let mut sheet = Sheet::new(document, theme, brief, &mut self.shaper, &mut self.paragraphs);
        let content_width = (grid.x1 - m.margin).max(m.least_width);
        let mut y = header::lay_out(&mut sheet, content_width);
        y += m.band_gap + link::loop_room(&sheet, &grid);
        let band = y;
        y = match brief.heading {
            Heading::Map => stage::lay_out_stages(&mut sheet, &grid, y),
            Heading::Stage { position, .. } => stage::lay_out_way(&mut sheet, &grid, y, position),
        };
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
                if let Some(least) = brief.blank.filter(|_| row.family != CardFamily::Separator) {
                    height = height.max(least);
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
            if brief.blank.is_some() {
                blank::lay_out_room(&mut sheet, &grid, index);
            }
        }
        let bottom = y;
        lane::lay_out_rules(&mut sheet, &grid, headings, body, bottom);
        link::lay_out(&mut sheet, &grid, band);
        let place = anchors.as_ref().map(|anchors| anchors.onto(&grid, &sheet));
        let extent = if notes {
            note::lay_out(&mut sheet, place.as_ref())
        } else {
            Size::ZERO
        };
        let end = footer::lay_out(&mut sheet, content_width, bottom);

        let width = (m.margin + content_width).max(extent.width) + m.margin;
        let height = end.max(extent.height) + m.margin;
        let size = Size::new(round_to(width.ceil(), 2), round_to(height.ceil(), 2));
        let shown = std::mem::take(&mut sheet.shown);
        let nodes = sheet.into_nodes();
        self.paragraphs.turn();
        let scene = Arc::new(Scene {
            size,
            paper: theme.paper,
            title: header::scene_title(document, &grid, brief.heading),
            language: document.map.language.clone(),
            theme: theme.name,
            nodes,
            fonts: self.book.faces(),
            grid: Rect::new(grid.x0, round_to(body, 2), grid.x1, round_to(bottom, 2)),
        });
        (scene, shown)
    }

    /// Draws the cards that are shown and whose picture is not at hand, and counts each row's cards.
    fn draw_cards(&mut self, document: &Document, theme: &'static Theme, grid: &mut Grid<'_>) {
        let steps: Vec<Arc<str>> = grid.columns.iter().map(|column| column.title().into()).collect();
        for row in &mut grid.rows {
            let Some(lane) = self.cards.lane_mut(&row.lane.id) else {
                continue;
            };
            let shown = row.shows_cards();
            let mut look = CellLook {
                kind: row.lane.kind,
                lane_colour: row.lane.colour.clone(),
                step: Arc::default(),
            };
            for (column, step) in grid.columns.iter().zip(&steps) {
                for source in &column.sources {
                    let Some(cell) = lane.get_mut(&source.step.id) else {
                        continue;
                    };
                    if source.back == 0 {
                        row.card_count += cell.cards().len();
                    }
                    if shown {
                        look.step = match source.back {
                            0 => Arc::clone(step),
                            _ => crate::grid::spoken(source.step).into(),
                        };
                        cell.take_on(&look);
                    }
                }
            }
        }

        let ratings = if document.map.ratings_shown {
            document.rating_summaries()
        } else {
            BTreeMap::new()
        };
        let rating_of = |kept: &KeptCard| {
            // Without ratings no card is looked at.
            (!ratings.is_empty())
                .then(|| ratings.get(&kept.card().id).copied())
                .flatten()
        };
        let mut stale: Vec<Stale<'_>> = Vec::new();
        let mut places: Vec<(usize, usize, usize, usize)> = Vec::new();
        for (index, row) in grid.rows.iter().enumerate() {
            let lane = self.cards.lane(&row.lane.id);
            let Some(lane) = lane.filter(|_| row.shows_cards()) else {
                continue;
            };
            for (column, track) in grid.columns.iter().enumerate() {
                for (number, source) in track.sources.iter().enumerate() {
                    let Some(cell) = lane.get(&source.step.id) else {
                        continue;
                    };
                    for (position, kept) in cell.cards().iter().enumerate() {
                        let span = grid.span(column, kept.span, source.back);
                        if span == 0 {
                            continue;
                        }
                        let asset = kept.asset(document);
                        let width = grid.card_width(column, span, theme.metrics);
                        let rating = rating_of(kept);
                        if kept.is_drawn(width, asset, rating) {
                            continue;
                        }
                        places.push((index, column, number, position));
                        stale.push(Stale {
                            card: kept.card(),
                            asset,
                            context: CardContext {
                                kind: row.lane.kind,
                                lane_colour: row.lane.colour.clone(),
                                step: match source.back {
                                    0 => Arc::clone(&steps[column]),
                                    _ => crate::grid::spoken(source.step).into(),
                                },
                                width,
                                rating,
                            },
                        });
                    }
                }
            }
        }
        let pictures = draw_all(&self.book, &mut self.shaper, theme, &stale);
        let drawn: Vec<_> = stale
            .into_iter()
            .map(|stale| {
                let bytes = stale.asset.map(|asset| Arc::clone(&asset.bytes));
                (stale.context.width, bytes, stale.context.rating)
            })
            .zip(pictures)
            .collect();
        for ((row, column, number, position), ((width, bytes, rating), picture)) in places.into_iter().zip(drawn) {
            let lane = self.cards.lane_mut(&grid.rows[row].lane.id);
            let step = &grid.columns[column].sources[number].step.id;
            let cell = lane.and_then(|lane| lane.get_mut(step));
            if let Some(kept) = cell.and_then(|cell| cell.card_mut(position)) {
                kept.draw(width, bytes, rating, picture);
            }
        }
    }
}

/// A card to be drawn, with what its picture depends on.
struct Stale<'a> {
    card: &'a Card,
    asset: Option<&'a Asset>,
    context: CardContext,
}

/// Draws cards; many of them on several threads. A card's picture depends on nothing but its own
/// inputs, so that the result is the same either way.
fn draw_all(book: &FontBook, shaper: &mut Shaper, theme: &'static Theme, stale: &[Stale<'_>]) -> Vec<CardPicture> {
    let draw =
        |shaper: &mut Shaper, stale: &Stale<'_>| card::draw(shaper, theme, stale.card, stale.asset, &stale.context);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(THREADS).min(stale.len() * 2 / PARALLEL_FROM);
    if threads < 2 {
        return stale.iter().map(|stale| draw(shaper, stale)).collect();
    }
    // Threads take small portions in turn, so that none waits for one that has longer texts or a core
    // with other work to do.
    let next = AtomicUsize::new(0);
    let portions = |shaper: &mut Shaper| {
        let mut drawn: Vec<(usize, Vec<CardPicture>)> = Vec::new();
        loop {
            let start = next.fetch_add(PORTION, Ordering::Relaxed);
            let Some(rest) = stale.get(start..).filter(|rest| !rest.is_empty()) else {
                return drawn;
            };
            let portion = rest.iter().take(PORTION);
            drawn.push((start, portion.map(|stale| draw(shaper, stale)).collect()));
        }
    };
    let mut drawn = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|_| scope.spawn(|| portions(&mut Shaper::new(book.clone()))))
            .collect();
        let mut drawn = portions(shaper);
        for other in others {
            // A panic in another thread is a bug: let it show where it happened.
            drawn.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        drawn
    });
    drawn.sort_unstable_by_key(|(start, _)| *start);
    drawn.into_iter().flat_map(|(_, part)| part).collect()
}

/// Stacks the cards of a row under each other, cards that span several steps below everything that
/// stands in any of them; returns the height that the row needs. `top` is taken already.
fn place_cards(sheet: &mut Sheet<'_>, grid: &Grid<'_>, index: usize, top: f64, kept: &KeptCards) -> f64 {
    let m = sheet.m;
    let row = &grid.rows[index];
    let Some(lane) = kept.lane(&row.lane.id) else {
        return 0.0;
    };
    let mut skyline = vec![top + m.cell_top; grid.columns.len()];
    let mut bottom: f64 = 0.0;
    sheet.reserve(Layer::Card, row.card_count);
    let explains = sheet.brief.options.legend == Legend::Full;
    let mut marks = sheet.shown.marks;
    let mut any = false;
    for (column, track) in grid.columns.iter().enumerate() {
        let x = round_to(track.x + m.cell_inset, 2);
        for source in &track.sources {
            let Some(cell) = lane.get(&source.step.id) else {
                continue;
            };
            for kept in cell.cards() {
                let span = grid.span(column, kept.span, source.back);
                if span == 0 {
                    continue;
                }
                let y = skyline[column..column + span].iter().copied().fold(0.0, f64::max);
                let origin = Point::new(x, round_to(row.y + y, 2));
                let Some(node) = kept.node(origin, (index, column, span)) else {
                    continue;
                };
                let end = y + node.size.height;
                skyline[column..column + span].fill(end + m.gap);
                bottom = bottom.max(end + m.cell_top);
                sheet.push(Layer::Card, node);
                marks = marks.and(kept.marks);
                marks.rated |= kept.is_rated();
                any = true;
                if explains && row.family == CardFamily::Channels {
                    let channel = kept.card().touchpoint.as_ref().map_or("", |t| t.channel.as_str());
                    sheet.shown.channels.extend(ChannelKind::from_key(channel));
                }
            }
        }
    }
    sheet.shown.marks = marks;
    if explains && any {
        let look = *sheet.theme.look(row.lane.kind);
        let tint = sheet.theme.lane_tint(row.lane.colour.as_deref()).unwrap_or(look.tint);
        let title = row.lane.title.trim();
        let title = if title.is_empty() {
            row.lane.kind.default_title()
        } else {
            title
        };
        sheet.shown.lane(look, tint, title);
    }
    bottom
}
