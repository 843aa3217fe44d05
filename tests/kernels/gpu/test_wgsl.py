from underhood_kernels.gpu import wgsl

SHADER = """
// var<storage, read> ghost: array<f32>; is only a comment
override width: u32 = 32;
override scale = 2.0;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(0)
var<storage, read> input: array<atomic<u32>>;
@binding(0u) @group( 1 ) var<uniform> count: u32;
@group(1) @binding(1) var<storage> idle: array<f32>; /* idle */
fn helper(i: u32) -> f32 { return f32(input[i]); }
fn never(i: u32) -> f32 { return idle[i]; }
@compute @workgroup_size(width, 2)
fn main(@builtin(global_invocation_id) id: vec3u) {
    // idle is not used here either
    if (id.x < count) { output[id.x] = vec4f(helper(id.x)); }
}
@compute @workgroup_size(64u)
fn other() { output[0] = vec4f(idle[0]); }
"""


def test_bindings_in_order_with_what_they_are():
    found = {b.name: b for b in wgsl.bindings(SHADER)}
    assert list(found) == ["input", "output", "count", "idle"]
    assert [found[n].writable for n in found] == [False, True, False, False]
    assert [found[n].element for n in found] == ["u32", "f32", "u32", "f32"]
    assert found["count"].space == "uniform"


def test_unused_is_by_entry_point_and_through_calls():
    assert [b.name for b in wgsl.unused_bindings(SHADER, "main")] == ["idle"]
    assert [b.name for b in wgsl.unused_bindings(SHADER, "other")] == ["input", "count"]


def test_overrides_and_work_group_size():
    assert wgsl.overrides(SHADER) == {"width": "32", "scale": "2.0"}
    assert wgsl.work_group_size(SHADER, "main", {}) == (32, 2)
    assert wgsl.work_group_size(SHADER, "main", {"width": 8}) == (8, 2)
    assert wgsl.work_group_size(SHADER, "other", {}) == (64,)
    assert wgsl.work_group_size(SHADER, "nowhere", {}) is None
    assert wgsl.work_group_size("@workgroup_size(2 * 8) fn main() {}", "main", {}) is None


def test_vectors_of_four_want_whole_ones():
    declaration = "@group(0) @binding(0) var<storage> x: array<{}>;"
    found = {
        kind: wgsl.bindings(declaration.format(kind))[0].alignment for kind in ("f32", "vec4f", "vec4<u32>", "vec2f")
    }
    assert found == {"f32": 4, "vec4f": 16, "vec4<u32>": 16, "vec2f": 4}


def test_comments_go_and_lines_stay():
    assert wgsl.without_comments("a // b\n/* c\nd */e") == "a     \n    \n    e"


def test_nonsense_is_no_error():
    assert wgsl.bindings("fn main( {") == ()
    assert wgsl.functions("fn main() { ") == {}
