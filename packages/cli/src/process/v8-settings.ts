import { setFlagsFromString } from 'node:v8'

export interface V8Setting {
  readonly name: string
  readonly value: number
  /** What V8 starts with. */
  readonly initial: number
}

const changed: V8Setting[] = []
const set = (name: string, value: number) => setFlagsFromString(`--${name}=${value}`)

/** Changes a setting of V8 for the rest of the process. */
export function changeSetting(setting: V8Setting): void {
  changed.push(setting)
  set(setting.name, setting.value)
}

/** V8 rejects cached code that was written under other settings, so code is written and read under those a process starts with. */
export function withInitialSettings<T>(action: () => T): T {
  for (const { name, initial } of changed) set(name, initial)
  try {
    return action()
  } finally {
    for (const { name, value } of changed) set(name, value)
  }
}
