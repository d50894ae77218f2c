/** The first line: a sentence for somebody who was asleep two minutes ago. */
import { useHref } from '../../data/index.ts'
import { ButtonLink, count, Status } from '../../ui/index.ts'
import type { Overview } from './words.ts'

/** How many are affected, and how many other incidents are open. */
function moreOf({ outcomes, incidents, status }: Overview): string[] {
  const counted = outcomes.filter(({ met, affected }) => met === false && affected !== null)
  const most = Math.max(0, ...counted.map(({ affected }) => affected!))
  const other = incidents.length - 1
  return [
    ...(status !== 'ok' && most > 0
      ? [`About ${count(most, 'customer')} in the last minute.`]
      : []),
    ...(other > 0 ? [`${count(other, 'more incident')} open.`] : []),
  ]
}

export function Banner({ data }: { data: Overview }) {
  const href = useHref()
  const { status, sentence, incidents } = data
  const [worst] = incidents
  if (status === 'ok' && !worst) return null
  const told = moreOf(data)
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
        {told.length > 0 && ` ${told.join(' ')}`}
      </p>
      {worst && (
        <ButtonLink look="primary" to={href(`incidents/${worst.name}`)}>
          Open {worst.name}
        </ButtonLink>
      )}
    </section>
  )
}
