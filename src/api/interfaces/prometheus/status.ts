/** What clients ask about the server before they ask it anything else. */
import type { Telemetry } from '#telemetry'
import type { Success } from './answers.ts'

/** The version is that of the API we speak: clients choose their features by it. */
export function buildInfo(version: string): Success {
  return {
    data: {
      version: '3.0.0',
      revision: `opsplane ${version}`,
      branch: '',
      buildUser: '',
      buildDate: '',
      goVersion: '',
      application: 'Opsplane',
    },
  }
}

export function tsdb(telemetry: Telemetry): Success {
  const { series, headFromMs } = telemetry.stats()
  const byName = new Map<string, number>()
  for (const { labels } of telemetry.series([], 0, Number.MAX_SAFE_INTEGER)) {
    const name = labels.__name__ ?? ''
    byName.set(name, (byName.get(name) ?? 0) + 1)
  }
  const largest = [...byName].sort(([, a], [, b]) => b - a).slice(0, 10)
  return {
    data: {
      headStats: { numSeries: series, minTime: headFromMs, maxTime: Date.now() },
      seriesCountByMetricName: largest.map(([name, value]) => ({ name, value })),
      labelValueCountByLabelName: [],
      memoryInBytesByLabelName: [],
      seriesCountByLabelValuePair: [],
    },
  }
}
