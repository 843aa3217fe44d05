// 2:4 sparse matrix product, whole: as if no element of A were known to be zero.
//
//     C[i, j] = Σₚ A[i, p]·B[p, j]
//
// The threads of a row read it side by side, four elements each, and add their sums up in shared memory. Half of what
// is read and multiplied is zero.

override threads: u32 = 32;  // of a row
override rows: u32 = 4;  // of a work group

@group(0) @binding(0) var<storage, read> left: array<vec4f>;
@group(0) @binding(1) var<storage, read> right: array<vec4f>;  // four columns of a row of B
@group(0) @binding(2) var<uniform> shape: vec3u;  // m, n and k; n is a multiple of 4, k one of 32
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

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
        for (var q = thread.x; q < shape.z / 4u; q += threads) {
            let a = left[i * (shape.z / 4u) + q];
            let at = 4u * q * width + j;
            sum += a.x * right[at] + a.y * right[at + width];
            sum += a.z * right[at + 2u * width] + a.w * right[at + 3u * width];
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
