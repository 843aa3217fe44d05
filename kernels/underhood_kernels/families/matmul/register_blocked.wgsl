// Matrix product, register-blocked: each thread computes 4 × 4 elements and keeps them in registers.
//
//     result[i, j] = Σₖ left[i, k] right[k, j]
//
// For each k a thread loads four numbers of a column and four of a row and multiplies each with each: 8 loads from
// shared memory for 16 multiplications and additions, where one element a thread takes 32. Its elements lie `side` rows
// and columns apart, so that neighbouring threads read and write neighbouring numbers.

override side: u32 = 16;  // threads of a work group along rows and along columns
const STEP = 16u;         // columns of `left` and rows of `right` that are in shared memory at a time

@group(0) @binding(0) var<storage, read> left: array<f32>;
@group(0) @binding(1) var<storage, read> right: array<f32>;
@group(0) @binding(2) var<uniform> shape: vec3u;  // rows of left, inner dimension, columns of right
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

var<workgroup> left_tile: array<f32, 4 * side * STEP>;   // [row][k]
var<workgroup> right_tile: array<f32, 4 * side * STEP>;  // [k][column]

@compute @workgroup_size(side, side)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u,
) {
    let rows = shape.x;
    let inner = shape.y;
    let columns = shape.z;
    let width = 4u * side;                          // of the block of the result that a work group computes
    let blocks = (columns + width - 1u) / width;    // side by side
    let number = group.x + group.y * groups.x;
    let top = number / blocks * width;
    let edge = number % blocks * width;             // the block's first column
    var row0 = vec4f(0.0);  // the thread's elements, four columns of a row each
    var row1 = vec4f(0.0);
    var row2 = vec4f(0.0);
    var row3 = vec4f(0.0);
    for (var first = 0u; first < inner; first += STEP) {
        for (var place = thread.y * side + thread.x; place < width * STEP; place += side * side) {
            let i = top + place / STEP;
            let from_left = first + place % STEP;
            let from_right = first + place / width;
            let j = edge + place % width;
            left_tile[place] = 0.0;  // what lies outside adds nothing
            right_tile[place] = 0.0;
            if (i < rows && from_left < inner) { left_tile[place] = left[i * inner + from_left]; }
            if (from_right < inner && j < columns) { right_tile[place] = right[from_right * columns + j]; }
        }
        workgroupBarrier();  // the tiles are complete before anyone reads them
        for (var k = 0u; k < STEP; k++) {
            let r = k * width + thread.x;
            let b = vec4f(right_tile[r], right_tile[r + side], right_tile[r + 2u * side], right_tile[r + 3u * side]);
            let l = thread.y * STEP + k;
            row0 = fma(vec4f(left_tile[l]), b, row0);
            row1 = fma(vec4f(left_tile[l + side * STEP]), b, row1);
            row2 = fma(vec4f(left_tile[l + 2u * side * STEP]), b, row2);
            row3 = fma(vec4f(left_tile[l + 3u * side * STEP]), b, row3);
        }
        workgroupBarrier();  // everyone has read them before they are loaded anew
    }
    let i = top + thread.y;
    let j = edge + thread.x;
    store(i, j, row0);
    store(i + side, j, row1);
    store(i + 2u * side, j, row2);
    store(i + 3u * side, j, row3);
}

fn store(i: u32, j: u32, totals: vec4f) {
    let at = i * shape.z + j;
    if (i < shape.x && j < shape.z) { result[at] = totals.x; }
    if (i < shape.x && j + side < shape.z) { result[at + side] = totals.y; }
    if (i < shape.x && j + 2u * side < shape.z) { result[at + 2u * side] = totals.z; }
    if (i < shape.x && j + 3u * side < shape.z) { result[at + 3u * side] = totals.w; }
}
