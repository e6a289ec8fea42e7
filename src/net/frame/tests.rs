//! Any split of a stream of bytes gives the same messages.

use proptest::prelude::*;

use super::*;

/// Writes down what it hears; forgets every `throttle`th frame.
struct Scribe {
    heard: Vec<String>,
    frames: usize,
    throttle: usize,
}

impl Listener for Scribe {
    fn admit(&mut self, _: u64) -> bool {
        self.frames += 1;
        !self.frames.is_multiple_of(self.throttle)
    }

    fn heard(&mut self, heard: Heard<'_>) -> ControlFlow<()> {
        self.heard.push(format!("{heard:?}"));
        match heard {
            Heard::Close(_) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}

const LIMITS: FrameLimits = FrameLimits { message_bytes_max: 300, frame_bytes_max: 1_000, fragments_max: 5 };

/// What is heard of `bytes` when they come in pieces of these sizes, and the rest at once.
fn listen(bytes: &[u8], sizes: &[usize], throttle: usize) -> (Vec<String>, Result<(), Fault>, usize) {
    let mut scribe = Scribe { heard: Vec::new(), frames: 0, throttle };
    let mut budget = Budget { used: 0, max: usize::MAX };
    let mut partial = None;
    let mut bytes = bytes.to_vec();
    let mut rest = bytes.as_mut_slice();
    let mut sizes = sizes.iter();
    let mut outcome = Ok(());
    while !rest.is_empty() && outcome.is_ok() && !scribe.heard.last().is_some_and(|last| last.starts_with("Close")) {
        let size = sizes.next().copied().unwrap_or(rest.len()).clamp(1, rest.len());
        let (piece, after) = rest.split_at_mut(size);
        rest = after;
        outcome = feed(&mut partial, &LIMITS, &mut budget, piece, &mut scribe);
        let kept = partial.as_ref().map_or(0, |partial| partial.kept_bytes());
        assert_eq!(budget.used, kept, "the budget counts what is kept");
    }
    (scribe.heard, outcome, budget.used)
}

fn masked(first: u8, payload: &[u8], mask: [u8; 4]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..=125 => frame.push(0x80 | length as u8),
        length => {
            frame.push(0x80 | 126);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
    }
    frame.extend_from_slice(&mask);
    let mut payload = payload.to_vec();
    unmask(&mut payload, mask);
    frame.extend(payload);
    frame
}

/// Mostly right frames in mostly right order, so that messages come to an end.
fn frames() -> impl Strategy<Value = Vec<u8>> {
    let text = "[a-zö€😀]{0,60}".prop_map(String::into_bytes);
    let payload = prop_oneof![8 => text, 1 => prop::collection::vec(any::<u8>(), 0..400)];
    let first = prop_oneof![
        6 => Just(0x81u8), 3 => Just(0x82), 3 => Just(0x01), 4 => Just(0x00), 4 => Just(0x80),
        2 => Just(0x89), 1 => Just(0x8a), 1 => any::<u8>(),
    ];
    let frame = (first, payload, any::<[u8; 4]>()).prop_map(|(first, mut payload, mask)| {
        if first & 8 != 0 {
            payload.truncate(125);
        }
        masked(first, &payload, mask)
    });
    prop::collection::vec(frame, 1..12).prop_map(|frames| frames.concat())
}

proptest! {
    #[test]
    fn any_split_gives_the_same_messages(
        bytes in frames(),
        sizes in prop::collection::vec(1usize..40, 0..200),
        throttle in 2usize..20,
    ) {
        let whole = listen(&bytes, &[], throttle);
        prop_assert_eq!(&listen(&bytes, &sizes, throttle), &whole);
        prop_assert_eq!(&listen(&bytes, &vec![1; bytes.len()], throttle), &whole);
    }

    #[test]
    fn rubbish_is_refused_or_waited_for_but_never_a_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        sizes in prop::collection::vec(1usize..9, 0..60),
    ) {
        prop_assert_eq!(listen(&bytes, &sizes, 7), listen(&bytes, &[], 7));
    }
}

#[test]
fn nothing_is_kept_between_whole_frames() {
    let mut scribe = Scribe { heard: Vec::new(), frames: 0, throttle: 100 };
    let (mut partial, mut budget) = (None, Budget { used: 0, max: 1_000 });
    let mut bytes =
        [masked(0x81, b"one", [1, 2, 3, 4]), masked(0x89, b"", [0; 4]), masked(0x82, &[7], [9; 4])].concat();
    feed(&mut partial, &LIMITS, &mut budget, &mut bytes, &mut scribe).expect("proper frames");
    assert!(partial.is_none());
    assert_eq!(scribe.heard, [r#"Text("one")"#, "Ping([])", "Binary([7])"]);
}

#[test]
fn a_length_must_have_its_shortest_form() {
    let mut long_form = vec![0x82, 0x80 | 126, 0, 5, 0, 0, 0, 0];
    long_form.extend_from_slice(b"hello");
    assert_eq!(listen(&long_form, &[], 100).1, Err(Fault(1002)));
    let mut negative = vec![0x82, 0x80 | 127];
    negative.extend_from_slice(&u64::MAX.to_be_bytes());
    assert_eq!(listen(&negative, &[], 100).1, Err(Fault(1002)));
}
