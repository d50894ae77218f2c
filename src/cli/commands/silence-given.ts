/** A silence as the command line gives it: scope, time and reason, for preview and creation alike. */
import { CliError } from '../cli-error.ts'

type Options = Record<string, string | boolean | undefined>

export const SILENCE_OPTIONS: readonly (readonly [string, string, string?])[] = [
  ['--alarm <name>', 'one alarm'],
  ['--match <conditions>', 'conditions on labels, separated by commas: severity="warning",zone=b'],
  ['--cel <expression>', 'CEL over alarm, labels and severity'],
  ['--component <names>', 'components, separated by commas'],
  ['--environment <names>', 'environments, separated by commas'],
  ['--for <duration>', 'how long: 2h'],
  ['--start <time>', 'ISO 8601; now unless told'],
  ['--end <time>', 'ISO 8601, instead of --for'],
  ['--repeat <rrule>', 'FREQ=WEEKLY;BYDAY=SA'],
  ['--zone <zone>', 'IANA zone in which it recurs', 'UTC'],
  ['--until <time>', 'ISO 8601; no later one begins'],
]

export const REASON_OPTIONS: readonly (readonly [string, string, string?])[] = [
  ['--reason <text>', 'why'],
  ['--change <link>', 'the change that it belongs to'],
]

export function silenceGiven(workload: string, kind: 'silence' | 'maintenance', options: Options) {
  const text = (name: string) => (options[name] === undefined ? undefined : String(options[name]))
  const list = (name: string) => (text(name) ?? '').split(',').filter(Boolean)
  const refs = (name: string) =>
    list(name).map((one) => (one.startsWith(`${name}:`) ? one : `${name}:${one}`))
  const alarm = text('alarm')
  const [lasts, endsAt] = [text('for'), time('end')]
  if ((lasts === undefined) === (endsAt === undefined))
    throw wrong('A silence has an end: tell --for 2h or --end.')
  const rule = text('repeat')
  const untilAt = time('until')
  if (rule !== undefined && untilAt === undefined)
    throw wrong('What is repeated has an end: tell --until.')
  return {
    ...{ workload, kind, expression: text('cel') ?? null },
    matchers: [...(alarm === undefined ? [] : [`alarm="${alarm}"`]), ...matchers(text('match'))],
    components: refs('component'),
    environments: refs('environment'),
    ...{ lasts, endsAt, startsAt: time('start') },
    repeat: rule === undefined ? null : { rule, zone: text('zone') ?? 'UTC', untilAt: untilAt! },
  }

  function time(name: string): string | undefined {
    const given = text(name)
    if (given === undefined) return undefined
    const ms = Date.parse(given)
    if (Number.isNaN(ms)) throw wrong(`--${name} ${given} is no time: write ISO 8601.`)
    return new Date(ms).toISOString()
  }
}

/** A comma within quotes belongs to the value. */
function matchers(text: string | undefined): string[] {
  return (text ?? '').match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? []
}

export function reasonGiven(options: Options) {
  if (options.reason === undefined)
    throw wrong('Say why with --reason: whoever misses an alarm will read it.')
  const change = options.change === undefined ? null : String(options.change)
  return { reason: String(options.reason), change }
}

const wrong = (message: string) =>
  new CliError({
    code: 'cli.silence-given',
    kind: 'bad-input',
    message,
    hint: 'opsplane silence create --alarm checkout-slow --for 2h --reason "load test"',
  })
