//! The numbers of save states: which of two reports is the newer one, by whatever way they came.

use std::sync::mpsc;

use super::{one_map, retitle};
use crate::SaveState;

#[test]
fn an_answer_and_the_watcher_number_the_same_states() {
    let (_folder, library, mut document) = one_map();
    let id = document.map.id.clone();
    let writer = library.writer();
    let (sender, reports) = mpsc::channel();
    writer.watch(move |report| sender.send(report).unwrap());
    let before = writer.report();
    assert_eq!(before.state, SaveState::Saved);
    assert_eq!(writer.report(), before);

    // The writer cannot take the edit in before the answer is made.
    let rest = library.rest().unwrap();
    let ticket = writer.commit(&id, retitle(&mut document, 1, "After"));
    let answer = writer.report();
    assert_eq!(answer.state, SaveState::Saving);
    assert!(answer.number > before.number);
    drop(rest);
    ticket.wait().unwrap();

    // The answer was given first; the watcher tells the same state under the same number, then the next.
    assert_eq!(reports.recv().unwrap(), answer);
    let after = reports.recv().unwrap();
    assert_eq!(
        (after.number, after.state.clone()),
        (answer.number + 1, SaveState::Saved)
    );
    assert_eq!(writer.report(), after);
}

#[test]
fn an_answer_never_says_saved_before_its_edit_is_durable() {
    let (_folder, library, mut document) = one_map();
    let id = document.map.id.clone();
    let writer = library.writer();
    let mut last = writer.report();
    for revision in 1..=200 {
        let ticket = writer.commit(&id, retitle(&mut document, revision, &format!("title {revision}")));
        let answer = writer.report();
        assert!(answer.number >= last.number);
        // What is saved is in the file, whoever was faster.
        if answer.state == SaveState::Saved {
            assert_eq!(library.open_map(&id).unwrap().revision, revision);
            assert!(answer.number > last.number);
        }
        ticket.wait().unwrap();
        last = answer;
    }
}
