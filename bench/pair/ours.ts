/** The model for the product: the same alarms as those of the pair, told to the same receiver, everything by default. */
import { kindOf, type Manifest } from '#model'
import type { Product } from '../../test/harness/product.ts'
import { METRIC, THRESHOLD } from './target.ts'

export const WORKLOAD = 'bench'

const PROCEDURE = `---
opsplane: procedure/v1
kind: playbook
id: look
owner: bench
for: { workload: ${WORKLOAD} }
---

# Look

- [ ] Look at it <!-- ops: {name=look by=role:operator} -->
`

export interface OursOptions {
  /** Where it posts to. */
  readonly hook: string
  readonly alarms: number
  /** What is scraped each second; nothing when samples are pushed. */
  readonly target?: string
}

export async function applyOurs({ call }: Product, options: OursOptions): Promise<void> {
  const { hook, alarms, target } = options
  const each = Array.from({ length: alarms }, (_, i) => i)
  const resources = [
    declare('workload', WORKLOAD, {
      ...{ title: 'Bench', description: 'Is measured', tier: 1, owner: 'team:bench' },
    }),
    declare('person', 'ann', { name: 'Ann', email: 'ann@shop.example' }),
    declare('team', 'bench', { title: 'Bench', members: ['person:ann'] }),
    declare('channel', 'hook', { type: 'webhook', config: { url: hook } }),
    declare('escalation', 'bench', {
      steps: [{ notify: ['channel:hook'] }],
      fallback: 'team:bench',
    }),
    ...(target
      ? [declare('scrape', 'bench', { targets: [target], interval: '1s', timeout: '1s' })]
      : []),
    ...each.map((i) =>
      declare('signal', `level-${i}`, {
        ...{ layer: 'platform', unit: '', query: `${METRIC}{series="${i}"}` },
      }),
    ),
    ...each.map((i) =>
      declare('alarm', `high-${i}`, {
        ...{ title: `Level ${i} is high`, signal: `signal:level-${i}`, when: `> ${THRESHOLD}` },
        ...{ owner: 'team:bench', procedure: 'look' },
      }),
    ),
  ]
  const manifest: Manifest = {
    ...{ format: 'opsplane/v1', workload: WORKLOAD, resources },
    procedures: [{ id: 'look', path: 'procedures/look.md', text: PROCEDURE }],
  }
  await call('model.apply', { body: { manifest } })
}

function declare(kind: string, name: string, spec: Record<string, unknown>) {
  return { kind, name, spec: kindOf(kind)!.schema.parse(spec) as Record<string, unknown> }
}
