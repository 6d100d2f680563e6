//! Edits of links.

use crate::check::clean_line;
use crate::draft::Draft;
use crate::{Card, EditError, Extra, Link, LinkEnd, LinkFields, LinkId, LinkKind, Step};

pub(super) fn add(
    draft: &mut Draft,
    from: &LinkEnd,
    to: &LinkEnd,
    kind: LinkKind,
    label: &str,
) -> Result<(), EditError> {
    let link = Link {
        id: draft.fresh::<Link>()?,
        from: from.clone(),
        to: to.clone(),
        kind,
        label: clean_line("label", label.to_owned())?,
        extra: Extra::new(),
    };
    check(draft, &link)?;
    draft.put(link);
    Ok(())
}

pub(super) fn update(draft: &mut Draft, id: &LinkId, fields: &LinkFields) -> Result<(), EditError> {
    let mut link = draft.get::<Link>(id)?.clone();
    let LinkFields { kind, label, from, to } = fields.clone();
    link.kind = kind.unwrap_or(link.kind);
    if let Some(label) = label {
        link.label = clean_line("label", label)?;
    }
    link.from = from.unwrap_or(link.from);
    link.to = to.unwrap_or(link.to);
    check(draft, &link)?;
    draft.put(link);
    Ok(())
}

fn check(draft: &Draft, link: &Link) -> Result<(), EditError> {
    for end in [&link.from, &link.to] {
        match end {
            LinkEnd::Card(card) => draft.get::<Card>(card).map(drop)?,
            LinkEnd::Step(step) => draft.get::<Step>(step).map(drop)?,
        }
    }
    if !link.ends_fit() {
        return Err(EditError::Refused(
            "a link goes from one card to another, or from one step to another".into(),
        ));
    }
    let twin =
        draft.document().links.values().any(|other| {
            other.id != link.id && other.from == link.from && other.to == link.to && other.kind == link.kind
        });
    if twin {
        return Err(EditError::Refused("the two are already linked in that way".into()));
    }
    Ok(())
}
