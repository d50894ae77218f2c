/** The overview: are we delivering what business and customers expect; if not, since when, what changed, who is on it. */
import {
  askToDeclare,
  useAnswer,
  useHref,
  useMay,
  useRange,
  useWorkload,
} from '../../data/index.ts'
import {
  Answer,
  Avatar,
  Button,
  ButtonLink,
  Card,
  ChangeLane,
  Chip,
  PageHeader,
  Status,
  Time,
} from '../../ui/index.ts'
import { healthWord } from '../outcomes/words.ts'
import { Banner } from './Banner.tsx'
import { Customers } from './Customers.tsx'
import { Operations } from './Operations.tsx'
import { Outcomes } from './Outcomes.tsx'
import { Technology } from './Technology.tsx'
import type { Overview } from './words.ts'
import './overview.css'

const EVERY_MS = 5_000

export function Page() {
  const workload = useWorkload()
  const { span } = useRange('-1h')
  const answer = useAnswer(
    'overview.show',
    { query: { workload, from: span } },
    { everyMs: EVERY_MS },
  )
  return (
    <>
      {!answer.data && <PageHeader title={workload} />}
      <Answer answer={answer} lines={8}>
        {(data) => <Loaded data={data} />}
      </Answer>
    </>
  )
}

function Loaded({ data }: { data: Overview }) {
  const href = useHref()
  const may = useMay('respond')
  const { title, tier, owner, onCall, status, moments, fromMs, toMs } = data
  return (
    <>
      <PageHeader
        title={title}
        beside={
          <>
            <Chip>Tier {tier}</Chip>
            <Chip>{owner.title}</Chip>
            <Status kind={status} word={healthWord(status)} />
            {onCall ? (
              <span className="on-call">
                <Avatar name={onCall.name} /> <span className="muted">On call:</span> {onCall.name}{' '}
                <span className="muted">
                  until <Time at={onCall.until} />
                </span>
              </span>
            ) : (
              <Status kind="crit" word="Nobody on call" />
            )}
          </>
        }
        actions={
          <>
            <ButtonLink to={href('procedures')}>Procedures</ButtonLink>
            <ButtonLink to={href('drills')}>Run a drill</ButtonLink>
            {may && <Button onClick={askToDeclare}>Declare incident</Button>}
          </>
        }
      />
      <Banner data={data} />
      <Card title="What changed" note="The same time axis as every chart below" flush>
        {moments.length === 0 ? (
          <p className="muted lane-none">Nothing changed in this time.</p>
        ) : (
          <ChangeLane
            fromMs={fromMs}
            toMs={toMs}
            changes={moments.map(({ at, until, kind, title: words, path }, i) => ({
              key: `${at}${i}`,
              kind,
              atMs: Date.parse(at),
              ...(until === at ? {} : { untilMs: until === null ? null : Date.parse(until) }),
              words,
              ...(path ? { to: href(path) } : {}),
            }))}
          />
        )}
      </Card>
      <div className="overview">
        <div className="stack">
          <Outcomes data={data} />
          <Customers data={data} />
          <Technology data={data} />
        </div>
        <aside aria-label="Operations health">
          <Operations data={data} />
        </aside>
      </div>
    </>
  )
}
