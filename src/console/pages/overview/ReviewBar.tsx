/** How the review stands, as one bar: the same answers as on its page. */
import { Link } from '@tanstack/react-router'
import { useAnswer, useHref, useWorkload } from '../../data/index.ts'
import { Loading, SegmentBar } from '../../ui/index.ts'
import { answerStatus } from '../review/words.ts'

const ORDER = ['met', 'accepted', 'not-applicable', 'partly', 'not-met', 'needs-a-person'] as const
const WORDS: Record<(typeof ORDER)[number], string> = {
  met: 'met',
  accepted: 'accepted',
  'not-applicable': 'not applicable',
  partly: 'partly',
  'not-met': 'not met',
  'needs-a-person': 'need a person',
}

/** It is computed from the whole ledger: once in a while is enough. */
const EVERY_MS = 5 * 60_000

export function ReviewBar() {
  const workload = useWorkload()
  const href = useHref()
  const { data, error } = useAnswer('review.show', { query: { workload } }, { everyMs: EVERY_MS })
  const answers = (data?.questions ?? [])
    .flatMap(({ practices }) => practices)
    .map(({ answer }) => answer)
    .sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
  const words = ORDER.flatMap((answer) => {
    const n = answers.filter((one) => one === answer).length
    return n > 0 ? [`${n} ${WORDS[answer]}`] : []
  }).join(' · ')
  return (
    <section className="aside-part" aria-labelledby="review-bar">
      <div className="area-head">
        <h3 id="review-bar">Well-Architected, operations</h3>
        <Link to={href('review')}>Review</Link>
      </div>
      {data ? (
        <>
          <SegmentBar
            label={`The review: ${words}`}
            segments={answers.map((answer) => ({ kind: answerStatus(answer).kind }))}
          />
          <p className="muted small">{words}</p>
        </>
      ) : error ? (
        <p className="muted small">It could not be computed. The rest of this page is current.</p>
      ) : (
        <Loading lines={1} />
      )}
    </section>
  )
}
