import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpsplaneError } from '#base'
import { type ExpositionFormat, expositionFormat, parseExposition } from './parse-exposition.ts'

const read = (text: string, format: ExpositionFormat = 'prometheus') =>
  parseExposition(text, format).map(({ name, labels, value, timeMs, type }) => ({
    name,
    labels: Object.fromEntries(labels),
    value,
    timeMs,
    type,
  }))
const refusal = (text: string, format: ExpositionFormat = 'prometheus'): string => {
  try {
    parseExposition(text, format)
  } catch (error) {
    if (error instanceof OpsplaneError) return error.message
    throw error
  }
  return 'it was read'
}

describe('Prometheus text format 0.0.4', () => {
  test('an answer as exporters write it', () => {
    const text = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
metric_without_timestamp_and_labels 12.47
something_weird{problem="division by zero"} +Inf -3982045
# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.5"} NaN
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
# TYPE http_request_duration_seconds histogram
  http_request_duration_seconds_bucket { le = "+Inf" , } 144320
`
    expect(read(text)).toEqual([
      {
        name: 'http_requests_total',
        labels: { method: 'post', code: '200' },
        value: 1027,
        timeMs: 1395066363000,
        type: 'counter',
      },
      {
        name: 'http_requests_total',
        labels: { method: 'post', code: '400' },
        value: 3,
        timeMs: 1395066363000,
        type: 'counter',
      },
      {
        name: 'msdos_file_access_time_seconds',
        labels: { path: 'C:\\DIR\\FILE.TXT', error: 'Cannot find file:\n"FILE.TXT"' },
        value: 1.458255915e9,
        timeMs: undefined,
        type: 'unknown',
      },
      {
        name: 'metric_without_timestamp_and_labels',
        labels: {},
        value: 12.47,
        timeMs: undefined,
        type: 'unknown',
      },
      {
        name: 'something_weird',
        labels: { problem: 'division by zero' },
        value: Number.POSITIVE_INFINITY,
        timeMs: -3982045,
        type: 'unknown',
      },
      {
        name: 'rpc_duration_seconds',
        labels: { quantile: '0.5' },
        value: Number.NaN,
        timeMs: undefined,
        type: 'summary',
      },
      {
        name: 'rpc_duration_seconds_sum',
        labels: {},
        value: 17560473,
        timeMs: undefined,
        type: 'summary',
      },
      {
        name: 'rpc_duration_seconds_count',
        labels: {},
        value: 2693,
        timeMs: undefined,
        type: 'summary',
      },
      {
        name: 'http_request_duration_seconds_bucket',
        labels: { le: '+Inf' },
        value: 144320,
        timeMs: undefined,
        type: 'histogram',
      },
    ])
  })

  test('an empty answer has no samples, and the last line needs no end', () => {
    expect(read('')).toEqual([])
    expect(read('\n \n# remark')).toEqual([])
    expect(read('up 1')).toHaveLength(1)
  })

  test('names in quotes may have any sign', () => {
    expect(read('{"http.requests","my label"="a b",x="y"} 1')[0]).toMatchObject({
      name: 'http.requests',
      labels: { 'my label': 'a b', x: 'y' },
    })
  })

  test.each([
    ['a 1\nb', 'Line 2 of the answer could not be read: the value is missing.'],
    ['a{b="c} 1', 'the label "b" has no value in quotes'],
    ['a{b=c} 1', 'the label "b" has no value in quotes'],
    ['a{b} 1', 'the label "b" has no value'],
    ['a{1="x"} 1', '"1="x"} 1" is not the name of a label'],
    ['a{b="c"', 'the labels do not end'],
    ['a{b="c",b="d"} 1', 'the label "b" stands there twice'],
    ['a{b="c" d="e"} 1', 'the labels do not end'],
    ['a one', '"one" is not a number, and it stands where the value stands'],
    ['a 0x1p4', '"0x1p4" is not a number'],
    ['a 1_000', '"1_000" is not a number'],
    ['a 1 1.5', '"1.5" is not a time in milliseconds'],
    ['a 1 2 3', '"3" follows after the value'],
    ['-a 1', '"-a 1" is not the name of a metric'],
    ['a-b 1', '"-b 1" is not expected there'],
    ['{x="y"} 1', 'is not the name of a metric'],
    ['# TYPE a speed', '"speed" is not a type of metrics'],
    ['<html>', '"<html>" is not the name of a metric'],
  ])('%j is refused with its reason', (text, reason) => {
    expect(refusal(text)).toContain(reason)
  })
})

describe('OpenMetrics 1.0', () => {
  const text = `# TYPE acme_http_requests counter
# UNIT acme_http_requests requests
# HELP acme_http_requests All of them.
acme_http_requests_total{code="200"} 3 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67 1520879606.1
acme_http_requests_created{code="200"} 1520430000.123
# TYPE acme_build info
acme_build_info{version="1.2"} 1
# TYPE acme_wait_seconds histogram
# UNIT acme_wait_seconds seconds
acme_wait_seconds_bucket{le="0.5"} 4 # {} 0.4
acme_wait_seconds_bucket{le="+Inf"} 5
acme_wait_seconds_count 5
acme_wait_seconds_created 1520430000
# EOF
`
  test('samples, types, times in seconds; exemplars are left, and what was created is the start', () => {
    const samples = parseExposition(text, 'openmetrics')
    expect(
      samples.map(({ name, value, timeMs, startMs, type }) => [name, value, timeMs, startMs, type]),
    ).toEqual([
      ['acme_http_requests_total', 3, 1520879607789, 1520430000123, 'counter'],
      ['acme_build_info', 1, undefined, undefined, 'gauge'],
      ['acme_wait_seconds_bucket', 4, undefined, 1520430000000, 'histogram'],
      ['acme_wait_seconds_bucket', 5, undefined, 1520430000000, 'histogram'],
      ['acme_wait_seconds_count', 5, undefined, 1520430000000, 'histogram'],
    ])
    expect(samples[2]!.unit).toBe('seconds')
  })

  test.each([
    ['a 1\n', 'Line 2 of the answer could not be read: the answer does not end with # EOF'],
    ['a 1\n\n# EOF\n', 'Line 2 of the answer could not be read: it is empty'],
    ['# EOF\na 1\n', 'Line 2 of the answer could not be read: something follows after # EOF'],
    ['# a remark\n# EOF\n', 'it is neither HELP, TYPE, UNIT nor EOF'],
    ['# UNIT a seconds\n# EOF\n', 'the unit "seconds" is not at the end of the name "a"'],
    ['a 1 # {x="y"}\n# EOF\n', 'the value of the exemplar is missing'],
    ['a 1 NaN\n# EOF\n', '"NaN" is not a number, and it stands where the time stands'],
  ])('%j is refused with its reason', (bad, reason) => {
    expect(refusal(bad, 'openmetrics')).toContain(reason)
  })
})

test('the Content-Type says the format', () => {
  expect(expositionFormat('application/openmetrics-text; version=1.0.0')).toBe('openmetrics')
  expect(expositionFormat('text/plain; version=0.0.4')).toBe('prometheus')
  expect(expositionFormat('')).toBe('prometheus')
})

const quote = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

test('whatever is written is read again, in both formats', () => {
  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/)
  const label = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/)
  const sample = fc.record({
    name,
    labels: fc.dictionary(label, fc.string({ unit: 'grapheme' }), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    value: fc.double(),
    timeMs: fc.option(fc.integer({ min: 0, max: 2 ** 42 }), { nil: undefined }),
  })
  const property = fc.property(
    fc.array(sample, { maxLength: 8 }),
    fc.constantFrom<ExpositionFormat>('prometheus', 'openmetrics'),
    (samples, format) => {
      const open = format === 'openmetrics'
      const lines = samples.map(({ name, labels, value, timeMs }) => {
        const pairs = Object.entries(labels).map(([key, text]) => `${key}=${quote(text)}`)
        const time = timeMs === undefined ? '' : ` ${open ? timeMs / 1_000 : timeMs}`
        return `${name}{${pairs.join(',')}} ${value}${time}\n`
      })
      const found = read(lines.join('') + (open ? '# EOF\n' : ''), format)
      expect(found).toEqual(
        samples.map((one) => ({ ...one, value: one.value + 0, type: 'unknown' })),
      )
    },
  )
  fc.assert(property, { numRuns: 1_000 })
})

test('no text makes it do anything but read or refuse with a line', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'a',
      '{',
      '}',
      '"',
      '\\',
      '\n',
      ' ',
      '=',
      ',',
      '1',
      '# ',
      'TYPE ',
      'HELP ',
      'EOF',
      'NaN',
      '\t',
      '\r',
    ),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  const property = fc.property(
    fc.array(piece, { maxLength: 40 }),
    fc.constantFrom<ExpositionFormat>('prometheus', 'openmetrics'),
    (pieces, format) => {
      const text = pieces.join('')
      const said = refusal(text, format)
      expect(said).toMatch(/^(?:it was read|Line \d+ of the answer could not be read: )/)
    },
  )
  fc.assert(property, { numRuns: 5_000 })
})
