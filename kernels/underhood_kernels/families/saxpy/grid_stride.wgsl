// saxpy, grid-stride loop: a fixed number of threads, each of which strides over the whole array.
//
//     result[i] = a · x[i] + y[i],   each i a vector of four;   thread t takes i = t, t + T, t + 2T, …
//
// A habit from CUDA, and the slow one here: a thread's next vector lies a whole grid away, in another page, and as T is
// known only when the kernel runs, the compiler can't have several loads under way before the first has come back. On a
// data-centre GPU this moved a third of the bytes per second that contiguous blocks moved.

override work_group_size: u32 = 128;

@group(0) @binding(0) var<uniform> a: f32;
@group(0) @binding(1) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> y: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(work_group_size)
fn main(@builtin(global_invocation_id) thread: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let threads = groups.x * work_group_size;  // T, the stride
    for (var i = thread.x; i < arrayLength(&result); i += threads) {
        result[i] = a * x[i] + y[i];
    }
}
