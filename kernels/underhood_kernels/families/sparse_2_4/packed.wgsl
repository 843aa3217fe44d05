// 2:4 sparse matrix product, packed: what is stored of A, and the rows of B that it belongs to.
//
//     C[i, j] = Σ_g v₀·B[4g + p₀, j] + v₁·B[4g + p₁, j],   v and p the values and places of row i's group g
//
// The threads of a row read two groups' four values at a time, and the byte with their places: 0.53 of the whole row.

override threads: u32 = 32;  // of a row
override rows: u32 = 4;  // of a work group

@group(0) @binding(0) var<storage, read> values: array<vec4f>;  // of two groups
@group(0) @binding(1) var<storage, read> places: array<u32>;  // of eight groups
@group(0) @binding(2) var<storage, read> right: array<vec4f>;  // four columns of a row of B
@group(0) @binding(3) var<uniform> shape: vec3u;  // m, n and k; n is a multiple of 4, k one of 32
@group(0) @binding(4) var<storage, read_write> result: array<vec4f>;

var<workgroup> sums: array<vec4f, threads * rows>;

@compute @workgroup_size(threads, rows)
fn main(
    @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_id) thread: vec3u, @builtin(local_invocation_index) lane: u32,
) {
    let number = group.x + group.y * groups.x;
    let width = shape.y / 4u;  // of a row of B and of the result, in vectors
    let i = number / width * rows + thread.y;
    let j = number % width;
    var sum = vec4f();
    if (i < shape.x) {
        for (var q = thread.x; q < shape.z / 8u; q += threads) {
            let v = values[i * (shape.z / 8u) + q];
            let bits = places[i * (shape.z / 32u) + q / 4u] >> (8u * (q % 4u));
            let p = 8u * q + ((vec4u(bits) >> vec4u(0u, 2u, 4u, 6u)) & vec4u(3u)) + vec4u(0u, 0u, 4u, 4u);
            let at = p * width + j;
            sum += v.x * right[at.x] + v.y * right[at.y] + v.z * right[at.z] + v.w * right[at.w];
        }
    }
    sums[lane] = sum;
    workgroupBarrier();
    for (var live = threads; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (thread.x + half < live) {
            sums[lane] += sums[lane + half];
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    if (thread.x == 0u && i < shape.x) {
        result[i * width + j] = sums[lane];
    }
}
