//! Order keys: making them between, behind and before others.
//!
//! A key is a fractional index of the `fractional_index` crate as lower-case hex, so that comparing
//! texts is comparing positions. The last byte is always `80`, which makes room on both sides of it.

use fractional_index::FractionalIndex;

use crate::OrderKey;

/// Longest key that is accepted, in characters. Keys grow by two characters for about every hundred
/// records put behind each other, or every seven put into the same gap, so that no map made by hand
/// comes near it; it bounds what a broken or hostile file can make of sorting.
pub const ORDER_KEY_LIMIT: usize = 2_048;

impl Default for OrderKey {
    /// The key of an only child.
    fn default() -> Self {
        Self::from_index(&FractionalIndex::default())
    }
}

impl OrderKey {
    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is a key: pairs of lower-case hex digits, the last pair `80`.
    pub fn is_valid(&self) -> bool {
        self.0.len() <= ORDER_KEY_LIMIT
            && self.0.len().is_multiple_of(2)
            && self.0.ends_with("80")
            && self.0.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// A key between two siblings; `None` stands for the end of the row on that side.
    ///
    /// Returns `None` where there is nothing between: the keys are equal, the wrong way round or not
    /// keys at all ([`OrderKey::is_valid`]). In a document that keeps its invariants that never
    /// happens.
    pub fn between(left: Option<&Self>, right: Option<&Self>) -> Option<Self> {
        // An absent neighbour is no bound; one that is no key makes the whole question void.
        let index = |key: Option<&Self>| key.map_or(Some(None), |key| key.index().map(Some));
        match (index(left)?, index(right)?) {
            (Some(left), Some(right)) => between_indices(&left, &right),
            (left, right) => FractionalIndex::new(left.as_ref(), right.as_ref()),
        }
        .map(|index| Self::from_index(&index))
    }

    /// `count` ascending keys between two siblings, kept short: bisecting a gap, counting on behind
    /// or before an end. `None` as in [`OrderKey::between`].
    pub fn spread(left: Option<&Self>, right: Option<&Self>, count: usize) -> Option<Vec<Self>> {
        let mut keys = Vec::with_capacity(count);
        match (left, right) {
            (Some(_), Some(_)) => bisect(left, right, count, &mut keys)?,
            (None, Some(right)) => {
                for _ in 0..count {
                    let next = Self::between(None, keys.last().or(Some(right)))?;
                    keys.push(next);
                }
                keys.reverse();
            }
            (left, None) => {
                for _ in 0..count {
                    let next = Self::between(keys.last().or(left), None)?;
                    keys.push(next);
                }
            }
        }
        Some(keys)
    }

    /// The keys of `count` new siblings: `80`, `8180`, `8280`, …
    pub fn sequence(count: usize) -> Vec<Self> {
        // Without neighbours there is always room, so that the fallback is never taken.
        Self::spread(None, None, count).unwrap_or_default()
    }

    fn index(&self) -> Option<FractionalIndex> {
        if !self.is_valid() {
            return None;
        }
        FractionalIndex::from_string(&self.0).ok()
    }

    fn from_index(index: &FractionalIndex) -> Self {
        Self(index.to_string())
    }
}

fn bisect(left: Option<&OrderKey>, right: Option<&OrderKey>, count: usize, keys: &mut Vec<OrderKey>) -> Option<()> {
    if count == 0 {
        return Some(());
    }
    let middle = OrderKey::between(left, right)?;
    let before = count / 2;
    bisect(left, Some(&middle), before, keys)?;
    keys.push(middle.clone());
    bisect(Some(&middle), right, count - before - 1, keys)
}

/// `FractionalIndex::new_between` for any two indices in order.
///
/// The crate computes `right[i] - 1` for each byte in turn and overflows where both indices begin with
/// a zero byte, as they do once a hundred and more records have been put before the first one. The
/// bytes that both begin with say nothing about their order, so they are set aside here.
fn between_indices(left: &FractionalIndex, right: &FractionalIndex) -> Option<FractionalIndex> {
    if left >= right {
        return None;
    }
    let (left, right) = (left.as_bytes(), right.as_bytes());
    // The terminator stays, because each rest has to be an index again.
    let longest = left.len().min(right.len()) - 1;
    let shared = (0..longest).take_while(|&i| left[i] == right[i]).count();
    let rest = FractionalIndex::new_between(
        &FractionalIndex::from_bytes(left[shared..].to_vec()).ok()?,
        &FractionalIndex::from_bytes(right[shared..].to_vec()).ok()?,
    )?;
    let mut bytes = left[..shared].to_vec();
    bytes.extend_from_slice(rest.as_bytes());
    FractionalIndex::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> OrderKey {
        OrderKey(text.into())
    }

    #[test]
    fn sequence_counts_in_short_keys() {
        assert_eq!(OrderKey::sequence(3), [key("80"), key("8180"), key("8280")]);
        let many = OrderKey::sequence(1_000);
        assert!(many.is_sorted_by(|a, b| a < b) && many.iter().all(OrderKey::is_valid));
        assert!(many.iter().all(|k| k.as_str().len() <= 20));
    }

    #[test]
    fn texts_that_are_no_keys_are_refused() {
        for bad in ["", "8", "81", "8A80", "é80", "80 80", "8080g0"] {
            assert!(!key(bad).is_valid(), "{bad}");
            assert_eq!(OrderKey::between(Some(&key(bad)), None), None, "{bad}");
        }
        assert!(!key(&"80".repeat(2_000)).is_valid());
    }

    #[test]
    fn nothing_lies_between_equal_or_swapped_keys() {
        assert_eq!(OrderKey::between(Some(&key("80")), Some(&key("80"))), None);
        assert_eq!(OrderKey::between(Some(&key("8180")), Some(&key("80"))), None);
    }

    #[test]
    fn hundreds_of_records_fit_before_the_first_and_between_those() {
        let first = key("80");
        let before = OrderKey::spread(None, Some(&first), 700).unwrap();
        for pair in before.windows(2) {
            let middle = OrderKey::between(Some(&pair[0]), Some(&pair[1])).unwrap();
            assert!(pair[0] < middle && middle < pair[1] && middle.is_valid());
        }
    }

    proptest! {
        #[test]
        fn there_is_always_a_key_in_any_gap(places in prop::collection::vec(any::<prop::sample::Index>(), 1..300)) {
            let mut keys: Vec<OrderKey> = Vec::new();
            for place in places {
                let at = place.index(keys.len() + 1);
                let left = at.checked_sub(1).map(|i| &keys[i]);
                let new = OrderKey::between(left, keys.get(at)).unwrap();
                prop_assert!(new.is_valid());
                keys.insert(at, new);
                prop_assert!(keys.is_sorted_by(|a, b| a < b));
            }
        }

        #[test]
        fn any_two_valid_keys_have_one_between(a in prop::collection::vec(any::<u8>(), 0..6), b in prop::collection::vec(any::<u8>(), 0..6)) {
            let make = |bytes: &[u8]| key(&bytes.iter().chain(&[0x80]).map(|b| format!("{b:02x}")).collect::<String>());
            let (a, b) = (make(&a), make(&b));
            prop_assume!(a != b);
            let (low, high) = if a < b { (&a, &b) } else { (&b, &a) };
            let middle = OrderKey::between(Some(low), Some(high)).unwrap();
            prop_assert!(*low < middle && middle < *high && middle.is_valid());
        }

        #[test]
        fn spread_is_ascending_within_its_gap(count in 0usize..200) {
            let (low, high) = (key("80"), key("8180"));
            let keys = OrderKey::spread(Some(&low), Some(&high), count).unwrap();
            prop_assert_eq!(keys.len(), count);
            prop_assert!(std::iter::once(&low).chain(&keys).chain([&high]).is_sorted_by(|a, b| a < b));
        }
    }
}
