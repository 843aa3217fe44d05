// Layer normalisation, three passes: a work group reads its row for the mean, for the mean square, and for the result.
//
//     result[r, c] = (x[r, c] − μ) / √(σ² + ε) · gain[c] + bias[c],   μ = Σⱼ x[r, j] / n,   σ² = Σⱼ (x[r, j] − μ)² / n
//
// Each pass is simple, and each reads the whole row from memory again: three reads and a write for every number.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> gain: array<f32>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
@group(0) @binding(3) var<uniform> shape: vec2u;  // rows and columns
@group(0) @binding(4) var<uniform> epsilon: f32;
@group(0) @binding(5) var<storage, read_write> result: array<f32>;

var<workgroup> tile: array<f32, work_group_size>;

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

    var sum = 0.0;
    for (var c = lane; c < columns; c += work_group_size) {
        sum += x[start + c];
    }
    tile[lane] = sum;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] += tile[lane + half];
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    let mean = tile[0] / f32(columns);
    workgroupBarrier();  // everyone has read it before the squares take its place

    var squares = 0.0;
    for (var c = lane; c < columns; c += work_group_size) {
        let deviation = x[start + c] - mean;
        squares += deviation * deviation;
    }
    tile[lane] = squares;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] += tile[lane + half];
        }
        workgroupBarrier();
    }
    let factor = inverseSqrt(tile[0] / f32(columns) + epsilon);

    for (var c = lane; c < columns; c += work_group_size) {
        result[start + c] = (x[start + c] - mean) * factor * gain[c] + bias[c];
    }
}
