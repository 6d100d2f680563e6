//! Cards over several steps, when the steps change.

use std::collections::{BTreeMap, BTreeSet};

use crate::draft::Draft;
use crate::{Card, CardId, EditError, StepId};

/// Which steps the wide cards covered before the columns changed.
///
/// A wide card keeps the step that it ends at: a step put in between widens it, a step taken out
/// narrows it, and a step moved away no longer counts. Where the ends would change places the card
/// ends at the last step that is still to its right, and it never passes the last column.
pub(super) struct WideCards {
    covered: BTreeMap<CardId, Vec<StepId>>,
}

impl WideCards {
    /// To be taken before the columns change.
    pub(super) fn of(draft: &Draft) -> Self {
        let document = draft.document();
        let wide: Vec<&Card> = document.cards.values().filter(|card| card.span > 1).collect();
        if wide.is_empty() {
            return Self {
                covered: BTreeMap::new(),
            };
        }
        let steps = document.ordered_steps();
        let columns: BTreeMap<&StepId, usize> = steps.iter().enumerate().map(|(i, s)| (&s.id, i)).collect();
        let covered = wide
            .into_iter()
            .filter_map(|card| {
                let first = *columns.get(&card.step)?;
                let end = (first + usize::from(card.span)).min(steps.len());
                Some((
                    card.id.clone(),
                    steps[first..end].iter().map(|s| s.id.clone()).collect(),
                ))
            })
            .collect();
        Self { covered }
    }

    /// To be called after the columns changed; `moved` are the steps that went elsewhere together.
    pub(super) fn fit(self, draft: &mut Draft, moved: &BTreeSet<StepId>) -> Result<(), EditError> {
        if self.covered.is_empty() {
            return Ok(());
        }
        let columns: BTreeMap<StepId, usize> = draft
            .document()
            .ordered_steps()
            .into_iter()
            .enumerate()
            .map(|(i, s)| (s.id.clone(), i))
            .collect();
        for (id, covered) in self.covered {
            let Some(card) = draft.document().cards.get(&id) else {
                continue;
            };
            let Some(&first) = columns.get(&card.step) else {
                continue;
            };
            let along = moved.contains(&card.step);
            let last = covered
                .iter()
                .rev()
                .filter(|step| moved.contains(*step) == along)
                .filter_map(|step| columns.get(step).copied())
                .find(|&column| column >= first)
                .unwrap_or(first);
            let span = u16::try_from(last - first + 1).unwrap_or(u16::MAX);
            if span != card.span {
                draft.update::<Card>(&id, |card| card.span = span)?;
            }
        }
        Ok(())
    }
}
