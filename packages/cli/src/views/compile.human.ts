import type { Io } from '../io.ts'
import { count } from './count.ts'

export const showCompiled = (text: string, { stdout }: Io): void => stdout.write(text)

export const showWritten = (path: string, rules: number, { stderr }: Io): void =>
  stderr.write(`${path}: ${count(rules, 'rule')}\n`)
