import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { CliError } from '../cli-error.ts'
import type { Action } from '../command.ts'

/** Begins a model that validates and can be applied as it is. Never writes over a file. */
const init: Action = async ({ terminal }, _options, dir = '.') => {
  const folder = resolve(dir)
  const ops = join(folder, 'ops')
  if (existsSync(ops) && readdirSync(ops).length > 0)
    throw new CliError({
      code: 'cli.model-exists',
      kind: 'conflict',
      message: `There is a model in ${ops} already.`,
      hint: 'opsplane validate checks it.',
    })
  const name =
    basename(folder)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'my-workload'
  const written = Object.entries(files(name)).map(([path, text]) => {
    const file = join(ops, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
    return file
  })
  if (terminal.json) terminal.data({ workload: name, written })
  else {
    for (const file of written) terminal.line(`  + ${file}`)
    terminal.note(`\nNext: opsplane validate ${dir === '.' ? '' : dir}`.trimEnd())
  }
}

const files = (name: string): Record<string, string> => ({
  'index.ts': `import { alarm, escalation, outcome, person, signal, team, workload } from 'opsplane'

const you = person('you', { name: 'You', email: 'you@example.org', roles: ['responder'] })
const owners = team('owners', { title: 'Owners', members: [you] })

workload('${name}', {
  title: '${name}',
  description: 'Say in a sentence what the business gets from it.',
  tier: 2,
  owner: owners,
})

const requests = signal('requests-that-succeed', {
  title: 'Requests that succeed',
  layer: 'customer',
  query:
    '100 * sum(rate(http_server_request_duration_seconds_count{http_response_status_code!~"5.."}[1m])) / sum(rate(http_server_request_duration_seconds_count[1m]))',
  unit: '%',
})

const answered = outcome('customers-are-answered', {
  title: 'Customers are answered',
  kind: 'customer',
  signal: requests,
  target: { op: '>=', value: 99 },
  owner: owners,
})

escalation('everyday', { steps: [{ notify: [you] }], fallback: you })

alarm('requests-fail', {
  title: 'Requests fail',
  signal: requests,
  when: '< 95',
  recover: '> 99',
  for: '1m',
  protects: [answered],
  owner: owners,
  procedure: 'requests-fail',
})
`,
  'procedures/requests-fail.md': `---
opsplane: procedure/v1
kind: runbook
id: requests-fail
owner: owners
triggers:
  - { on: alarm, match: { name: requests-fail }, mode: propose }
run:
  production: { by: [role:responder] }
---

# Requests fail

**Customers see:** error pages.

## Look

\`\`\`promql {name=failing-now empty=pass}
sum by (service_name) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[1m]))
\`\`\`

## Do

- [ ] Restart what fails, and write down what you did <!-- ops: {name=restarted by=role:responder input=text} -->

## Check

\`\`\`promql {name=requests-succeed expect="> 99" within=10m for=1m}
100 * sum(rate(http_server_request_duration_seconds_count{http_response_status_code!~"5.."}[1m])) / sum(rate(http_server_request_duration_seconds_count[1m]))
\`\`\`
`,
})
export default init
