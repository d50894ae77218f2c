/** What to ask, before anything was asked: each example says what it answers, and runs when it is chosen. */
export interface Example {
  readonly question: string
  readonly answers: string
}

export function Examples(props: {
  title: string
  examples: readonly Example[]
  onTake: (question: string) => void
}) {
  return (
    <section className="card examples" aria-label={props.title} data-state="empty">
      <h2 className="card-title">{props.title}</h2>
      <ul className="query-list">
        {props.examples.map(({ question, answers }) => (
          <li key={question}>
            <button type="button" onClick={() => props.onTake(question)}>
              <span className="mono">{question}</span>
              <span className="muted small">{answers}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
