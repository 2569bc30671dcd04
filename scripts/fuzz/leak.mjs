/** Growth that is not a leak: caches, and what the allocator retains (bytes). */
const slack = { heap: 32 * 2 ** 20, rss: 512 * 2 ** 20 }

/** The fewest samples that allow a judgement. */
const fewest = 16

/**
 * Whether memory grows with the number of inputs: compares the middle of a run with its end, given the samples
 * `{ heap, rss }` of one process in order. The first third is ignored, because lazily loaded code is loaded then.
 */
export function judgeMemory(samples) {
  if (samples.length < fewest) return []
  const third = Math.floor(samples.length / 3)
  return ['heap', 'rss'].flatMap(part => {
    const [before, after] = [samples.slice(third, 2 * third), samples.slice(-third)].map(some =>
      median(some.map(one => one[part])),
    )
    const detail = `${part} grew from ${mega(before)} to ${mega(after)} MB over the last ${2 * third} samples`
    return after - before > slack[part] ? [{ code: 'leak', frame: part, detail }] : []
  })
}

const median = numbers => numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)]
const mega = bytes => Math.round(bytes / 2 ** 20)
