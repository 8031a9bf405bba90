//! Work on many things at once. Few of them are worked on one after the other, since threads take longer to begin than a
//! small file takes to be read.

use rayon::prelude::*;

/// What a function makes of each thing, in their order, where it makes anything: on all processors if there are more than a
/// `few` of them.
pub fn filter_map<T: Send, R: Send>(things: Vec<T>, few: usize, make: impl Fn(T) -> Option<R> + Send + Sync) -> Vec<R> {
    filter_map_with(things, few, || (), |(), thing| make(thing))
}

/// The same with something that each thread begins with and keeps for the things after.
pub fn filter_map_with<T: Send, S, R: Send>(
    things: Vec<T>,
    few: usize,
    begin: impl Fn() -> S + Send + Sync,
    make: impl Fn(&mut S, T) -> Option<R> + Send + Sync,
) -> Vec<R> {
    if things.len() > few {
        return things.into_par_iter().map_init(begin, make).flatten_iter().collect();
    }
    let mut state = begin();
    things.into_iter().filter_map(|thing| make(&mut state, thing)).collect()
}

/// The same where it always makes something.
pub fn map<T: Send, R: Send>(things: Vec<T>, few: usize, make: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    filter_map(things, few, |thing| Some(make(thing)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_come_in_their_order() {
        let odd = |number: u32| (number % 2 == 1).then_some(number * 10);
        for few in [0, 3, 4] {
            assert_eq!(filter_map(vec![3, 2, 1], few, odd), [30, 10]);
            assert_eq!(map(vec![3, 2, 1], few, |number| number + 1), [4, 3, 2]);
        }
    }
}
