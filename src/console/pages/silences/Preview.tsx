/** What a silence would have hidden, shown before anybody confirms it. */
import type { Call } from '../../data/index.ts'
import { useAnswer } from '../../data/index.ts'
import { Answer, count, Status, Table, Time } from '../../ui/index.ts'

export function Preview({ asked }: { asked: Call<'silences.preview'>['body'] }) {
  const answer = useAnswer('silences.preview', { body: asked } as Call<'silences.preview'>)
  return (
    <section className="silence-preview" aria-label="What it would have hidden" aria-live="polite">
      <Answer answer={answer} lines={2}>
        {({ days, now, past, pastCount, alarms, incidents, acknowledged, messages }) => (
          <>
            <p>
              {now.length === 0
                ? 'Nothing is raised that it would hide now.'
                : `Now it hides ${count(now.length, 'raised alarm')}.`}{' '}
              {pastCount === 0
                ? `In the last ${days} days it would have hidden nothing.`
                : `In the last ${days} days it would have hidden ${count(alarms, 'alarm')}, ${count(pastCount, 'time')}: ${count(incidents, 'incident')} and ${count(messages, 'message')}.`}
            </p>
            {acknowledged > 0 && (
              <p>
                <Status
                  kind="warn"
                  word={`${count(acknowledged, 'incident')} of these mattered: somebody acknowledged`}
                />
              </p>
            )}
            {past.length > 0 && (
              <details>
                <summary>Which</summary>
                <Table
                  label="Would have been hidden"
                  rows={past.slice(0, 20)}
                  keyOf={({ alarm, raisedAt }) => `${alarm} ${raisedAt}`}
                  columns={[
                    { head: 'Raised', cell: ({ raisedAt }) => <Time at={raisedAt} /> },
                    { head: 'Alarm', cell: ({ title }) => title },
                    { head: 'Incident', cell: ({ incident }) => incident ?? '—' },
                  ]}
                />
              </details>
            )}
          </>
        )}
      </Answer>
    </section>
  )
}
