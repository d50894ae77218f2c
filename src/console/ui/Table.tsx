/** A table of rows of one kind: at most 200 are drawn, `J` and `K` walk them, `Enter` opens. */
import type { ReactNode } from 'react'
import { TooMuch } from './states.tsx'
import './table.css'

export interface Column<Row> {
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** Figures stand right. */
  readonly num?: boolean
  readonly width?: string
  /** Left out on a phone. */
  readonly wide?: boolean
}

export interface TableProps<Row> {
  /** What the table lists, for those who do not see it. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  /** A row below a row: what is unfolded. */
  readonly below?: (row: Row) => ReactNode
}

const MOST = 200

export function Table<Row>({ label, columns, rows, keyOf, onOpen, below }: TableProps<Row>) {
  const classOf = ({ num, wide }: Column<Row>) => `${num ? 'num' : ''}${wide ? ' wide' : ''}`
  return (
    <>
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                className={classOf(column)}
                style={{ width: column.width }}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).flatMap((row) => {
            const key = keyOf(row)
            const more = below?.(row)
            return [
              <tr
                key={key}
                data-row=""
                tabIndex={-1}
                className={onOpen ? 'opens' : undefined}
                onClick={
                  onOpen &&
                  ((event) => {
                    if (!(event.target as Element).closest('a,button,input')) onOpen(row)
                  })
                }
              >
                {columns.map((column) => (
                  <td key={column.head} className={classOf(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>,
              ...(more
                ? [
                    <tr key={`${key}.below`} className="below">
                      <td colSpan={columns.length}>{more}</td>
                    </tr>,
                  ]
                : []),
            ]
          })}
        </tbody>
      </table>
      {rows.length > MOST && <TooMuch shown={MOST} of={rows.length} />}
    </>
  )
}
