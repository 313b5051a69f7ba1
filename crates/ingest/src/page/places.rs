//! Places of elements among their neighbours, for selectors: matching counts them anew for each element, which takes
//! minutes on a page made for it.

use std::collections::HashMap;

use scraper::{ElementRef, Html, Node};

/// Places among an element's neighbours, which browsers copy. They are counted once and written on the elements.
const PLACES: [&str; 2] = ["nth-child", "nth-of-type"];
/// `p:nth-child(2)` as `p[nth-child="2"]`; what is no plain number stays.
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split(':').enumerate() {
        let place = part.split_once('(').and_then(|(name, rest)| {
            let (number, rest) = rest.split_once(')')?;
            let name = PLACES.iter().find(|place| place.eq_ignore_ascii_case(name))?;
            Some((name, number.trim().parse::<u32>().ok()?, rest))
        });
        match place.filter(|_| at > 0) {
            Some((name, number, rest)) => out.push_str(&format!("[{name}=\"{number}\"]{rest}")),
            None => out.push_str(&format!("{}{part}", if at > 0 { ":" } else { "" })),
        }
    }
    out
}

/// Writes its places on each element.
pub(super) fn count(document: &mut Html) {
    let mut counted = Vec::new();
    for parent in document.tree.nodes() {
        let mut of_type: HashMap<&str, usize> = HashMap::new();
        let elements = parent.children().filter_map(ElementRef::wrap);
        for (at, element) in elements.enumerate() {
            let of_type = of_type.entry(element.value().name()).or_default();
            *of_type += 1;
            counted.push((element.id(), [at + 1, *of_type]));
        }
    }
    for (id, places) in counted {
        let Some(mut node) = document.tree.get_mut(id) else { continue };
        let Node::Element(element) = node.value() else { continue };
        for (name, place) in PLACES.into_iter().zip(places) {
            let mut key = element.name.clone();
            (key.prefix, key.ns, key.local) = (None, "".into(), name.into());
            element.attrs.push((key, place.to_string().as_str().into()));
        }
        // They are looked up by bisection.
        element.attrs.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    }
}
