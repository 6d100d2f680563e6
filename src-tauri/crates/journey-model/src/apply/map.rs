//! Edits of the map's own record.

use crate::check::{CYCLE_MONTHS, LIST_LIMIT, clean_line, clean_list, clean_text, is_id, is_language, quoted, ranged};
use crate::draft::Draft;
use crate::{Asset, Date, EditError, MapFields, Objective, Review, Setting, View};

pub(super) fn update(draft: &mut Draft, fields: &MapFields) -> Result<(), EditError> {
    let mut map = draft.document().map.clone();
    let MapFields {
        title,
        subtitle,
        language,
        objective,
        state,
        tags,
        review,
        theme,
        created_on,
        logo,
        ratings_shown,
        path,
    } = fields.clone();
    if let Some(title) = title {
        map.title = clean_line("title", title)?;
    }
    if let Some(subtitle) = subtitle {
        map.subtitle = clean_line("subtitle", subtitle)?;
    }
    if let Some(language) = language {
        if !is_language(&language) {
            return Err(EditError::Value {
                field: "language",
                found: quoted(&language),
                expected: "a language tag like en or pt-BR".into(),
            });
        }
        map.language = language;
    }
    if let Some(objective) = objective {
        map.objective = Objective {
            purpose: clean_text("objective.purpose", objective.purpose)?,
            success_measure: clean_text("objective.successMeasure", objective.success_measure)?,
            scope: clean_text("objective.scope", objective.scope)?,
            end_goal: clean_text("objective.endGoal", objective.end_goal)?,
        };
    }
    if let Some(state) = state {
        map.state = state;
    }
    if let Some(tags) = tags {
        map.tags = clean_list("tags", tags)?;
    }
    match review {
        Some(Setting::To(review)) => map.review = checked_review(review)?,
        Some(Setting::Clear) => map.review = None,
        None => {}
    }
    if let Some(theme) = theme {
        map.theme = clean_line("theme", theme)?;
    }
    if let Some(created_on) = created_on {
        map.created_on = checked_date("createdOn", created_on)?;
    }
    match logo {
        Some(Setting::To(logo)) => {
            draft.get::<Asset>(&logo)?;
            map.logo = Some(logo);
        }
        Some(Setting::Clear) => map.logo = None,
        None => {}
    }
    if let Some(ratings_shown) = ratings_shown {
        map.ratings_shown = ratings_shown;
    }
    if let Some(path) = path {
        map.path = checked_path(path)?;
    }
    draft.update_map(|record| *record = map);
    Ok(())
}

/// Views that show nothing are left out.
fn checked_path(path: Vec<View>) -> Result<Vec<View>, EditError> {
    let mut views = Vec::with_capacity(path.len().min(LIST_LIMIT));
    for View { title, records } in path {
        let too_long = records.len() > LIST_LIMIT || views.len() == LIST_LIMIT;
        if too_long || records.iter().any(|id| !is_id(id)) {
            return Err(EditError::Value {
                field: "path",
                found: if too_long {
                    "a list that is too long"
                } else {
                    "a name that is no id"
                }
                .into(),
                expected: format!("at most {LIST_LIMIT} views of at most {LIST_LIMIT} records each"),
            });
        }
        if !records.is_empty() {
            let title = clean_line("path.title", title)?;
            views.push(View { title, records });
        }
    }
    Ok(views)
}

/// A review that says nothing is no review.
fn checked_review(review: Review) -> Result<Option<Review>, EditError> {
    for (field, date) in [("review.last", &review.last), ("review.next", &review.next)] {
        if let Some(date) = date {
            check_date(field, date)?;
        }
    }
    if let Some(months) = review.cycle_months {
        ranged("review.cycleMonths", months, &CYCLE_MONTHS)?;
    }
    Ok((review != Review::default()).then_some(review))
}

pub(super) fn checked_date(field: &'static str, setting: Setting<Date>) -> Result<Option<Date>, EditError> {
    let date = Option::from(setting);
    if let Some(date) = &date {
        check_date(field, date)?;
    }
    Ok(date)
}

pub(super) fn check_date(field: &'static str, date: &Date) -> Result<(), EditError> {
    if crate::check::is_date(&date.0) {
        return Ok(());
    }
    Err(EditError::Value {
        field,
        found: quoted(&date.0),
        expected: "a calendar day like 2026-03-31".into(),
    })
}
