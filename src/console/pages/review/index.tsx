/** The review: where the risk is, and the evidence behind each answer. Nothing here is ticked by hand. */
import { type Data, useAct, useAnswer, useMay, useWorkload } from '../../data/index.ts'
import { Answer, ago, Button, Card, PageHeader, SegmentBar, Status } from '../../ui/index.ts'
import { Practice } from './Practice.tsx'
import { actWord, answerStatus, riskStatus } from './words.ts'
import './review.css'

type Review = Data<'review.show'>

export function Page() {
  const workload = useWorkload()
  const answer = useAnswer('review.show', { query: { workload } })
  const may = useMay('operate')
  const milestone = useAct('review.milestone')
  return (
    <>
      <PageHeader
        title="Operational Excellence review"
        actions={
          may && (
            <Button
              look="primary"
              disabled={milestone.isPending}
              onClick={() =>
                milestone.mutate({
                  body: { workload, name: new Date().toISOString().slice(0, 10) },
                })
              }
            >
              Record milestone
            </Button>
          )
        }
      >
        Computed from evidence{answer.data && `, ${ago(answer.data.computedAt)}`}. Nothing here was
        ticked by hand.
      </PageHeader>
      <Answer answer={answer} lines={8}>
        {(data) => <Loaded review={data} />}
      </Answer>
    </>
  )
}

function Loaded({ review }: { review: Review }) {
  const acts = (['prepare', 'operate', 'evolve'] as const).map((act) => ({
    act,
    practices: review.questions
      .filter((question) => question.act === act)
      .flatMap(({ practices }) => practices),
  }))
  return (
    <div className="with-side">
      <div className="stack">
        <div className="card acts">
          {acts.map(({ act, practices }) => (
            <div key={act}>
              <h2>
                {actWord(act)}{' '}
                <span className="muted">
                  {practices.filter(({ answer }) => answer === 'met').length} of {practices.length}{' '}
                  met
                </span>
              </h2>
              <SegmentBar
                label={`${actWord(act)}: ${practices.map(({ answer }) => answerStatus(answer).word).join(', ')}`}
                segments={practices.map(({ answer }) => ({ kind: answerStatus(answer).kind }))}
              />
            </div>
          ))}
        </div>
        {review.questions.map(({ number, act, title, risk, practices }) => (
          <Card
            key={number}
            title={title}
            note={`Question ${number} · ${actWord(act)}`}
            aside={<Status {...riskStatus(risk)} />}
            flush
          >
            {practices.map((practice) => (
              <Practice key={practice.practice} practice={practice} />
            ))}
          </Card>
        ))}
      </div>
      <div className="stack">
        <Card title="Anti-patterns watched" flush>
          <ul className="review-side">
            {review.antipatterns.map(({ detector, title, state, summary }) => (
              <li key={detector}>
                <div className="row">
                  {title}
                  <span className="push">
                    <Status
                      kind={state === 'found' ? 'warn' : state === 'clear' ? 'ok' : 'unk'}
                      word={state === 'found' ? 'Found' : state === 'clear' ? 'None' : 'Not known'}
                    />
                  </span>
                </div>
                <p className="muted small">{summary}</p>
              </li>
            ))}
          </ul>
        </Card>
        <Card title="Milestones" flush>
          {review.milestones.length === 0 ? (
            <p className="muted card-body">
              None yet. A milestone records how the review stands, to compare with later.
            </p>
          ) : (
            <ul className="review-side">
              {review.milestones.map(({ id, name, at, answers }) => (
                <li key={id}>
                  {name}{' '}
                  <span className="muted small">
                    {ago(at)}; {answers.filter(({ risk }) => risk === 'HIGH').length} high risks
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
    </div>
  )
}
