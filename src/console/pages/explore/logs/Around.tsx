/** What the same service and host said just before a record and just after it. */
import { useAnswer } from '../../../data/index.ts'
import { Answer } from '../../../ui/index.ts'
import { LogList } from './LogList.tsx'
import type { LogRecord } from './log-search.ts'

const LINES = 8

export function Around({ record }: { record: LogRecord }) {
  const answer = useAnswer('logs.context', {
    query: { id: record.id, before: LINES, after: LINES },
  })
  return (
    <section className="log-around" aria-label="Before and after">
      <Answer answer={answer} lines={4}>
        {({ before, record: whole, after }) => (
          <>
            <LogList
              label="Oldest first, with this record among them"
              records={[...before, whole, ...after]}
              keyOf={({ id }) => id}
            />
            {whole.body !== record.body && <pre className="log-text">{whole.body}</pre>}
          </>
        )}
      </Answer>
    </section>
  )
}
