import { changeSetting } from './v8-settings.ts'

/**
 * Makes V8 collect garbage as soon as the heap is twice as large as the last collection left it. By default it may become four
 * times as large, and processes that replay many files side by side would all reach that. Together they then take a tenth less
 * memory for 1,000 rules, in the same time. Collecting at one and a half times that size would save another tenth, but take 5 %
 * longer.
 */
export function collectEarly(): void {
  changeSetting({ name: 'heap-growing-percent', value: 100, initial: 0 })
}
