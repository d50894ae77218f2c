/**
 * A service logs a kind of line that it has never logged before: one instance for each such line, with how often it
 * came. A service that is hardly known says nothing but new things, so it is listened to for a while first.
 */
import { durationMs } from '#base'
import { NoLogs } from '../log-reader.ts'
import type { AlarmKind } from './kind.ts'

/** A template’s text is a label of the instance. */
const MOST_TEXT = 200

export const newTemplate: AlarmKind<'new-template'> = {
  kind: 'new-template',
  source({ newTemplate: spec }) {
    if (!spec) return undefined
    const { service, level } = spec
    const withinMs = durationMs(spec.within)
    const learnMs = durationMs(spec.learn)
    return {
      async read(atMs, { logs }) {
        if (!logs) throw new NoLogs({})
        const span = { fromMs: atMs - withinMs, toMs: atMs }
        const found = await logs.newTemplates({ service, level, learnMs }, span)
        return found.map(({ id, text, lines, example }) => ({
          labels: { service, template: id, text: text.slice(0, MOST_TEXT) },
          value: lines,
          words: `a line never seen before: ${example.slice(0, MOST_TEXT)}`,
        }))
      },
      breached: (lines) => lines > 0,
      recovered: (lines) => lines <= 0,
      opaque: true,
      onMissing: 'ok',
    }
  },
  words: ({ newTemplate: spec }) => ({
    looksAt: `logs of ${spec?.service}, ${spec?.level} and worse`,
    when: `a line never seen before in the last ${spec?.within}`,
  }),
}
