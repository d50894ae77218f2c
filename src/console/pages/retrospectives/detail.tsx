/** One retrospective: the story as the ledger tells it, and what people make of it. */
import { Link } from '@tanstack/react-router'
import { Dot } from 'lucide-react'
import { type Data, useAnswer, useHref, useMay, useParam, useWorkload } from '../../data/index.ts'
import {
  Answer,
  Card,
  Chip,
  duration,
  KeyValue,
  PageHeader,
  Status,
  Timeline,
} from '../../ui/index.ts'
import { Close, Propose, Record } from './Acts.tsx'

type Retrospective = Data<'retrospectives.show'>

export function Page() {
  const workload = useWorkload()
  const retrospective = useParam('retrospective')
  const answer = useAnswer('retrospectives.show', {
    params: { retrospective },
    query: { workload },
  })
  return (
    <>
      {!answer.data && <PageHeader title={retrospective} />}
      <Answer answer={answer} lines={6}>
        {(data) => <Detail data={data} />}
      </Answer>
    </>
  )
}

function Detail({ data }: { data: Retrospective }) {
  const href = useHref()
  const may = useMay('respond')
  const {
    name,
    title,
    state,
    incident,
    drill,
    priority,
    ttdMs,
    ttaMs,
    ttrMs,
    timeline,
    recorded,
    summary,
    noLesson,
  } = data
  const isOpen = state === 'open'
  return (
    <>
      <PageHeader
        title={title}
        before={<Status pill kind={isOpen ? 'info' : 'ok'} word={isOpen ? 'Due' : 'Closed'} />}
        beside={drill ? <Chip>Drill</Chip> : undefined}
        actions={
          isOpen && may ? (
            <Close retrospective={name} hasLesson={recorded.lessons.length > 0} />
          ) : undefined
        }
      >
        <span className="mono">{name}</span>
        <Link to={href(`incidents/${incident}`)}>{incident}</Link>
        <span>{priority}</span>
      </PageHeader>
      <div className="with-side">
        <Card title="What happened" note="Drafted from the ledger" flush>
          <Timeline
            label="What happened"
            entries={timeline.map(({ position, at, sentence }) => ({
              key: position,
              at,
              icon: <Dot size={14} />,
              children: sentence,
            }))}
          />
        </Card>
        <div className="stack">
          <Card title="How long it took">
            <KeyValue
              of={[
                ['Until it was noticed', duration(ttdMs)],
                [
                  'Until somebody or something answered',
                  ttaMs === null ? 'nobody did' : duration(ttaMs),
                ],
                ['Until it was over', duration(ttrMs)],
              ]}
            />
          </Card>
          <Card title="Lessons" aside={isOpen && may ? <Record retrospective={name} /> : undefined}>
            {recorded.lessons.length === 0 && (
              <p className="muted">{noLesson ?? 'Nothing is recorded yet.'}</p>
            )}
            <ul className="plain">
              {recorded.lessons.map(({ id, statement, kind }) => (
                <li key={id}>
                  {statement} <span className="muted small">{kind}</span>
                </li>
              ))}
            </ul>
          </Card>
          <Card
            title="Improvements"
            aside={isOpen && may ? <Propose retrospective={name} owner={data.owner} /> : undefined}
          >
            {recorded.improvements.length === 0 && (
              <p className="muted">Nothing is changed because of it yet.</p>
            )}
            <ul className="plain">
              {recorded.improvements.map(({ id, name: improvement, title: words, state: now }) => (
                <li key={id}>
                  <span className="mono muted">{improvement}</span> {words}{' '}
                  <span className="muted small">{now}</span>
                </li>
              ))}
            </ul>
          </Card>
          {summary && (
            <Card title="Summary">
              <p>{summary}</p>
            </Card>
          )}
        </div>
      </div>
    </>
  )
}
