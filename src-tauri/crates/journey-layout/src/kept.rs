//! The cards of the open map by cell, as they were last drawn: what an edit did not touch is neither
//! looked up, compared nor drawn again.

use std::collections::HashMap;
use std::sync::Arc;

use journey_model::{Asset, Card, ChangeSet, Document, LaneId, LaneKind, RatingSummary, Record, StepId};
use journey_scene::{Node, NodeId, Point, Role};

use crate::card::CardPicture;
use crate::sheet::cell as place_in_grid;
use crate::shown::Marks;

/// A card as it was last seen, and its picture.
pub(crate) struct KeptCard {
    /// Behind a pointer, so that walking over many cards touches little memory.
    card: Box<Card>,
    id: NodeId,
    /// The card's own, to be read without following the pointer.
    pub span: u16,
    pub marks: Marks,
    has_image: bool,
    drawn: Option<Drawn>,
    /// The comparison that last found it in the document.
    round: u32,
}

/// A picture, and what it was drawn from besides the card and the look of its cell.
struct Drawn {
    width: f64,
    asset: Option<Arc<[u8]>>,
    rating: Option<RatingSummary>,
    picture: CardPicture,
}

/// What the pictures of all cards of a cell depend on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CellLook {
    pub kind: LaneKind,
    pub lane_colour: Option<String>,
    /// The title of its step, as it is said aloud.
    pub step: Arc<str>,
}

/// The cards that begin in one cell, from top to bottom.
#[derive(Default)]
pub(crate) struct KeptCell {
    look: Option<CellLook>,
    cards: Vec<KeptCard>,
}

/// All cards of the open map, those of hidden and collapsed lanes too.
#[derive(Default)]
pub(crate) struct KeptCards {
    cells: HashMap<LaneId, HashMap<StepId, KeptCell>>,
    count: usize,
    rounds: u32,
}

impl KeptCard {
    fn new(card: &Card, round: u32) -> Self {
        Self {
            id: NodeId::new(card.id.as_str()),
            span: card.span,
            marks: Marks::of(card),
            has_image: card.image.is_some(),
            card: Box::new(card.clone()),
            drawn: None,
            round,
        }
    }

    /// The record.
    pub fn card(&self) -> &Card {
        &self.card
    }

    /// The picture that it shows, where that is among the document's.
    pub fn asset<'a>(&self, document: &'a Document) -> Option<&'a Asset> {
        if !self.has_image {
            return None;
        }
        document.assets.get(self.card.image.as_ref()?)
    }

    /// Whether its picture is the one of this width, asset and rating.
    pub fn is_drawn(&self, width: f64, asset: Option<&Asset>, rating: Option<RatingSummary>) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| {
            drawn.width == width
                && drawn.rating == rating
                && match (&drawn.asset, asset) {
                    (None, None) => true,
                    (Some(kept), Some(asset)) => Arc::ptr_eq(kept, &asset.bytes) || **kept == *asset.bytes,
                    _ => false,
                }
        })
    }

    /// Keeps a new picture.
    pub fn draw(&mut self, width: f64, asset: Option<Arc<[u8]>>, rating: Option<RatingSummary>, picture: CardPicture) {
        self.drawn = Some(Drawn {
            width,
            asset,
            rating,
            picture,
        });
    }

    /// Whether its picture shows what test rounds found.
    pub fn is_rated(&self) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.rating.is_some())
    }

    /// Its node at a place; `None` before it was drawn.
    pub fn node(&self, origin: Point, (row, column, span): (usize, usize, usize)) -> Option<Node> {
        let picture = &self.drawn.as_ref()?.picture;
        Some(Node {
            id: self.id.clone(),
            role: Role::Card,
            origin,
            size: picture.size,
            label: Arc::clone(&picture.label),
            cell: Some(place_in_grid(row, column, span)),
            edit: Some(Arc::clone(&picture.edit)),
            content: Arc::clone(&picture.content),
        })
    }
}

impl KeptCell {
    /// The cell's cards, from top to bottom.
    pub fn cards(&self) -> &[KeptCard] {
        &self.cards
    }

    /// The card at a position of [`KeptCell::cards`].
    pub fn card_mut(&mut self, position: usize) -> Option<&mut KeptCard> {
        self.cards.get_mut(position)
    }

    /// Where the look is not the one that the cards were drawn in, lets go of their pictures.
    pub fn take_on(&mut self, look: &CellLook) {
        if self.look.as_ref() != Some(look) {
            self.look = Some(look.clone());
            self.cards.iter_mut().for_each(|kept| kept.drawn = None);
        }
    }

    /// Position of the card, or where it would be.
    fn search(&self, card: &Card) -> Result<usize, usize> {
        self.cards
            .binary_search_by(|kept| (&kept.card.order, &kept.card.id).cmp(&(&card.order, &card.id)))
    }
}

impl KeptCards {
    /// Number of cards.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The cells of a lane by step; `None` where it has never held a card.
    pub fn lane(&self, lane: &LaneId) -> Option<&HashMap<StepId, KeptCell>> {
        self.cells.get(lane)
    }

    /// As [`KeptCards::lane`].
    pub fn lane_mut(&mut self, lane: &LaneId) -> Option<&mut HashMap<StepId, KeptCell>> {
        self.cells.get_mut(lane)
    }

    /// Makes the cards the document's, whatever happened to it.
    pub fn compare(&mut self, document: &Document) {
        self.rounds = self.rounds.wrapping_add(1);
        let round = self.rounds;
        for card in document.cards.values() {
            let known = self
                .cells
                .get_mut(&card.lane)
                .and_then(|lane| lane.get_mut(&card.step))
                .and_then(|cell| {
                    let position = cell.search(card).ok()?;
                    cell.cards.get_mut(position)
                })
                .filter(|kept| *kept.card == *card);
            match known {
                Some(kept) => kept.round = round,
                None => self.put(card),
            }
        }
        if self.count == document.cards.len() {
            return;
        }
        for lane in self.cells.values_mut() {
            for cell in lane.values_mut() {
                cell.cards.retain(|kept| {
                    let stays = kept.round == round;
                    self.count -= usize::from(!stays);
                    stays
                });
            }
            lane.retain(|_, cell| !cell.cards.is_empty());
        }
        self.cells.retain(|_, lane| !lane.is_empty());
    }

    /// Follows a change of the document. `false` where the change does not fit what is kept: only
    /// [`KeptCards::compare`] helps then.
    pub fn follow(&mut self, changes: &ChangeSet) -> bool {
        let before = changes.updated.iter().map(|updated| &updated.from);
        let fits = (changes.removed.iter().chain(before))
            .filter_map(card_of)
            .all(|card| self.take(card));
        let after = changes.updated.iter().map(|updated| &updated.to);
        if fits {
            (changes.added.iter().chain(after))
                .filter_map(card_of)
                .for_each(|card| self.put(card));
        }
        fits
    }

    /// Whether the cards are exactly the document's.
    pub fn hold(&self, document: &Document) -> bool {
        let is_kept = |card: &Card| {
            let cell = self.cells.get(&card.lane)?.get(&card.step)?;
            let kept = cell.cards.get(cell.search(card).ok()?)?;
            Some(*kept.card == *card)
        };
        self.count == document.cards.len() && document.cards.values().all(|card| is_kept(card) == Some(true))
    }

    fn put(&mut self, card: &Card) {
        let kept = KeptCard::new(card, self.rounds);
        let lane = self.cells.entry(card.lane.clone()).or_default();
        let cell = lane.entry(card.step.clone()).or_default();
        match cell.search(card) {
            Ok(position) => cell.cards[position] = kept,
            Err(position) => {
                self.count += 1;
                cell.cards.insert(position, kept);
            }
        }
    }

    fn take(&mut self, card: &Card) -> bool {
        let cell = self.cells.get_mut(&card.lane).and_then(|lane| lane.get_mut(&card.step));
        let Some((cell, position)) = cell.and_then(|cell| {
            let position = cell.search(card).ok()?;
            Some((cell, position))
        }) else {
            return false;
        };
        cell.cards.remove(position);
        self.count -= 1;
        true
    }
}

fn card_of(record: &Record) -> Option<&Card> {
    match record {
        Record::Card(card) => Some(card),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use journey_model::{CardFields, CountingIds, Edit, Evidence, Setting, sample};

    use super::*;

    #[test]
    fn cards_are_the_documents_after_any_change() {
        let mut document = sample::sample(3, 4, 3, 4);
        let mut kept = KeptCards::default();
        kept.compare(&document);
        let cards: Vec<_> = document.cards.keys().cloned().collect();
        let to = &document.cards[&cards[20]];
        let edits = [
            Edit::UpdateCards {
                cards: cards[..4].to_vec(),
                fields: CardFields {
                    evidence: Some(Setting::To(Evidence::Proposed)),
                    moment_of_truth: Some(true),
                    ..CardFields::default()
                },
            },
            Edit::MoveCards {
                cards: cards[2..7].to_vec(),
                lane: to.lane.clone(),
                step: to.step.clone(),
                after: None,
            },
            Edit::Duplicate {
                ids: cards[5..9].iter().map(|card| card.0.clone()).collect(),
            },
            Edit::Remove {
                ids: cards[..6].iter().map(|card| card.0.clone()).collect(),
            },
        ];
        for edit in edits {
            let changes = document.apply(&edit, &mut CountingIds(900)).unwrap();
            assert!(!changes.is_empty());
            assert!(!kept.hold(&document));
            assert!(kept.follow(&changes) && kept.hold(&document), "{edit:?}");
            // Told once more, a change that takes cards away no longer fits, and comparing mends it.
            if !changes.removed.is_empty() {
                assert!(!kept.follow(&changes));
            }
            kept.compare(&document);
            assert!(kept.hold(&document));
        }
    }
}
