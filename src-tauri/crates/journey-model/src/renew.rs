//! The same map under new names: for templates, imports and duplicates.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::Tabled;
use crate::{
    Asset, Card, Document, IdSource, Lane, Link, LinkEnd, Map, MapId, Note, Persona, Rating, RecordKind, Score, Stage,
    Step, TestRound,
};

impl Document {
    /// A copy in which every record has a new id and every reference names the new one. Pictures keep
    /// their ids, which are those of their content; so do personas the one of the library that they
    /// came from.
    pub fn with_new_ids(&self, ids: &mut dyn IdSource) -> Self {
        let mut names = Names {
            taken: self.assets.keys().map(|id| id.as_str().to_owned()).collect(),
            new: BTreeMap::new(),
            ids,
        };
        let map = Map {
            id: names.fresh(MapId::PREFIX).into(),
            ..self.map.clone()
        };
        names.rename(self.personas.values());
        names.rename(self.stages.values());
        names.rename(self.steps.values());
        names.rename(self.lanes.values());
        names.rename(self.cards.values());
        names.rename(self.scores.values());
        names.rename(self.links.values());
        names.rename(self.notes.values());
        names.rename(self.test_rounds.values());
        names.rename(self.ratings.values());

        let mut copy = Self::new(map);
        for id in copy.map.path.iter_mut().flat_map(|view| &mut view.records) {
            names.renew(id);
        }
        copy.assets = self.assets.clone();
        let mut put = |record: crate::Record| copy.put(record);
        for r in self.personas.values() {
            put(Persona {
                id: names.of::<Persona>(&r.id),
                ..r.clone()
            }
            .into());
        }
        for r in self.stages.values() {
            put(Stage {
                id: names.of::<Stage>(&r.id),
                ..r.clone()
            }
            .into());
        }
        for r in self.steps.values() {
            let stage = names.of::<Stage>(&r.stage);
            put(Step {
                id: names.of::<Step>(&r.id),
                stage,
                ..r.clone()
            }
            .into());
        }
        for r in self.lanes.values() {
            put(Lane {
                id: names.of::<Lane>(&r.id),
                ..r.clone()
            }
            .into());
        }
        for r in self.cards.values() {
            let (lane, step) = (names.of::<Lane>(&r.lane), names.of::<Step>(&r.step));
            put(Card {
                id: names.of::<Card>(&r.id),
                lane,
                step,
                ..r.clone()
            }
            .into());
        }
        for r in self.scores.values() {
            let (lane, step) = (names.of::<Lane>(&r.lane), names.of::<Step>(&r.step));
            let persona = r.persona.as_ref().map(|id| names.of::<Persona>(id));
            put(Score {
                id: names.of::<Score>(&r.id),
                lane,
                step,
                persona,
                ..r.clone()
            }
            .into());
        }
        for r in self.links.values() {
            let (from, to) = (names.end(&r.from), names.end(&r.to));
            put(Link {
                id: names.of::<Link>(&r.id),
                from,
                to,
                ..r.clone()
            }
            .into());
        }
        for r in self.notes.values() {
            put(Note {
                id: names.of::<Note>(&r.id),
                ..r.clone()
            }
            .into());
        }
        for r in self.test_rounds.values() {
            put(TestRound {
                id: names.of::<TestRound>(&r.id),
                ..r.clone()
            }
            .into());
        }
        for r in self.ratings.values() {
            let (round, card) = (names.of::<TestRound>(&r.round), names.of::<Card>(&r.card));
            put(Rating {
                id: names.of::<Rating>(&r.id),
                round,
                card,
                ..r.clone()
            }
            .into());
        }
        debug_assert_eq!(Asset::table(&copy), Asset::table(self));
        copy
    }
}

struct Names<'a> {
    ids: &'a mut dyn IdSource,
    taken: BTreeSet<String>,
    new: BTreeMap<(RecordKind, String), String>,
}

impl Names<'_> {
    fn fresh(&mut self, prefix: &str) -> String {
        let mut id = format!("{prefix}{}", self.ids.next_suffix());
        // A source does not repeat itself; should one do so all the same, two records must not become one.
        while self.taken.contains(&id) {
            id = format!("{prefix}{}-{}", self.ids.next_suffix(), self.taken.len());
        }
        self.taken.insert(id.clone());
        id
    }

    fn rename<'r, T: Tabled>(&mut self, records: impl Iterator<Item = &'r T>) {
        for record in records {
            let id = self.fresh(T::PREFIX);
            self.new.insert((T::KIND, record.id().as_ref().to_owned()), id);
        }
    }

    /// The new name; a reference to nothing stays one.
    fn of<T: Tabled>(&self, id: &T::Id) -> T::Id {
        let new = self.new.get(&(T::KIND, id.as_ref().to_owned()));
        new.map_or_else(|| id.clone(), |new| new.clone().into())
    }

    /// Renames a reference to a record of whatever kind.
    fn renew(&self, id: &mut String) {
        let kinds = RecordKind::ALL.iter();
        if let Some(new) = kinds.filter_map(|kind| self.new.get(&(*kind, id.clone()))).next() {
            id.clone_from(new);
        }
    }

    fn end(&self, end: &LinkEnd) -> LinkEnd {
        match end {
            LinkEnd::Card(card) => LinkEnd::Card(self.of::<Card>(card)),
            LinkEnd::Step(step) => LinkEnd::Step(self.of::<Step>(step)),
        }
    }
}
