/** One span: what it was, how long it took itself, its attributes and events. */
import { Card, KeyValue, Status } from '../../../ui/index.ts'
import { took } from '../took.ts'
import type { Span } from './waterfall.ts'

export function SpanDetail({ span, startMs }: { span: Span; startMs: number }) {
  const { service, name, kind, status, statusMessage, durationMs, selfMs, criticalMs } = span
  return (
    <Card title={name} note={service}>
      <KeyValue
        of={[
          [
            'Status',
            status === 'error' ? (
              <Status key="status" kind="warn" word={statusMessage || 'Error'} />
            ) : (
              status
            ),
          ],
          ['Kind', kind],
          ['Began after', took(span.offsetMs)],
          ['Took', took(durationMs)],
          ['Itself', took(selfMs)],
          ['Waited for', criticalMs > 0 ? took(criticalMs) : 'not on the critical path'],
        ]}
      />
      {span.orphan && <p className="muted small">Its parent did not arrive.</p>}
      {span.skewed && (
        <p className="muted small">It begins before its parent: the clocks of two hosts differ.</p>
      )}
      <Attributes title="Attributes" of={span.attributes} />
      {span.events.map(({ timeNs, name: what, attributes }) => (
        <Attributes
          key={`${timeNs}${what}`}
          title={`${what}, after ${took(Number(BigInt(timeNs) / 1_000n) / 1_000 - startMs)}`}
          of={attributes}
        />
      ))}
      <Attributes title="Resource" of={span.resource} />
    </Card>
  )
}

function Attributes({ title, of }: { title: string; of: Readonly<Record<string, string>> }) {
  const pairs = Object.entries(of)
  return (
    <section className="span-attributes">
      <h3>{title}</h3>
      {pairs.length === 0 ? (
        <p className="muted small">None</p>
      ) : (
        <dl>
          {pairs.map(([name, value]) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd className="mono">{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
