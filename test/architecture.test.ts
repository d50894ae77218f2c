/** The picture of the layout, held: who may import whom, by which door, and never in a circle. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

/** What each folder may import; what is absent is forbidden. */
const GROUND = ['base', 'model', 'ledger', 'telemetry']
const ACTS = ['prepare', 'operate', 'evolve']
const SYSTEM = [...GROUND, 'procedures', ...ACTS, 'review']
const MAY: Record<string, readonly string[]> = {
  base: [],
  ledger: ['base'],
  model: ['base', 'ledger'],
  telemetry: ['base', 'ledger'],
  procedures: GROUND,
  // Acts meet in the ledger: none imports another.
  prepare: [...GROUND, 'procedures'],
  operate: [...GROUND, 'procedures'],
  evolve: [...GROUND, 'procedures'],
  review: [...GROUND, 'procedures', ...ACTS],
  api: SYSTEM,
  app: [...SYSTEM, 'api'],
  runner: ['base', 'api', 'procedures'],
  // Runs on pages of other people, and brings nothing along.
  browser: [],
  // The console sees the system through its client alone.
  console: ['api'],
  cli: [...GROUND, 'procedures', 'api', 'app', 'runner'],
}

interface Import {
  readonly from: string
  readonly to: string
}

let imports: Import[] = []

beforeAll(() => {
  imports = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name),
    )
    .flatMap((entry) => importsOf(join(entry.parentPath, entry.name)))
})

/** Every import of a file, those of types and those made while running too. */
function importsOf(from: string): Import[] {
  return [...readFileSync(from, 'utf8').matchAll(/(?:\bfrom|\bimport) ?\(?'([.#][^']+)'/g)]
    .map(([, path]) => path!)
    .map((path) =>
      path.startsWith('#') ? join('src', path.slice(1), 'index.ts') : join(dirname(from), path),
    )
    .map((to) => ({ from, to }))
}

const folderOf = (file: string) => relative('src', file).split('/')[0]!
const crossing = () =>
  imports.filter(({ from, to }) => folderOf(from) !== folderOf(to) && from !== 'src/index.ts')

describe('the layout', () => {
  test('every folder below src has its place in the picture', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    )
    expect(folders.map((folder) => folder.name).filter((name) => !(name in MAY))).toEqual([])
  })

  test('imports point down', () => {
    const up = crossing().filter(({ from, to }) => !MAY[folderOf(from)]?.includes(folderOf(to)))
    expect(up.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('a folder is entered by its door', () => {
    const deep = crossing().filter(({ to }) => !to.endsWith('/index.ts'))
    expect(deep.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('the console and the runner see the system through the client and the contract', () => {
    const past = crossing().filter(
      ({ from, to }) =>
        folderOf(from) === 'console' && !/^src\/api\/(?:client|contract)\//.test(to),
    )
    expect(past.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('the features of an act meet by their doors', () => {
    const deep = imports.filter(
      ({ from, to }) =>
        ACTS.includes(folderOf(from)) &&
        dirname(dirname(from)) === dirname(dirname(to)) &&
        dirname(from) !== dirname(to) &&
        !to.endsWith('/index.ts'),
    )
    expect(deep.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  test('no folder imports in a circle', () => {
    const graph = new Map<string, Set<string>>()
    for (const { from, to } of imports) {
      const [a, b] = [dirname(from), dirname(to)]
      if (a !== b && !b.startsWith(`${a}/`) && !a.startsWith(`${b}/`))
        graph.set(a, (graph.get(a) ?? new Set()).add(b))
    }
    expect(circlesOf(graph)).toEqual([])
  })

  test('every file stands under a door', () => {
    const doorless = [...new Set(imports.map(({ to }) => folderOf(to)))].filter(
      (folder) => folder !== 'index.ts' && !existsSync(join('src', folder, 'index.ts')),
    )
    expect(
      doorless.filter((folder) => !['console', 'cli', 'api', 'browser'].includes(folder)),
    ).toEqual([])
  })
})

function circlesOf(graph: Map<string, Set<string>>): string[] {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (node: string, path: readonly string[]) => {
    if (path.includes(node)) {
      circles.push([...path.slice(path.indexOf(node)), node].join(' -> '))
      return
    }
    if (done.has(node)) return
    for (const next of graph.get(node) ?? []) walk(next, [...path, node])
    done.add(node)
  }
  for (const node of graph.keys()) walk(node, [])
  return circles
}
