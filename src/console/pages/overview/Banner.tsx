/** The first line: a sentence for somebody who was asleep two minutes ago. */
import { useHref } from '../../data/index.ts'
import { ButtonLink, Status } from '../../ui/index.ts'
import type { Overview } from './words.ts'

export function Banner({ data }: { data: Overview }) {
  const href = useHref()
  const { status, sentence, incidents } = data
  const [worst] = incidents
  if (status === 'ok' && !worst) return null
  const kind = status === 'ok' ? 'info' : status
  const word = {
    crit: 'Customers affected',
    warn: 'Warning',
    unk: 'Not known',
    info: 'Incident open',
  }[kind]
  return (
    <section className={`banner ${kind}`} aria-label="What is wrong">
      <Status kind={kind} word={word} />
      <p>
        <strong>{worst && status === 'ok' ? worst.title : sentence}</strong>
      </p>
      {worst && (
        <ButtonLink look="primary" to={href(`incidents/${worst.name}`)}>
          Open {worst.name}
        </ButtonLink>
      )}
    </section>
  )
}
