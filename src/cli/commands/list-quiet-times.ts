/** Lists silences and maintenance with their end, their author and what they hide. */
import type { Context } from '../command.ts'

const TONES = { active: 'run', pending: 'info', ended: 'unk' } as const

export async function listQuietTimes(
  { terminal, connection, workload }: Context,
  options: Record<string, string | boolean | undefined>,
  kind?: 'maintenance',
): Promise<void> {
  const { data, next } = await connection().call('silences.list', {
    query: { workload: await workload() },
  })
  const wanted = data.filter(
    (one) => (kind === undefined || one.kind === kind) && (options.all || one.state !== 'ended'),
  )
  if (terminal.json) terminal.data(wanted, next)
  else if (wanted.length === 0) terminal.line('Nothing is quiet: every alarm is told.')
  else
    terminal.table(
      ['id', 'state', 'what', 'until', 'hides', 'by', 'reason'],
      wanted.map(({ id, state, activeUntil, nextAt, endsAt, hides, by, reason, ...scope }) => [
        id,
        terminal.status(TONES[state], state),
        [
          ...scope.matchers,
          ...(scope.expression ? [scope.expression] : []),
          ...[...scope.components, ...scope.environments],
        ].join(' '),
        activeUntil
          ? terminal.time(activeUntil)
          : nextAt
            ? `from ${terminal.time(nextAt)}`
            : terminal.time(scope.endedAt ?? endsAt),
        hides.join(', '),
        by.replace(/^(?:person|team):/, ''),
        reason,
      ]),
    )
}
