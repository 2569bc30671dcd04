export const fixed = number => number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0)

export const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor(share * (numbers.length - 1))]

export const median = numbers => quantile(numbers, 0.5)

/** One line of a table. */
export const show = ([label, ...cells]) =>
  console.log(label.padEnd(22), ...cells.map(cell => String(cell).padStart(11)))
