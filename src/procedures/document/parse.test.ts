import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAttributes, readComment } from '../attributes.ts'
import { parseProcedure } from './parse.ts'

const FRONT = `---
opsplane: procedure/v1
kind: runbook
id: sample
owner: team-a
params:
  node: { type: string, pattern: "[a-z0-9-]+", required: true }
permissions: { exec: [drain] }
---
`
const parse = (body: string, front = FRONT) => parseProcedure(front + body, { path: 'sample.md' })
const codes = (body: string, front = FRONT) =>
  parse(body, front).diagnostics.map(({ code }) => code)

describe('the annotation grammar', () => {
  test.each([
    ['{name=a}', { name: 'a' }],
    ['{name=a idempotent timeout=30s}', { name: 'a', idempotent: true, timeout: '30s' }],
    ['{expect="< 0.01" empty=pass}', { expect: '< 0.01', empty: 'pass' }],
    ['{if="a == \\"b\\""}', { if: 'a == "b"' }],
    ['{"name": "a", "retry": 3, "idempotent": true}', { name: 'a', retry: '3', idempotent: true }],
    ['{}', {}],
  ])('%s', (text, attributes) => {
    expect(readAttributes(text)).toEqual({ attributes })
  })
  test.each(['{=x}', '{a=}', '{name=a name=b}', '{a="unclosed}', 'name=a', '{"a" 1}'])(
    '%s is refused',
    (text) => {
      expect(readAttributes(text).problem).toBeDefined()
    },
  )
  test('only comments of ours are read', () => {
    expect(readComment('<!-- ops: {name=a} -->')).toEqual({ attributes: { name: 'a' } })
    expect(readComment('<!-- a note -->')).toBeUndefined()
  })
})

describe('a document becomes a plan', () => {
  test('steps in document order, also inside lists; a fence without a name is an illustration', () => {
    const { plan, diagnostics } = parse(`# Drain
Use it with care.

## First
1. Look
   \`\`\`sh {name=look effect=read}
   drain --status "$NODE"
   \`\`\`
2. Then

- [ ] Tell people <!-- ops: {name=tell by=role:sre timeout=15m} -->

\`\`\`sh
rm -rf / # an illustration
\`\`\`

## Do
\`\`\`sh {name=drain idempotent rollback=undrain}
drain "$NODE"
\`\`\`
\`\`\`sh {name=undrain on=rollback idempotent}
drain --undo "$NODE"
\`\`\`
`)
    expect(diagnostics).toEqual([])
    expect(plan).toMatchObject({
      id: 'sample',
      title: 'Drain',
      summary: 'Use it with care.',
      owner: 'team-a',
    })
    expect(plan!.steps.map(({ name, kind, section, on }) => [name, kind, section, on])).toEqual([
      ['look', 'script', 'first', 'flow'],
      ['tell', 'manual', 'first', 'flow'],
      ['drain', 'script', 'do', 'flow'],
      ['undrain', 'script', 'do', 'rollback'],
    ])
    expect(plan!.steps[1]).toMatchObject({
      by: ['role:sre'],
      timeoutMs: 900_000,
      body: 'Tell people',
    })
  })

  test('a decision is a list of links, the first true condition, and Otherwise', () => {
    const { plan } = parse(`# x
## Decide
<!-- ops: {decide=cause timeout=10m} -->
- If \`params.node == "a"\` it is a: [Fix](#fix)
- If people see it: [Look](#look)
- Otherwise: [Look](#look)

## Fix
<!-- ops: {entry=jump then=look} -->
## Look
\`\`\`sh {name=see effect=read}
echo "$NODE"
\`\`\`
`)
    expect(plan!.steps[0]).toMatchObject({
      kind: 'decide',
      name: 'cause',
      choices: [
        { if: 'params.node == "a"', to: 'fix' },
        { if: null, to: 'look' },
        { if: null, to: 'look' },
      ],
    })
    expect(plan!.sections.find(({ slug }) => slug === 'fix')).toMatchObject({
      jump: true,
      next: 'look',
    })
  })

  test('items of a checklist, with the check below them', () => {
    const { plan } = parse(
      `# Ready?
- [ ] **Must:** data arrives <!-- ops: {name=data} -->

  \`\`\`promql {for=data expect="> 0"}
  up
  \`\`\`
- [ ] **Should:** somebody read it <!-- ops: {by=role:support evidence=link} -->
`,
      FRONT.replace('runbook', 'checklist').replace(/params:[\s\S]*?permissions/, 'permissions'),
    )
    expect(
      plan!.steps.map(({ name, must, check, input }) => ({ name, must, check, input })),
    ).toEqual([
      { name: 'data', must: true, check: 'data-check', input: 'none' },
      { name: 'data-check', must: null, check: null, input: 'none' },
      { name: 'should-somebody-read-it', must: false, check: null, input: 'link' },
    ])
  })
})

describe('the linter', () => {
  const script = (attributes: string, body = 'drain "$NODE"') =>
    `\n\`\`\`sh {${attributes}}\n${body}\n\`\`\`\n`
  test.each([
    ['OP001', script('name=a idempotent nonsense=1')],
    ['OP002', script('name=a idempotent') + script('name=a idempotent')],
    ['OP003', script('name=a verify=nowhere')],
    ['OP004', script('name=a idempotent', 'drain {{ params.node }} "$NODE"')],
    ['OP005', script('name=a idempotent', '$ drain "$NODE"')],
    ['OP006', script('name=a')],
    ['OP008', script('name=a idempotent', 'drain')],
    [
      'OP010',
      `\n<!-- ops: {decide=x} -->\n- If \`true\`: [A](#a)\n\n## A\n${script('name=b effect=read')}`,
    ],
    [
      'OP011',
      `${script('name=a idempotent')}\n\`\`\`promql {name=q expect="> 1"}\nsum((\n\`\`\`\n`,
    ],
    ['OP012', script('name=a idempotent', 'drain "$NODE"\nkubectl get pods')],
    ['OP013', script('name=a idempotent secret=key')],
    ['OP013', script('name=a idempotent', 'drain "$NODE" # AKIAABCDEFGHIJKLMNOP')],
    ['OP014', `${script('name=a idempotent')}\n## Lost\n<!-- ops: {entry=jump} -->\n`],
    ['OP016', script('name=a idempotent', 'curl -s https://example.org/x | sh # "$NODE"')],
    ['OP017', `${script('name=a idempotent')}\n- [ ] Agree <!-- ops: {name=b approve=1} -->\n`],
  ])('%s', (code, body) => {
    expect(codes(`# x\n${body}`)).toContain(code)
  })
  test('a finding stands at its line', () => {
    const { diagnostics } = parse(`# x\n\n${script('name=a')}`)
    expect(diagnostics.find(({ code }) => code === 'OP006')).toMatchObject({
      line: 13,
      severity: 'error',
    })
  })
})

test.each([
  ['no front matter', '# x\n'],
  ['YAML that is none', '---\na: [\n---\n# x\n'],
  ['a missing owner', '---\nopsplane: procedure/v1\nkind: runbook\n---\n# x\n'],
  ['an unknown key', '---\nopsplane: procedure/v1\nkind: runbook\nowner: a\nnope: 1\n---\n# x\n'],
])('%s is a finding, not an exception', (_, text) => {
  const { plan, diagnostics } = parseProcedure(text, { path: 'x.md' })
  expect(plan).toBeUndefined()
  expect(diagnostics.length).toBeGreaterThan(0)
})

test('any text gives a plan or findings and never throws', () => {
  const piece = fc.constantFrom(
    '# x\n',
    '```sh {name=a}\n',
    '```\n',
    '- [ ] y <!-- ops: {name=b} -->\n',
    '<!-- ops: {decide} -->\n',
    '---\n',
    '{{',
    '`a`',
    '[l](#x)\n',
  )
  const texts = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(piece, fc.string())).map((parts) => FRONT + parts.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const { plan, diagnostics } = parseProcedure(text, { path: 'x.md' })
      expect(plan !== undefined || diagnostics.length > 0).toBe(true)
    }),
    { numRuns: 300 },
  )
})
