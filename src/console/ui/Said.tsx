/** What an alarm says of itself: its annotations, the summary first, addresses as links. */
export function Said({ annotations }: { annotations: Readonly<Record<string, string>> }) {
  const { summary, description, message, ...rest } = annotations
  const texts = [...new Set([summary, description, message])].filter(Boolean)
  const others = Object.entries(rest)
  if (texts.length + others.length === 0) return null
  return (
    <div className="small">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {others.map(([name, value]) => (
        <p key={name} className="muted">
          {name}{' '}
          {/^https?:\/\//.test(value) ? (
            <a href={value} rel="noreferrer noopener" target="_blank">
              {value}
            </a>
          ) : (
            value
          )}
        </p>
      ))}
    </div>
  )
}
