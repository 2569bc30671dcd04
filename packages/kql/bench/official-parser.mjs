/** The official parser as its package has it. To be imported before whatever else of the compiler loads its runtime. */
import { register } from 'node:module'

register('./original-runtime.mjs', import.meta.url)
const parser = await import('../dist/frontend/parser.js')
parser.loadParser()
export const { Language, Symbols } = parser
