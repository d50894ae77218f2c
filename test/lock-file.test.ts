import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface LockedPackage {
  optionalDependencies?: Record<string, string>
  resolved?: string
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
)

test('npm ci works on every platform: each optional package that is named is in the lock file', () => {
  const missing = Object.entries(lock.packages)
    .filter(([where]) => where !== '')
    .flatMap(([where, locked]) =>
      Object.keys(locked.optionalDependencies ?? {}).filter(
        (name) =>
          !lock.packages[`node_modules/${name}`] && !lock.packages[`${where}/node_modules/${name}`],
      ),
    )
  expect(missing, 'run: node scripts/lock.mjs').toEqual([])
})

test('the lock file names no download address', () => {
  const addressed = Object.values(lock.packages).filter((locked) => locked.resolved)
  expect(addressed).toEqual([])
})
