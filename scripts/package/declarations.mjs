import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Copies the declarations of the entry points and those they import. They name no other package. */
export async function copyDeclarations(from, to, doors) {
  const copied = new Set()
  const copy = async name => {
    if (copied.has(name)) return
    copied.add(name)
    const file = `${name}.d.ts`
    const text = await readFile(join(from, file), 'utf8')
    const modules = Array.from(text.matchAll(/\b(?:from |import\()["']([^"']+)["']/g), ([, module]) => module)
    const foreign = modules.find(module => !module.startsWith('./'))
    if (foreign) throw new Error(`${join(from, file)} names ${foreign}, which users do not have`)
    await cp(join(from, file), join(to, file))
    for (const module of modules) await copy(module.replace(/^\.\/(.*)\.ts$/, '$1'))
  }
  for (const door of doors) await copy(door)
}
