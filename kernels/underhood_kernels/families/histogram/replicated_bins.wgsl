// Histogram, replicated bins: a work group counts in several copies of its bins, neighbours in different ones.
//
//     result[v] = Σ over the work groups, Σ over their copies, of how many of their bytes are v
//
// Copy c of bin v lies at v · copies + c. With as many copies as there are banks, each thread of a warp has a bank to
// itself, whatever the data: sorted bytes wait no longer than random ones. A thread loads 16 bytes at once, and many of
// them, because clearing the copies and adding them up costs the same for a short block as for a long one.

override work_group_size: u32 = 512;
override per_thread: u32 = 8;  // vectors of four words
override copies: u32 = 16;

@group(0) @binding(0) var<storage, read> data: array<vec4u>;  // sixteen bytes a vector
@group(0) @binding(1) var<uniform> count: u32;  // how many of the bytes count
@group(0) @binding(2) var<storage, read_write> result: array<atomic<u32>, 256>;

var<workgroup> bins: array<atomic<u32>, 256 * copies>;

fn add(word: u32, copy: u32) {
    atomicAdd(&bins[(word & 0xffu) * copies + copy], 1u);
    atomicAdd(&bins[((word >> 8u) & 0xffu) * copies + copy], 1u);
    atomicAdd(&bins[((word >> 16u) & 0xffu) * copies + copy], 1u);
    atomicAdd(&bins[(word >> 24u) * copies + copy], 1u);
}

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    for (var i = lane; i < 256u * copies; i += work_group_size) {
        atomicStore(&bins[i], 0u);
    }
    workgroupBarrier();
    let copy = lane % copies;
    let first = (group.x + group.y * groups.x) * work_group_size * per_thread;  // the work group's first vector
    for (var k = 0u; k < per_thread; k++) {
        let i = first + k * work_group_size + lane;
        if (i < count / 16u) {
            let vector = data[i];
            add(vector.x, copy);
            add(vector.y, copy);
            add(vector.z, copy);
            add(vector.w, copy);
        } else if (i == count / 16u) {  // the last vector may be a part, or nothing at all
            for (var b = 0u; b < count % 16u; b++) {
                atomicAdd(&bins[((data[i][b / 4u] >> (8u * (b % 4u))) & 0xffu) * copies + copy], 1u);
            }
        }
    }
    workgroupBarrier();  // all have counted before anyone adds up
    for (var v = lane; v < 256u; v += work_group_size) {
        var sum = 0u;
        for (var c = 0u; c < copies; c++) {
            sum += atomicLoad(&bins[v * copies + (c + v) % copies]);  // each thread starts in another bank
        }
        atomicAdd(&result[v], sum);
    }
}
