//! The command behind a walk through the journey; what a tester finds is kept by edits.

use journey_model::{CardId, Document, Rating, RatingSummary, TestRound, WalkStop};
use serde::Serialize;
use tauri::State;

use super::error::IpcError;
use super::state::AppState;

/// The stops of a map's walk, and what has been found on earlier ones.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Walk {
    /// In the order in which the customer meets them.
    pub stops: Vec<WalkStop>,
    /// The latest first.
    pub rounds: Vec<TestRound>,
    pub ratings: Vec<Rating>,
    /// Of every card that somebody gave points.
    pub summaries: Vec<CardSummary>,
}

#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CardSummary {
    pub card: CardId,
    pub summary: RatingSummary,
}

impl Walk {
    fn of(document: &Document) -> Self {
        let mut rounds: Vec<TestRound> = document.test_rounds.values().cloned().collect();
        rounds.sort_by(|a, b| (&b.on.0, &b.id).cmp(&(&a.on.0, &a.id)));
        let summaries = document.rating_summaries().into_iter();
        Self {
            stops: document.walk(),
            rounds,
            ratings: document.ratings.values().cloned().collect(),
            summaries: summaries
                .map(|(card, summary)| CardSummary {
                    card: card.clone(),
                    summary,
                })
                .collect(),
        }
    }
}

/// The walk through an open map, as it is now.
#[tauri::command]
#[specta::specta]
pub async fn walk(state: State<'_, AppState>, map: String) -> Result<Walk, IpcError> {
    state.with_map(&map, |open| Ok(Walk::of(open.session.document()))).await
}
