import { defineCheck } from '../checking/check.ts'

export const suppressionBelowFrequency = defineCheck({
  id: 'suppression-below-frequency',
  severity: 'warning',
  kinds: ['Scheduled'],
  says: (suppression: string, frequency: string) =>
    `a suppression of ${suppression} has no effect, because the next run is ${frequency} later`,
  *run({ suppression, queryFrequency }) {
    if (!suppression?.enabled.value || !queryFrequency) return
    const { duration } = suppression
    if (duration.value.ticks < queryFrequency.value.ticks)
      yield this.at(duration, duration.value.text, queryFrequency.value.text)
  },
})
