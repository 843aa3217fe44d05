
// What the steps that store vectors of four share. With zeros, the host has made the inner dimension a whole number of
// steps, and the rows of `right` a whole number of vectors. Beyond the last row or the last vector of a row a thread
// reads that one again, which costs no test inside the loop, and it stores nothing.
@group(0) @binding(1) var<storage, read> right: array<vec4f>;
@group(0) @binding(2) var<uniform> shape: vec3u;  // rows of left, inner dimension, vectors in a row of right
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

fn left_row(i: u32) -> u32 { return min(i, shape.x - 1u) * shape.y; }  // where row i of left starts
fn right_vector(j: u32) -> u32 { return min(j, shape.z - 1u); }        // where vector j is in a row of right
fn store(i: u32, j: u32, totals: vec4f) {
    if (i < shape.x && j < shape.z) {
        result[i * shape.z + j] = totals;
    }
}
