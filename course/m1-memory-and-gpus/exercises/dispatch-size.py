# %% solution
def dispatch_size(elements, work_group):
    """Work groups to start so that each element has a thread, and how many threads are then left over."""
    work_groups = (elements + work_group - 1) // work_group
    idle = work_groups * work_group - elements
    return work_groups, idle


# %% checks
answer = "dispatch_size"


def cases(random):
    """Work groups that fit, that don't, one that is nearly empty, none at all, and a count too large for floats."""

    def case(elements, work_group):
        groups = -(-elements // work_group)
        return Case(
            f"{elements} elements, work groups of {work_group}",
            (elements, work_group),
            (groups, groups * work_group - elements),
        )

    yield case(10, 4)
    yield case(12, 4)
    yield case(1, 64)
    yield case(0, 64)
    yield case(int(random.integers(1000, 100_000)), int(random.integers(3, 1024)))
    yield case(2**60 + 1, 256)
