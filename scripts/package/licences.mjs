import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Licences that allow redistribution in a package under the MIT licence, with their texts. */
const allowed = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '(MIT AND Zlib)'])

/** https://opensource.org/license/isc-license-txt */
const isc = `Copyright (c) the authors

Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided
that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED
WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR
CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`

/** The folder of a module's package, unless it is one of ours. */
export const packageFolder = path => /^.*\/node_modules\/(?!\.pnpm\/)(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]

/** The names, versions and licence texts of the packages in the given folders; each text once. */
export function thirdPartyLicences(folders, ownLicence) {
  const byText = new Map()
  for (const folder of [...new Set(folders)]) {
    const { title, text } = licenceIn(folder, ownLicence)
    byText.set(text, [...(byText.get(text) ?? []), title])
  }
  const sections = Array.from(byText, ([text, titles]) => ({ titles: [...new Set(titles)].sort(), text }))
  sections.sort((a, b) => (a.titles[0] < b.titles[0] ? -1 : 1))
  const intro = 'This package contains code and data of the following packages, under the licences below.\n'
  return [intro, ...sections.map(({ titles, text }) => `${titles.join('\n')}\n\n${text}\n`)].join(
    `\n${'-'.repeat(80)}\n\n`,
  )
}

function licenceIn(folder, ownLicence) {
  const { name, version, license, licenses, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const id = license ?? licenses?.map(({ type }) => type).join(' OR ')
  if (!allowed.has(id)) throw new Error(`${name} ${version} has the licence ${id}, which nobody has looked at`)
  const files = readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice)/i.test(file))
  const texts = files.map(file => readFileSync(join(folder, file), 'utf8').replaceAll('\r', '').trim())
  const title = `${name} ${version} (${id})`
  if (texts.length > 0) return { title, text: texts.join('\n\n') }
  // These licences differ only in the line that names the owner.
  const usual = { MIT: ownLicence.trim(), ISC: isc }[id]
  if (!usual) throw new Error(`${name} ${version} comes without the text of its licence (${id})`)
  const owner = (author?.name ?? author ?? `the authors of ${name}`).replace(/ <.*/, '')
  return { title, text: usual.replace(/^Copyright .*$/m, `Copyright (c) ${owner}`) }
}
