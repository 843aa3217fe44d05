
// A number that the compiler can't look into, because that `sizes.y` is 0 is known only when the shader runs. Else it
// may make y of (s + y) − s, as with real numbers, and find nothing lost: WGSL allows it, and Mesa does it.
fn opaque(x: Lane) -> Lane { return bitcast<Lane>(bitcast<Bits>(x) | Bits(sizes.y)); }

// Knuth's exact addition: a + b = sum + lost.
fn exactly(a: Lane, b: Lane) -> State {
    let sum = opaque(a + b);
    let added = opaque(sum - a);
    return State(sum, (a - opaque(sum - added)) + (b - added), Lane());
}
