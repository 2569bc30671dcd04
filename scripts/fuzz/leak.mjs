/** Growth that is no leak: caches fill, and what the allocator keeps (bytes). */
const slack = { heap: 32 * 2 ** 20, rss: 512 * 2 ** 20 }

/** Samples are needed in plenty before anything can be said of them. */
const fewest = 16

/**
 * Whether memory grew with the number of inputs: samples `{ heap, rss }` of one process, in order, the middle of the run
 * compared with its end. The first half is left out of it, for what is loaded once is loaded then.
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
