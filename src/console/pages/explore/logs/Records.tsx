/** The records that a search found, a page at a time. */
import { useFilter } from '../../../data/index.ts'
import { Button, count, Empty, Panel } from '../../../ui/index.ts'
import { Partial } from '../Partial.tsx'
import { LogList } from './LogList.tsx'
import { MOST_LOADED, type useLogs } from './log-questions.ts'
import { RecordDetail } from './RecordDetail.tsx'

export function Records(props: {
  answer: ReturnType<typeof useLogs>['records']
  total: number | undefined
  onFilter: (field: string, value: string, out: boolean) => void
}) {
  const { answer, total, onFilter } = props
  const [open, setOpen] = useFilter('record')
  return (
    <Panel
      title="Records"
      answer={answer}
      flush
      lines={12}
      aside={({ pages }) => {
        const shown = pages.reduce((sum, { logs }) => sum + logs.length, 0)
        return total && total > shown
          ? `The newest ${shown.toLocaleString('en')} of ${total.toLocaleString('en')}`
          : count(shown, 'record')
      }}
      empty={({ pages }) =>
        pages[0]?.logs.length === 0 && (
          <Empty title="No record" command="opsplane logs --since 3h">
            Nothing that fits was said in this time. Take a condition out, or choose a longer range.
          </Empty>
        )
      }
    >
      {({ pages }) => {
        const records = pages.flatMap(({ logs }) => logs)
        return (
          <>
            {pages.at(-1) && <Partial of={pages.at(-1)!} />}
            <LogList
              label="Records, the newest first"
              records={records}
              keyOf={({ id }) => id}
              open={open}
              onOpen={setOpen}
              below={(record) => <RecordDetail record={record} onFilter={onFilter} />}
            />
            <div className="further">
              {answer.hasNextPage && records.length < MOST_LOADED && (
                <Button
                  small
                  disabled={answer.isFetchingNextPage}
                  onClick={() => void answer.fetchNextPage()}
                >
                  Show earlier records
                </Button>
              )}
              {answer.hasNextPage && records.length >= MOST_LOADED && (
                <p className="muted small" data-state="too-much">
                  The newest {MOST_LOADED.toLocaleString('en')} are shown. Narrow the search or the
                  time to see others.
                </p>
              )}
            </div>
          </>
        )
      }}
    </Panel>
  )
}
