import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How each package manager installs a tarball, and how the command is called then; `program` is where the manager is. */
const managers = {
  npm: { add: tarball => ['npm', 'install', '--save-dev', tarball], tripline: ['node_modules/.bin/tripline'] },
  pnpm: {
    add: (tarball, program) => ['node', program, 'add', '--save-dev', tarball],
    tripline: ['node_modules/.bin/tripline'],
  },
  'yarn 1': {
    add: (tarball, program) => ['node', program, 'add', '--dev', tarball],
    tripline: ['node_modules/.bin/tripline'],
  },
  // Without `node_modules`: it runs packages from their archives.
  'yarn 4': {
    add: (tarball, program) => ['node', program, 'add', '--dev', `tripline@file:${tarball}`],
    files: { 'package.json': '{}', 'yarn.lock': '' },
    tripline: program => ['node', program, 'run', 'tripline'],
  },
}

/** Installs the package in a machine's empty folder, with the database from the registry; answers how `tripline` is called there. */
export async function install(machine, tarball, manager = 'npm', program = undefined) {
  const { add, files = {}, tripline } = managers[manager]
  for (const [name, text] of Object.entries(files)) await writeFile(join(machine.folder, name), text)
  const { code, stdout, stderr } = await machine.run(add(tarball, program))
  if (code !== 0) {
    throw new Error(`${manager} could not install the package; it needs its registry, for DuckDB\n${stdout}\n${stderr}`)
  }
  return typeof tripline === 'function' ? tripline(program) : tripline
}
