/** Makes a silence or a maintenance, and says what it hides before and after. */
import type { Context } from '../command.ts'
import { printPreview } from './print-preview.ts'
import { reasonGiven, silenceGiven } from './silence-given.ts'

export async function createQuietTime(
  { terminal, connection, workload }: Context,
  kind: 'silence' | 'maintenance',
  options: Record<string, string | boolean | undefined>,
): Promise<void> {
  const given = silenceGiven(await workload(), kind, options)
  const { call, url } = connection()
  if (options.dryRun) {
    const { data } = await call('silences.preview', { body: given })
    printPreview(terminal, data)
    return
  }
  const { data } = await call('silences.create', { body: { ...given, ...reasonGiven(options) } })
  if (terminal.json) terminal.data(data)
  else {
    const until = data.activeUntil ?? data.endsAt
    terminal.line(
      `${terminal.status('ok', data.id)}  until ${terminal.time(until)}: ${data.reason}`,
    )
    terminal.note(`Next: opsplane ${kind} end ${data.id}\n${url}/w/${given.workload}/silences`)
  }
}
