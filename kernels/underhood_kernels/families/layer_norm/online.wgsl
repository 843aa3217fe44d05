// Layer normalisation, online: mean and mean square in one pass, corrected with each number.
//
//     result[r, c] = (x[r, c] − μ) / √(σ² + ε) · gain[c] + bias[c],   σ² = s / n
//     with the kth number x:   μ′ = μ + (x − μ) / k,   s′ = s + (x − μ)(x − μ′)
//
// Sums of x and x² would give both as well, but cancel where the mean is large beside the deviations. Two threads' means
// and sums are combined with a correction for how far their means are apart. (Welford, 1962; Chan, Golub and LeVeque,
// 1983.)

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> gain: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(4) var<uniform> epsilon: f32;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<vec3f, work_group_size>;  // how many numbers, their mean, and the sum of square deviations

fn combine(a: vec3f, b: vec3f) -> vec3f {
    let share = b.x / max(a.x + b.x, 1.0);
    let apart = b.y - a.y;
    return vec3f(a.x + b.x, a.y + apart * share, a.z + b.z + apart * apart * a.x * share);
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    // Work groups are numbered over two dimensions, because one holds no more than 65 535.
    let row = group.x + group.y * groups.x;
    if (row >= shape.x) {
        return;  // all threads of the work group do
    }
    let columns = shape.y;
    let start = row * columns;

    var mine = vec3f(0.0);
    for (var c = lane; c < columns; c += work_group_size) {
        let value = x[start + c];
        let apart = value - mine.y;
        mine.x += 1.0;
        mine.y += apart / mine.x;
        mine.z += apart * (value - mine.y);
    }
    tile[lane] = mine;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] = combine(tile[lane], tile[lane + half]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }

    let mean = tile[0].y;
    let factor = inverseSqrt(tile[0].z / f32(columns) + epsilon);
    for (var c = lane; c < columns; c += work_group_size) {
        result[start + c] = (x[start + c] - mean) * factor * gain[c] + bias[c];
    }
}
