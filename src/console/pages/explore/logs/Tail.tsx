/** Records as they arrive, the newest on top; the list stands still while it is read. */
import { Pause, Play } from 'lucide-react'
import { useState } from 'react'
import { Button, Card, count, Status } from '../../../ui/index.ts'
import { LogList } from './LogList.tsx'
import { RecordDetail } from './RecordDetail.tsx'
import { useTail } from './tail.ts'

const WORD = {
  opening: { kind: 'run', word: 'Connecting' },
  open: { kind: 'run', word: 'Following' },
  down: { kind: 'unk', word: 'Connection lost, trying again' },
  refused: { kind: 'unk', word: 'Not followed' },
} as const

export function Tail(props: {
  question: string
  onFilter: (field: string, value: string, out: boolean) => void
}) {
  const [paused, setPaused] = useState(false)
  const [open, setOpen] = useState('')
  // A record that is read must not run away below the eyes.
  const isStill = paused || open !== ''
  const { records, state, waiting, dropped } = useTail(props.question, isStill)
  return (
    <Card
      title="Live"
      flush
      note={
        dropped > 0 &&
        `${count(dropped, 'record')} left out: they came faster than they can be read`
      }
      aside={
        <>
          <Status {...(isStill ? { kind: 'unk', word: 'Paused' } : WORD[state])} />
          <Button
            small
            icon={
              isStill ? (
                <Play size={12} aria-hidden="true" />
              ) : (
                <Pause size={12} aria-hidden="true" />
              )
            }
            onClick={() => {
              setPaused(!isStill)
              setOpen('')
            }}
          >
            {isStill ? (waiting > 0 ? `Go on, ${waiting} waiting` : 'Go on') : 'Pause'}
          </Button>
        </>
      }
    >
      {records.length === 0 ? (
        <p className="card-body muted" data-state="empty">
          {state === 'refused'
            ? 'This search cannot be followed: one with a regular expression or a template cannot, and at most 50 people and programs follow at a time.'
            : 'Waiting for the first record that fits.'}
        </p>
      ) : (
        <LogList
          label="Records as they arrive, the newest first"
          records={records}
          keyOf={({ key }) => key}
          open={open}
          onOpen={setOpen}
          below={(record) => (
            <RecordDetail record={{ ...record, id: record.id ?? '' }} onFilter={props.onFilter} />
          )}
        />
      )}
    </Card>
  )
}
