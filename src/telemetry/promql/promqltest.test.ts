/** The promise of the runner: it sees what is wrong, so that a pass means something. */
import { describe, expect, test } from 'vitest'
import { runPromqltest } from './promqltest.ts'
import { parseValues } from './promqltest-values.ts'

describe('notation', () => {
  test.each([
    ['1 -2 NaN', [1, -2, Number.NaN]],
    ['1+2x3', [1, 3, 5, 7]],
    ['10-5x2', [10, 5, 0]],
    ['7x2 _ _x2 stale', [7, 7, 7, 'gap', 'gap', 'gap', 'stale']],
    ['0x2 +Inf', [0, 0, 0, Number.POSITIVE_INFINITY]],
    ['{{schema:0 sum:1}}x1 3', ['histogram', 'histogram', 3]],
  ])('%s', (text, values) => {
    expect(parseValues(text)).toEqual(values)
  })
})

const DATA = `
load 1m
  a{x="1"} 1 2 3
  a{x="2"} 4 5 6
`

describe('a failure is seen', () => {
  test.each([
    ['a wrong value', 'eval instant at 0 a{x="1"}\n  a{x="1"} 2'],
    ['a missing series', 'eval instant at 0 a{x="1"}\n  a{x="1"} 1\n  a{x="2"} 4'],
    ['a series too many', 'eval instant at 0 a\n  a{x="1"} 1'],
    ['a wrong order', 'eval instant at 0 sort(a)\n  expect ordered\n  a{x="2"} 4\n  a{x="1"} 1'],
    ['no failure', 'eval instant at 0 a\n  expect fail'],
    ['another failure', 'eval instant at 0 a(\n  expect fail msg: other words'],
    ['an unexpected failure', 'eval instant at 0 a('],
    ['a value in a gap', 'eval range from 0 to 2m step 1m a{x="1"}\n  a{x="1"} 1 _ 3'],
    ['a gap for a value', 'eval range from 0 to 10m step 10m a{x="1"}\n  a{x="1"} 1 1'],
    ['values that go on', 'eval range from 0 to 2m step 1m a{x="1"}\n  a{x="1"} 1 2'],
    ['a missing warning', 'eval instant at 0 a{x="1"}\n  expect warn\n  a{x="1"} 1'],
    ['a wrong text', 'eval instant at 0 "b"\n  "c"'],
    ['a wrong number', 'eval instant at 0 1 + 1\n  3'],
  ])('%s', async (_, text) => {
    expect(await runPromqltest(`${DATA}\n${text}\n`)).toMatchObject({ passed: 0, failed: 1 })
  })
})

test('what is as expected passes, and clear forgets the samples', async () => {
  const report = await runPromqltest(`${DATA}
# A comment.
eval range from 0 to 2m step 1m a{x="1"}
  a{x="1"} 1 2 3

eval instant at 2m a{x="2"}[2m]
  expect range vector from 1m to 2m step 1m
  a{x="2"} 5 6

eval_fail instant at 0 a + on() a

eval instant at 0 "text"
  expect string "text"

clear

eval instant at 0 a
`)
  expect(report).toEqual({ passed: 5, failed: 0, failures: [], native: { passed: 0, failed: 0 } })
})

test('what reads or expects a native histogram is told apart', async () => {
  const { native, failures } = await runPromqltest(`load_with_nhcb 1m
  h_bucket{le="+Inf"} 1 2

load 1m
  n {{schema:0 count:1}}

eval instant at 1m h_bucket
  h_bucket{le="+Inf"} 2

eval instant at 1m {__name__=~"h.*"}
  h_bucket{le="+Inf"} 2

eval instant at 0 n
  {{schema:0 count:1}}
`)
  expect(native).toEqual({ passed: 1, failed: 1 })
  expect(failures.map((one) => one.native)).toEqual([true])
})
