/** The folder of our own package, from the sources and from the bundle alike. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | undefined

export function packageFolder(): string {
  if (found) return found
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'opsplane') {
      found = folder
      return folder
    }
    if (dirname(folder) === folder) throw new Error('the package of opsplane is incomplete')
  }
}
