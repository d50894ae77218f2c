/** Which series, labels and metrics there are: from the catalog in memory, which knows every series. */
import type { KnownSeries, Telemetry } from '#telemetry'
import { BadData, cut, type Success, TRUNCATED } from './answers.ts'
import { limitOf, rangeOf, selectorsOf } from './parameters.ts'

export function series(parameters: URLSearchParams, telemetry: Telemetry): Success {
  if (!parameters.has('match[]')) throw new BadData('no match[] parameter provided')
  const found = known(parameters, telemetry).map(({ labels }) => labels)
  return limited(found, parameters)
}

export function labelNames(parameters: URLSearchParams, telemetry: Telemetry): Success {
  const names = new Set(known(parameters, telemetry).flatMap(({ labels }) => Object.keys(labels)))
  return limited([...names].sort(), parameters)
}

export function labelValues(
  parameters: URLSearchParams,
  telemetry: Telemetry,
  escaped: string,
): Success {
  const name = unescapeName(escaped)
  if (name === '') throw new BadData(`invalid label name: "${escaped}"`)
  const values = new Set(known(parameters, telemetry).flatMap(({ labels }) => labels[name] ?? []))
  return limited([...values].sort(), parameters)
}

/** Type, unit and help of each metric; the help is there while its sender tells it. */
export function metadata(parameters: URLSearchParams, telemetry: Telemetry): Success {
  const metric = parameters.get('metric')
  const metrics = new Map<string, { type: string; help: string; unit: string }[]>()
  for (const one of telemetry.series([], 0, Number.MAX_SAFE_INTEGER)) {
    const name = familyOf(one)
    if (metric && metric !== name) continue
    const help = telemetry.family(name)?.help ?? ''
    if (!metrics.has(name)) metrics.set(name, [{ type: one.type, help, unit: one.unit }])
  }
  return { data: Object.fromEntries(cut([...metrics], limitOf(parameters)).kept) }
}

function known(parameters: URLSearchParams, telemetry: Telemetry): KnownSeries[] {
  const { fromMs, toMs } = rangeOf(parameters)
  const selectors = selectorsOf(parameters)
  if (selectors.length === 0) return telemetry.series([], fromMs, toMs)
  return [...new Set(selectors.flatMap((matchers) => telemetry.series(matchers, fromMs, toMs)))]
}

function limited(items: readonly unknown[], parameters: URLSearchParams): Success {
  const { kept, truncated } = cut(items, limitOf(parameters))
  return { data: kept, warnings: truncated ? [TRUNCATED] : [] }
}

/** A histogram is one metric, and so are its buckets, its sum and its count. */
function familyOf({ labels, type }: KnownSeries): string {
  const name = labels.__name__ ?? ''
  return type === 'histogram' || type === 'summary'
    ? name.replace(/_(?:bucket|sum|count)$/, '')
    : name
}

/** Names beyond the old alphabet come as `U__` with `_2e_` for each such character. */
export function unescapeName(name: string): string {
  if (!name.startsWith('U__')) return name
  return name
    .slice(3)
    .replace(/_(_|[0-9a-f]{1,6}_)/gi, (_, code: string) =>
      code === '_' ? '_' : String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code, 16))),
    )
}
