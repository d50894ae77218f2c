/** Rows of an SQL answer, under the names and types of their columns. Scrolls in itself. */
export function ResultTable(props: {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly unknown[])[]
}) {
  const isNumber = props.columns.map(({ type }) =>
    /^(?:Nullable\()?(?:U?Int|Float|Decimal)/.test(type),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="sql-result" tabIndex={0} aria-label="Rows of the result">
      <table className="table">
        <thead>
          <tr>
            {props.columns.map(({ name, type }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
              <th key={`${name}${i}`} scope="col" className={isNumber[i] ? 'num' : ''} title={type}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of an answer have no identity
            <tr key={at} data-row="" tabIndex={-1}>
              {row.map((value, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor have their cells
                <td key={i} className={isNumber[i] ? 'num mono' : 'mono'}>
                  {words(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function words(value: unknown): string {
  if (value === null || value === undefined) return '—'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
