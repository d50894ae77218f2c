import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkManifest } from './check.ts'
import { loadFolder } from './load.ts'
import { manifestHash } from './manifest.ts'
import { findField } from './places.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function repository(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'opsplane-load-'))
  folders.push(folder)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'ops', path)), { recursive: true })
    writeFileSync(join(folder, 'ops', path), text)
  }
  return folder
}

const PEOPLE = `import { escalation, person, team, workload } from 'opsplane'
export const ann = person('ann', { name: 'Ann', email: 'ann@example.org' })
export const commerce = team('commerce', { title: 'Commerce', members: [ann] })
workload('shop', { title: 'Shop', description: 'Sells things', tier: 1, owner: commerce })
escalation('default', { steps: [{ notify: [commerce] }], fallback: ann })
`
const RUNBOOK = `---
opsplane: procedure/v1
kind: runbook
id: restart
owner: commerce
---
# Restart
`

async function mistakes(files: Record<string, string>) {
  const { manifest, diagnostics, broken, folder } = await loadFolder(repository(files))
  const all = [
    ...diagnostics,
    ...checkManifest(manifest, { broken }).map((d) => findField(folder, d)),
  ]
  return all
    .filter((one) => one.severity === 'error')
    .map(({ code, file, line, message }) => ({ code, file, line, message }))
}

describe('a folder becomes a manifest', () => {
  test('resources, procedures and their places, in one order whatever the files', async () => {
    const alarm = `import { alarm, signal } from 'opsplane'
import { commerce } from './people.ts'
const orders = signal('orders', { layer: 'business', query: 'sum(orders)' })
alarm('orders-low', { title: 'Few orders', signal: orders, when: '< 1', owner: commerce, procedure: 'restart' })
`
    const one = await loadFolder(
      repository({ 'people.ts': PEOPLE, 'alarms.ts': alarm, 'procedures/restart.md': RUNBOOK }),
    )
    expect(one.diagnostics).toEqual([])
    expect(one.manifest.workload).toBe('shop')
    expect(one.manifest.procedures.map((procedure) => procedure.id)).toEqual(['restart'])
    expect(one.manifest.resources.find((r) => r.name === 'orders-low')).toMatchObject({
      kind: 'alarm',
      spec: { owner: 'team:commerce', signal: 'signal:orders', procedure: 'procedure:restart' },
      source: { file: 'alarms.ts', line: 4 },
    })
    const moved = await loadFolder(
      repository({
        'people.ts': `// moved\n\n${PEOPLE}`,
        'z/alarms.ts': alarm.replace('./', '../'),
        'restart.md': RUNBOOK,
      }),
    )
    expect(manifestHash(moved.manifest)).toBe(manifestHash(one.manifest))
  })

  test('all mistakes are reported at once, each at its line', async () => {
    const found = await mistakes({
      'people.ts': PEOPLE,
      'alarms.ts': `import { alarm, signal } from 'opsplane'
signal('orders', { layer: 'business', query: 'sum(orders)' })
alarm('no-procedure', { title: 'x', signal: 'orders', when: '< 1', owner: 'commerce' } as never)
alarm('misspelt', {
  title: 'x',
  signal: 'ordres',
  when: '< 1',
  owner: 'commerce',
  procedure: 'nowhere',
})
`,
    })
    expect(found).toEqual([
      expect.objectContaining({
        code: 'OPS-M102',
        file: 'alarms.ts',
        line: 3,
        message: expect.stringContaining('procedure: is missing'),
      }),
      expect.objectContaining({
        code: 'OPS-M105',
        file: 'alarms.ts',
        line: 6,
        message: expect.stringContaining('signal:ordres'),
      }),
      expect.objectContaining({
        code: 'OPS-M105',
        file: 'alarms.ts',
        line: 9,
        message: expect.stringContaining('procedure:nowhere'),
      }),
    ])
  })

  test('an alarm whose owner reaches nobody does not compile', async () => {
    const found = await mistakes({
      'people.ts': PEOPLE,
      'restart.md': RUNBOOK,
      'alarms.ts': `import { alarm, signal, team } from 'opsplane'
const ghosts = team('ghosts', { title: 'Ghosts', members: [] })
const s = signal('orders', { layer: 'business', query: 'sum(orders)' })
alarm('haunted', { title: 'x', signal: s, when: '< 1', owner: ghosts, procedure: 'restart' })
`,
    })
    expect(found).toEqual([
      expect.objectContaining({ code: 'OPS-M201', file: 'alarms.ts', line: 4 }),
    ])
  })

  test('an alarm that cannot tell missing from good is a warning, and a text that is no template a mistake', async () => {
    const { manifest, folder } = await loadFolder(
      repository({
        'people.ts': PEOPLE,
        'restart.md': RUNBOOK,
        'alarms.ts': `import { alarm, signal } from 'opsplane'
const s = signal('orders', { layer: 'business', query: 'absent(orders)' })
alarm('gone', {
  title: 'x', signal: s, owner: 'team:commerce', procedure: 'restart',
  when: 'present',
  annotations: { summary: '{{ $value | shout }}', more: '{{ $value }}' },
})
`,
      }),
    )
    const found = checkManifest(manifest).map((one) => findField(folder, one))
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'OPS-M302',
        severity: 'warning',
        file: 'alarms.ts',
        line: 5,
      }),
    )
  })

  test('code that does not compile, and code that throws, are diagnostics with a place', async () => {
    expect(await mistakes({ 'a.ts': 'const = 1' })).toEqual([
      expect.objectContaining({ code: 'OPS-M001', file: 'a.ts', line: 1 }),
      expect.objectContaining({ code: 'OPS-M110' }),
    ])
    expect((await mistakes({ 'a.ts': '\nthrow new Error("boom")' }))[0]).toMatchObject({
      code: 'OPS-M002',
      file: 'a.ts',
      line: 2,
      message: 'the model could not be run: boom',
    })
  })

  test('a model reaches no network, starts no process and writes no file', async () => {
    const attempts = [
      `await fetch('http://127.0.0.1:1/')`,
      `const n = await import('node:net'); n.connect(1)`,
      `const c = await import('node:child_process'); c.execSync('true')`,
      `const f = await import('node:fs'); f.writeFileSync('/tmp/opsplane-forbidden', '')`,
    ]
    for (const attempt of attempts) {
      const [first] = await mistakes({ 'a.ts': `export {}\n${attempt}` })
      expect(first, attempt).toMatchObject({ code: 'OPS-M002' })
    }
  }, 20_000)
})
