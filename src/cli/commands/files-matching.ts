/** Files that a path or a pattern with `*`, `?` and `[…]` means, as Go's filepath.Glob does; ordered by name. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export function filesMatching(pattern: string): string[] {
  if (!/[*?[]/.test(pattern)) return existsSync(pattern) ? [pattern] : []
  const folder = dirname(pattern)
  const name = pattern.slice(pattern.lastIndexOf('/') + 1)
  const folders = /[*?[]/.test(folder) ? filesMatching(folder) : [folder]
  const matches = patternOf(name)
  return folders
    .filter((one) => existsSync(one) && statSync(one).isDirectory())
    .flatMap((one) =>
      readdirSync(one)
        .filter((entry) => matches.test(entry))
        .sort()
        .map((entry) => join(one, entry)),
    )
}

function patternOf(name: string): RegExp {
  const source = name.replace(/\[([^\]]*)\]|[*?]|[\\^$.+(){}|[\]]/g, (piece, members?: string) => {
    if (members !== undefined) return `[${members.replaceAll('\\', '\\\\')}]`
    if (piece === '*') return '[^/]*'
    return piece === '?' ? '[^/]' : `\\${piece}`
  })
  return new RegExp(`^${source}$`)
}
